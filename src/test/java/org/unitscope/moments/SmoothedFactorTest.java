package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against closed forms for a step and ReLU, sums over a grid for tanh, and rows drawn.
///
/// A line between values 1/8 apart is off by at most `S''/512`.
final class SmoothedFactorTest {
    private static final double LINE = 1.0 / 512;
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    /// Of a mean with a jump of 1 at rows that share ρ: cells of width h = 0.1 take the density as
    /// constant, off by `h²/8 · 0.25`, and are drawn together by `h²/12`, off by 0.24 of it; the
    /// table of f has the jump off by half a step of σ/128.
    private static double jump(double rho) {
        return 6e-4 + 0.4 / 256 / Math.sqrt(1 - rho);
    }

    private static SmoothedFactor factor(
            DoubleUnaryOperator f, double mean, double deviation, double rho) {
        Kernels source = Kernels.untracked(Positions.ONE, deviation * deviation);
        return new SmoothedFactor(
                SmoothedFactor.Source.of(
                        new ElementShape.Factor.Mapped(f, mean, deviation, source)),
                rho);
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /// `E f(z)`, z standard normal, by the trapezoidal rule: exact to rounding for smooth f.
    private static double mean(DoubleUnaryOperator f) {
        double step = 1.0 / 32;
        double sum = 0;
        for (int k = -320; k <= 320; k++) {
            sum += step * density(k * step) * f.applyAsDouble(k * step);
        }
        return sum;
    }

    /// `P(z < x)`, by Simpson's rule.
    private static double below(double x) {
        int steps = 200;
        double h = x / steps;
        double sum = density(0) + density(x);
        for (int k = 1; k < steps; k++) {
            sum += (k % 2 == 1 ? 4 : 2) * density(k * h);
        }
        return 0.5 + sum * h / 3;
    }

    /// With `a = √(ρ/(1 − ρ))`: `S = T = Φ(a z)` of mean 1/2 and mean square `1/4 + asin(ρ)/2π`.
    /// `S'' ≤ 0.242 a²`, so that this mean square, 1/4 or more, is off by less than `2 E S
    /// S''/512`, in all 0.97 a²/512.
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.5, 0.8})
    void stepsAreNormalProbabilities(double rho) {
        double a = Math.sqrt(rho / (1 - rho));
        SmoothedFactor step = factor(x -> x > 0 ? 1 : 0, 0, 3, rho);
        double second = 0.25 + Math.asin(rho) / (2 * Math.PI);
        for (double z = -4; z <= 4; z += 0.5) {
            double s = below(a * z);
            // Both S and `E S²` have the jump: `2 s δ` of s², `2 δ E S` of its mean.
            double both = (2 * s + s * s / second) * jump(rho) / second;
            double off = 0.97 * a * a * LINE * s * s / second + both;

            // T and its mean of 1/2 have it too.
            double squares = 2 * jump(rho) * (1 + 2 * s);
            assertThat(step.variance(z, 0)).isCloseTo(2 * s, within(squares));
            assertThat(step.variance(z, 1)).isCloseTo(s * s / second, within(off));
            assertThat(step.variance(z, 0.25))
                    .isCloseTo(1.5 * s + s * s / second / 4, within(off + squares));
        }
        assertThat(step.spread(0))
                .isCloseTo(4 * second, within(2 * 0.97 * a * a * LINE + 8 * jump(rho)));
    }

    /// With m and s mean and deviation of what is left at z, `S = m Φ(m/s) + s φ(m/s)` and `T = (m²
    /// + s²) Φ(m/s) + m s φ(m/s)`; `E S²` as Cho and Saul's (2009). `S'' ≤ 0.4 σ ρ/√(1 − ρ)`, and
    ///   `E S`, at most `0.4 σ`, against `E S² ≥ 0.15 σ²`.
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.5, 0.8})
    void reluHasClosedForms(double rho) {
        double sigma = 2;
        SmoothedFactor relu = factor(x -> Math.max(0, x), 0, sigma, rho);
        double theta = Math.acos(rho);
        double arc = (Math.sin(theta) + (Math.PI - theta) * rho) / (2 * Math.PI);
        double second = sigma * sigma * arc;
        double off = 2 * 0.4 * 0.4 / 0.15 * rho / Math.sqrt(1 - rho) * LINE + 1e-9;
        for (double z = -3; z <= 3; z += 0.25) {
            double m = sigma * Math.sqrt(rho) * z;
            double s = sigma * Math.sqrt(1 - rho);
            double s1 = m * below(m / s) + s * density(m / s);
            double t = (m * m + s * s) * below(m / s) + m * s * density(m / s);

            // T has T'' ≤ 2 ρ σ² and the mean σ²/2.
            assertThat(relu.variance(z, 0))
                    .isCloseTo(2 * t / (sigma * sigma), within(4 * rho * LINE * 8));
            assertThat(relu.variance(z, 1))
                    .isCloseTo(s1 * s1 / second, within(off * s1 * s1 / second + 1e-9));
        }
    }

    /// The mean squares that are divided by: `E S²` is the dual at ρ, `E T` is `E f²`.
    @ParameterizedTest
    @CsvSource({"0, 1, 0.3", "0, 3, 0.7", "0.5, 1, 0.1", "-1, 2, 0.9"})
    void meanSquaresAreThoseOfTheDual(double mean, double deviation, double rho) {
        SmoothedFactor tanh = factor(Math::tanh, mean, deviation, rho);
        GaussianDual dual = new GaussianDual(EXPECTATION, Math::tanh, mean, deviation);
        double z = 0.75;
        double at = mean + deviation * Math.sqrt(rho) * z;
        double own = deviation * Math.sqrt(1 - rho);
        double s = mean(w -> Math.tanh(at + own * w));
        double t = mean(w -> Math.tanh(at + own * w) * Math.tanh(at + own * w));
        // Lines: S'' ≤ 0.77 σ² ρ, (S²)'' ≤ 2 σ² ρ, T'' the same.
        double bend = 2 * deviation * deviation * rho * LINE;

        assertThat(s * s / tanh.variance(z, 1)).isCloseTo(dual.at(rho), within(bend));
        assertThat(t / tanh.variance(z, 0)).isCloseTo(dual.second(), within(bend));
    }

    /// Two sums over many rows have the mean product of four rows' values, of which two and two
    /// belong to one pair each. 4 standard errors; 0.5 % for lines.
    @ParameterizedTest
    @CsvSource({"0.3, 0", "0.3, 0.4", "0.3, 1", "0.7, 0", "0.7, 0.6", "0.7, 1", "1, 0", "1, 0.5"})
    void spreadsAreThoseOfRowsDrawn(double rho, double coherent) {
        double center = 0.3;
        double deviation = 1.5;
        DoubleUnaryOperator f = x -> Math.tanh(center + deviation * x);
        double common = Math.sqrt(rho);
        double own = Math.sqrt(1 - rho);
        double second = mean(z -> f.applyAsDouble(z) * f.applyAsDouble(z));
        double product =
                mean(z -> {
                    double s = mean(w -> f.applyAsDouble(common * z + own * w));
                    return s * s;
                });
        SplittableRandom random = new SplittableRandom(17);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < 100_000; draw++) {
            double z = common * random.nextGaussian();
            double[] row = new double[4];
            for (int k = 0; k < row.length; k++) {
                row[k] = f.applyAsDouble(z + own * random.nextGaussian());
            }
            double one = mixed(row[0], row[1], coherent, second, product);
            sample.add(one * mixed(row[2], row[3], coherent, second, product));
        }
        assertThat(factor(Math::tanh, center, deviation, rho).spread(coherent))
                .isCloseTo(sample.mean(), within(4 * sample.meanError() + 0.005 * sample.mean()));
    }

    private static double mixed(
            double x, double y, double coherent, double second, double product) {
        return (1 - coherent) * x * x / second + coherent * x * y / product;
    }

    @Test
    void rowsWithNothingInCommonAreAllAlike() {
        for (SmoothedFactor none :
                new SmoothedFactor[] {
                    factor(Math::tanh, 0, 1, 0),
                    factor(Math::tanh, 0.4, 2, 0),
                    factor(Math::exp, 1, 0, 0.5),
                    factor(x -> 0, 0, 1, 0.5)
                }) {
            for (double coherent : new double[] {0, 0.5, 1}) {
                assertThat(none.variance(1.3, coherent)).isCloseTo(1, within(1e-9));
                assertThat(none.spread(coherent)).isCloseTo(1, within(1e-9));
                assertThat(none.root(coherent).secondMoment()).isCloseTo(1, within(1e-3));
            }
        }
    }

    /// One row many times: `f²/E f²`, whatever the signs. `E z⁶ = 15` and `E z¹² = 10395`. Lines of
    /// 1/128 are off by `f''/131072`: 3e-4 of f² at 1.3, and 1e-3 of the mean of its square, which
    /// lies about 3.5.
    @Test
    void rowsAllAlikeLeaveTheFunctionItself() {
        SmoothedFactor cube = factor(x -> x * x * x, 0, 2, 1);
        for (double coherent : new double[] {0, 0.5, 1}) {
            assertThat(cube.variance(-1.3, coherent))
                    .isCloseTo(Math.pow(1.3, 6) / 15, within(1e-4));
            assertThat(cube.spread(coherent)).isCloseTo(10395 / 225.0, within(0.05));
        }
    }

    /// The kurtosis of a root is the spread of its square.
    @Test
    void theLawIsThatOfTheRoot() {
        SmoothedFactor tanh = factor(Math::tanh, 0.3, 1.5, 0.6);

        assertThat(tanh.root(0.5).secondMoment()).isCloseTo(1, within(1e-3));
        assertThat(tanh.root(0.5).kurtosis()).isCloseTo(tanh.spread(0.5), within(5e-3));
    }
}
