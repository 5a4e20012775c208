package org.unitscope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.kernels.Workers;
import org.unitscope.random.RandomStream;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.PredictedFates;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

class FlushedShareTest {
    private static final TargetFormat E4M3 = TargetFormat.of(Formats.FP8_E4M3);

    private static float[] normal(double deviation) {
        float[] values = new float[20_000];
        RandomStream.of(5, "flushed", "values")
                .fillNormal(Workers.single(), values, 0, 0, (float) deviation);
        return values;
    }

    private static TensorStatistics statistics(float[] values) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(E4M3);
        accumulator.accept(
                values,
                0,
                values.length,
                new FixedRounder(FakeQuantizer.of(E4M3.format()), index -> 0));
        return accumulator.finish(VerdictRule.DEFAULT);
    }

    /// Smallest subnormal 2^-9 (OCP OFP8, table 1); half of it ties to the even zero.
    @Test
    void theThresholdIsHalfTheSmallestSubnormal() {
        assertThat(FlushedShare.E4M3.threshold()).isEqualTo(-10);
        assertThat(FlushedShare.of(Formats.FP8_E5M2).threshold()).isEqualTo(-17);
        assertThat(FlushedShare.of(Formats.FP16).threshold()).isEqualTo(-25);
    }

    /// In float32 the smallest subnormal is the smallest number there is.
    @Test
    void anotherThresholdIsRefused() {
        assertThatThrownBy(() -> FlushedShare.of(Formats.FP32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a power of two");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 3e-9, 0.7, 1e4})
    void shiftAndShareAreThoseOfRounding(double deviation) {
        TensorStatistics sampled = statistics(normal(deviation));
        int shift = FlushedShare.E4M3.shift(sampled.histogram()).orElseThrow();
        double share = FlushedShare.E4M3.sampled(sampled.histogram(), shift);

        FormatFates.Bounded rounded = FormatFates.of(sampled, E4M3, shift).underflow();
        assertThat(rounded.exact()).isTrue();
        assertThat(share).isEqualTo(rounded.low()).isBetween(0.01, 0.99);
        for (int other = -40; other <= 60; other++) {
            double otherShare = FormatFates.of(sampled, E4M3, other).underflow().low();
            assertThat(Math.abs(otherShare - 0.5)).isGreaterThanOrEqualTo(Math.abs(share - 0.5));
        }
    }

    /// The octaves of a law against the product's own fates of a law.
    @ParameterizedTest
    @ValueSource(ints = {-11, -10, -9, -8})
    void thePredictedShareIsThatOfPredictedFates(int shift) {
        ElementLaw law = ElementLaw.ofGaussian(x -> x > 0 ? x : 0, 0, 1);
        double expected =
                PredictedFates.of(
                                law.scaled(Math.scalb(1.0, shift)),
                                1_000_000,
                                E4M3,
                                VerdictRule.DEFAULT)
                        .fates()
                        .underflowFraction();
        // Shares of laws are exact to about 1e-5.
        assertThat(FlushedShare.E4M3.predicted(OctaveShares.of(law), shift))
                .isCloseTo(expected, within(1e-4));
    }

    @Test
    void aTensorOfOneMagnitudeHasNoShift() {
        assertThat(FlushedShare.E4M3.shift(OctaveHistogram.of(Map.of(0, 9L), 0, 0, 0))).isEmpty();
        assertThat(FlushedShare.E4M3.shift(OctaveHistogram.of(Map.of(0, 999L, -3, 1L), 0, 0, 0)))
                .isEmpty();
        assertThat(FlushedShare.E4M3.shift(OctaveHistogram.EMPTY)).isEqualTo(OptionalInt.empty());
    }

    /// Octaves -3 and 0 have a half each: any threshold between them does, and the first is 2^-2,
    /// which a shift of 2^-8 brings to 2^-10.
    @Test
    void theSmallerOfTwoThresholdsIsTaken() {
        OctaveHistogram halves = OctaveHistogram.of(Map.of(-3, 5L, 0, 5L), 7, 0, 0);
        assertThat(FlushedShare.E4M3.shift(halves)).hasValue(-8);
        assertThat(FlushedShare.E4M3.sampled(halves, -8)).isEqualTo(0.5);
    }
}
