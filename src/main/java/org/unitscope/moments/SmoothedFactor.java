package org.unitscope.moments;

import java.util.function.DoubleUnaryOperator;
import org.unitscope.statistics.ElementLaw;

/// What rows have in common of a function of a Gaussian, f(μ + σ (√ρ z + √(1 − ρ) w)) with z common
/// to all and w of each row. Sums over many rows leave the means over w,
///
///     S(z) = E_w f   of rows that add up with their signs (coherent),
///     T(z) = E_w f²  of rows whose squares add up,
///
/// tabulated on |z| ≤ 8 in steps of 1/8 and linear between, constant beyond; exact where ρ is above
/// 1 − 1e-4.
final class SmoothedFactor {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LARGEST = 8;
    private static final int PER_UNIT = 8;
    private static final double ALONE = 1e-4;

    private final DoubleUnaryOperator value;
    private final DoubleUnaryOperator square;
    private final double valueSecond;
    private final double squareMean;

    SmoothedFactor(ElementShape.Factor.Mapped factor, double correlation) {
        DoubleUnaryOperator f = factor.f();
        value = smoothed(f, factor, correlation);
        square = smoothed(x -> f.applyAsDouble(x) * f.applyAsDouble(x), factor, correlation);
        double[] sums = new double[2];
        EXPECTATION.forEach(
                0,
                1,
                (x, z, weight) -> {
                    double s = value.applyAsDouble(z);
                    sums[0] += weight * s * s;
                    sums[1] += weight * square.applyAsDouble(z);
                });
        valueSecond = sums[0];
        squareMean = sums[1];
    }

    private static DoubleUnaryOperator smoothed(
            DoubleUnaryOperator f, ElementShape.Factor.Mapped factor, double correlation) {
        double rho = Math.clamp(correlation, 0, 1);
        double common = factor.deviation() * Math.sqrt(rho);
        double own = factor.deviation() * Math.sqrt(1 - rho);
        return 1 - rho < ALONE || factor.deviation() == 0
                ? z -> f.applyAsDouble(factor.mean() + common * z)
                : table(z -> EXPECTATION.of(f, factor.mean() + common * z, own));
    }

    private static DoubleUnaryOperator table(DoubleUnaryOperator exact) {
        double[] values = new double[(int) (2 * LARGEST * PER_UNIT) + 1];
        for (int k = 0; k < values.length; k++) {
            values[k] = exact.applyAsDouble((double) k / PER_UNIT - LARGEST);
        }
        return z -> {
            double at = Math.clamp((z + LARGEST) * PER_UNIT, 0, values.length - 1);
            int below = Math.min((int) at, values.length - 2);
            return values[below] + (at - below) * (values[below + 1] - values[below]);
        };
    }

    /// `(1 − c) T/E T + c S²/E S²`: the variance that an element has from it, of mean 1.
    ///
    /// @param coherent c
    double variance(double z, double coherent) {
        double s = value.applyAsDouble(z);
        double squares = squareMean == 0 ? 1 : square.applyAsDouble(z) / squareMean;
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
