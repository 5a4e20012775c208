package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The integrals against cases that have another exact form, and against plain simulation.
class SoftmaxMomentsTest {
    @Test
    void oneLogitGetsAllTheWeight() {
        SoftmaxMoments moments = new SoftmaxMoments(1.7, 1);

        for (int power = 2; power <= 4; power++) {
            assertThat(moments.powerSum(power, 1)).isCloseTo(1, within(1e-12));
        }
        assertThat(moments.gradientGain(1)).isCloseTo(0, within(1e-11));
        assertThat(moments.logSumExp(1)).isCloseTo(0, within(1e-11));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 1000, 30522})
    void equalLogitsGiveEqualWeights(int count) {
        SoftmaxMoments moments = new SoftmaxMoments(0, count);

        assertThat(moments.powerSum(2, count))
                .isCloseTo(1.0 / count, Percentage.withPercentage(1e-9));
        assertThat(moments.squaredPowerSum(count))
                .isCloseTo(1.0 / count / count, Percentage.withPercentage(1e-9));
        assertThat(moments.logSumExp(count)).isCloseTo(Math.log(count), within(1e-10));
    }

    /// With two logits, `p_1` is the sigmoid of their difference, which is Gaussian with variance 2
    /// s².
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 1, 3, 8, 16, 20, 30})
    void twoLogitsAreASigmoidOfTheirDifference(double deviation) {
        SoftmaxMoments moments = new SoftmaxMoments(deviation, 2);
        GaussianExpectation expectation = new GaussianExpectation(-32, 32);
        double spread = Math.sqrt(2) * deviation;

        double squares = 2 * expectation.of(d -> 1 / Math.pow(1 + Math.exp(-d), 2), 0, spread);
        double cubes = 2 * expectation.of(d -> 1 / Math.pow(1 + Math.exp(-d), 3), 0, spread);
        double logSum = expectation.of(d -> Math.log1p(Math.exp(d)), 0, spread);

        assertThat(moments.powerSum(2, 2)).isCloseTo(squares, Percentage.withPercentage(1e-8));
        assertThat(moments.powerSum(3, 2)).isCloseTo(cubes, Percentage.withPercentage(1e-8));
        assertThat(moments.logSumExp(2)).isCloseTo(logSum, Percentage.withPercentage(1e-8));
    }

    /// Beyond a deviation of 30 `log(1 + e^-|d|)` adds `π²/12 · 2/(s √(4π))` to the largest logit's
    /// `s/√π`: 9e-4 of it at 30.
    @ParameterizedTest
    @ValueSource(doubles = {31, 60, 1000})
    void theLogarithmGrowsWithTheLargestLogit(double deviation) {
        double spread = Math.sqrt(2) * deviation;
        double exact = new GaussianExpectation(0).of(d -> Math.max(d, 0), 0, spread);

        assertThat(new SoftmaxMoments(deviation, 2).logSumExp(2))
                .isCloseTo(exact, Percentage.withPercentage(0.1));
        assertThat(new SoftmaxMoments(deviation, 2).powerSum(2, 2)).isBetween(0.98, 1.0);
    }

    /// Plain simulation with the JDK's generator, 40,000 rows; agreement within 5 standard errors.
    @ParameterizedTest
    @CsvSource({"0.5,8", "1,16", "2,32", "3,64"})
    void agreesWithSimulation(double deviation, int count) {
        java.util.random.RandomGenerator random = new java.util.SplittableRandom(20261124);
        int rows = 40_000;
        double[] sums = new double[6];
        for (int row = 0; row < rows; row++) {
            double[] weights = new double[count];
            double total = 0;
            for (int i = 0; i < count; i++) {
                weights[i] = Math.exp(deviation * random.nextGaussian());
                total += weights[i];
            }
            double squares = 0;
            double cubes = 0;
            for (double weight : weights) {
                squares += weight * weight / total / total;
                cubes += weight * weight * weight / total / total / total;
            }
            double gain = squares - 2 * cubes + squares * squares;
            double[] values = {squares, gain, Math.log(total)};
            for (int i = 0; i < 3; i++) {
                sums[2 * i] += values[i];
                sums[2 * i + 1] += values[i] * values[i];
            }
        }
        SoftmaxMoments moments = new SoftmaxMoments(deviation, count);
        double[] exact = {
            moments.powerSum(2, count), moments.gradientGain(count), moments.logSumExp(count)
        };
        for (int i = 0; i < 3; i++) {
            double mean = sums[2 * i] / rows;
            double error = Math.sqrt((sums[2 * i + 1] / rows - mean * mean) / rows);
            assertThat(Math.abs(mean - exact[i]) / error).isLessThan(5);
        }
    }
}
