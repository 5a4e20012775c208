package org.unitscope.kernels;

/// Coefficients of erf, from its own derivatives: nothing is fitted.
///
/// Near 0: `erf x = 2/√π Σ (−1)^n x^{2n+1} / (n! (2n+1))`. About c: `erf^{(n+1)}(c) = 2/√π (−1)^n
/// H_n(c) e^{−c²}` with the physicists' Hermite polynomials `H_{n+1} = 2c H_n − 2n H_{n−1}`.
final class ErfSeries {
    private static final int DEGREE = 6;
    private static final float[] ZERO = aroundZero();
    private static final float[] LOCAL = aroundCenters();

    private ErfSeries() {}

    /// `erf(x) / x` from x², |x| < ½.
    static float nearZero(float square) {
        float sum = 0;
        for (int n = ZERO.length - 1; n >= 0; n--) {
            sum = Math.fma(sum, square, ZERO[n]);
        }
        return sum;
    }

    /// erf x for x in [½, 4).
    static float local(float x) {
        int interval = (int) (4 * x);
        float h = x - (0.25f * interval + 0.125f);
        int base = interval * (DEGREE + 1);
        float sum = LOCAL[base + DEGREE];
        for (int n = DEGREE - 1; n >= 0; n--) {
            sum = Math.fma(sum, h, LOCAL[base + n]);
        }
        return sum;
    }

    private static float[] aroundZero() {
        float[] coefficients = new float[8];
        double term = 2 / Math.sqrt(Math.PI);
        for (int n = 0; n < coefficients.length; n++) {
            coefficients[n] = (float) (term / (2 * n + 1));
            term = -term / (n + 1);
        }
        return coefficients;
    }

    private static float[] aroundCenters() {
        float[] coefficients = new float[16 * (DEGREE + 1)];
        for (int interval = 0; interval < 16; interval++) {
            double c = 0.25 * interval + 0.125;
            double factor = 2 / Math.sqrt(Math.PI) * StrictMath.exp(-c * c);
            double previous = 0;
            double hermite = 1;
            double factorial = 1;
            int base = interval * (DEGREE + 1);
            coefficients[base] = (float) ReferenceFunctions.erf(c);
            for (int n = 0; n < DEGREE; n++) {
                factorial *= n + 1;
                double sign = n % 2 == 0 ? 1 : -1;
                coefficients[base + n + 1] = (float) (sign * factor * hermite / factorial);
                double next = 2 * c * hermite - 2 * n * previous;
                previous = hermite;
                hermite = next;
            }
        }
        return coefficients;
    }
}
