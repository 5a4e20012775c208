package org.unitscope.kernels;

/// Functions in double precision that `StrictMath` lacks: the reference arithmetic. Same bits on
/// every machine.
public final class ReferenceFunctions {
    private ReferenceFunctions() {}

    /// `1 / (1 + e^{−x})`, a few ulp.
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + StrictMath.exp(-x));
        }
        double e = StrictMath.exp(x);
        return e / (1 + e);
    }

    /// `erf x`, relative error below 4e-15; odd, ±1 beyond 6.
    ///
    /// Below 3 the all-positive series `2/√π e^{−x²} Σ 2^n x^{2n+1} / (2n+1)!!`; above it 1 minus
    /// Laplace's continued fraction `erfc x = e^{−x²}/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + ...))))`.
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a >= 6) {
            return Math.signum(x);
        }
        return a < 3 ? series(x) : Math.copySign(1 - complement(a), x);
    }

    /// `erfc x = 1 - erf x`, relative error below 1e-13 wherever it is a normal double.
    ///
    /// The continued fraction of [#erf] from 2 on, where 80 terms leave 1e-22; 1 minus the series
    /// below it, which cancels at most 8 bits.
    public static double erfc(double x) {
        return x < 2 ? 1 - erf(x) : complement(x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }

    private static double complement(double x) {
        double fraction = x;
        for (int n = 80; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
