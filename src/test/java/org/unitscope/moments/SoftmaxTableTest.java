package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The table against the integrals it is made of, between its nodes.
final class SoftmaxTableTest {
    private static final int[] COUNTS = {
        2, 3, 4, 5, 7, 10, 14, 20, 40, 56, 80, 128, 224, 450, 900, 5000, 30522, 200_000, 1_000_000
    };

    private static double overlap(double tilt, double variance, int n) {
        double power = Math.exp(tilt * variance);
        return power / (power + n - 1);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.03, 0.065, 0.12, 0.19, 0.31, 0.7, 1.06, 1.69, 2.06, 2.44, 2.94, 3.1, 3.4, 4.6,
                5.9, 6.2, 7.3, 8.75, 9.8
            })
    void tiltGainAndOverlapAreThoseOfTheIntegrals(double s) {
        SoftmaxMoments moments = new SoftmaxMoments(s, 1_000_000);
        for (int n : COUNTS) {
            double exact = moments.powerSum(2, n);
            double tilt = SoftmaxTable.tilt(n, s * s);
            double gain = moments.gradientGain(n) / (exact * (1 - exact));
            double exactTilt = Math.log(exact * (n - 1) / (1 - exact)) / (s * s);
            assertThat(tilt).as("tilt of %d", n).isCloseTo(exactTilt, within(1e-3));
            assertThat(overlap(tilt, s * s, n) / exact).as("%d", n).isCloseTo(1, within(1e-3));
            assertThat(SoftmaxTable.gain(n, s * s)).as("%d", n).isCloseTo(gain, within(1e-3));
        }
    }

    /// Beyond the table, where only the nearest of the largest logits share the weight.
    @ParameterizedTest
    @ValueSource(doubles = {10.5, 12, 16, 22, 30})
    void largeLogitsFollowTheLimit(double s) {
        SoftmaxMoments moments = new SoftmaxMoments(s, 1_000_000);
        for (int n : COUNTS) {
            double exact = moments.powerSum(2, n);
            double gain = moments.gradientGain(n) / (exact * (1 - exact));
            double tabled = overlap(SoftmaxTable.tilt(n, s * s), s * s, n);
            assertThat(tabled).as("%d", n).isCloseTo(exact, within(4e-3));
            assertThat(SoftmaxTable.gain(n, s * s)).as("%d", n).isCloseTo(gain, within(4e-3));
        }
    }

    @Test
    void equalLogitsAndOneKeyHaveTheLimits() {
        for (double n : new double[] {1, 1.5, 2, 100, 1e9}) {
            assertThat(SoftmaxTable.tilt(n, 0)).isCloseTo(1, within(1e-12));
            assertThat(SoftmaxTable.gain(n, 0)).isCloseTo(1, within(1e-12));
            assertThat(SoftmaxTable.tilt(n, -1)).isCloseTo(1, within(1e-12));
        }
        assertThat(SoftmaxTable.tilt(1, 4)).isEqualTo(SoftmaxTable.tilt(2, 4));
    }

    @Test
    void nothingIsEverInfinite() {
        for (double n : new double[] {1, 1.2, 2, 3.7, 1000, 1e7}) {
            double before = 0;
            for (double v = 1e-9; v < 1e12; v *= 3) {
                double grown = SoftmaxTable.tilt(n, v) * v;
                assertThat(grown).isFinite().isGreaterThanOrEqualTo(before);
                assertThat(SoftmaxTable.gain(n, v)).isBetween(0.33, 1.001);
                before = grown;
            }
        }
    }

    /// Made in processor time below 0.3 s, in a JVM of its own warmth: the class may be loaded.
    @Test
    void isMadeInAMoment() {
        SoftmaxMoments warm = new SoftmaxMoments(1, 1 << 20);
        assertThat(warm.powerSum(2, 2)).isPositive();
        java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        assertThat(SoftmaxTable.tilt(5, 1)).isPositive();
        assertThat((threads.getCurrentThreadCpuTime() - before) / 1e9).isLessThan(0.3);
    }
}
