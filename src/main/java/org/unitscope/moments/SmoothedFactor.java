package org.unitscope.moments;

import java.util.function.DoubleUnaryOperator;
import org.unitscope.statistics.ElementLaw;

/// What rows have in common of a function of a Gaussian, f(μ + σ (√ρ z + √(1 − ρ) w)) with z common
/// to all and w of each row. Sums over many rows leave the means over w,
///
///     S(z) = E_w f   of rows that add up with their signs (coherent),
///     T(z) = E_w f²  of rows whose squares add up,
///
/// tabulated on |z| ≤ 8 in steps of 1/8 and linear between, constant beyond. f is taken from a table
/// in steps of σ/128, and the means by the trapezoidal rule in steps of 0.1, which is exact to 1e-5
/// for smooth f and to 1e-2 at a jump.
final class SmoothedFactor {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LARGEST = 8;
    private static final int PER_UNIT = 8;
    private static final double WIDEST = 14;
    private static final int FINE = 128;
    private static final double STEP = 0.1;
    private static final double[] WEIGHTS = weights();

    private final Table value;
    private final Table square;
    private final double valueSecond;
    private final double squareMean;

    /// Numbers at equal steps from −limit to limit.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(double[] values, double limit, double perUnit) {
        static Table of(DoubleUnaryOperator f, double limit, double perUnit) {
            double[] values = new double[(int) Math.round(2 * limit * perUnit) + 1];
            for (int k = 0; k < values.length; k++) {
                values[k] = f.applyAsDouble(k / perUnit - limit);
            }
            return new Table(values, limit, perUnit);
        }

        double at(double z) {
            double at = Math.clamp((z + limit) * perUnit, 0, values.length - 1);
            int below = Math.min((int) at, values.length - 2);
            return values[below] + (at - below) * (values[below + 1] - values[below]);
        }
    }

    /// f as a function of z, `f(μ + σ z)`, for any number of correlations.
    static Table table(ElementShape.Factor.Mapped factor) {
        return Table.of(
                z -> factor.f().applyAsDouble(factor.mean() + factor.deviation() * z),
                WIDEST,
                FINE);
    }

    /// @param f of [#table]
    SmoothedFactor(Table f, double correlation) {
        double rho = Math.clamp(correlation, 0, 1);
        double common = Math.sqrt(rho);
        double own = Math.sqrt(1 - rho);
        value = Table.of(z -> mean(f, common * z, own, false), LARGEST, PER_UNIT);
        square = Table.of(z -> mean(f, common * z, own, true), LARGEST, PER_UNIT);
        double[] sums = new double[2];
        EXPECTATION.forEach(
                0,
                1,
                (x, z, weight) -> {
                    double s = value.at(z);
                    sums[0] += weight * s * s;
                    sums[1] += weight * square.at(z);
                });
        valueSecond = sums[0];
        squareMean = sums[1];
    }

    private static double mean(Table f, double center, double own, boolean squared) {
        double sum = 0;
        int half = WEIGHTS.length / 2;
        for (int k = 0; k < WEIGHTS.length; k++) {
            double v = f.at(center + own * STEP * (k - half));
            sum += WEIGHTS[k] * (squared ? v * v : v);
        }
        return sum;
    }

    /// Those of a Gaussian at steps of 0.1, 61 to each side.
    private static double[] weights() {
        double[] weights = new double[123];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            double w = STEP * (k - weights.length / 2);
            weights[k] = StrictMath.exp(-w * w / 2);
            sum += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    /// `(1 − c) T/E T + c S²/E S²`: the variance that an element has from it, of mean 1.
    ///
    /// @param coherent c
    double variance(double z, double coherent) {
        double s = value.at(z);
        double squares = squareMean == 0 ? 1 : square.at(z) / squareMean;
        double signed = valueSecond == 0 ? squares : s * s / valueSecond;
        return Math.max(0, (1 - coherent) * squares + coherent * signed);
    }

    /// The law of the root of that variance.
    ElementLaw root(double coherent) {
        return ElementLaw.ofGaussian(z -> Math.sqrt(variance(z, coherent)), 0, 1);
    }

    /// The mean square of that variance.
    double spread(double coherent) {
        double[] sum = new double[1];
        EXPECTATION.forEach(
                0,
                1,
                (x, z, weight) -> {
                    double variance = variance(z, coherent);
                    sum[0] += weight * variance * variance;
                });
        return sum[0];
    }
}
