package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;

final class StatisticsAccumulatorTest {
    /// Bound of the relative error of a sum of positive terms, from the class comment, for at most
    /// 40 blocks, with the same again for the division and the oracle's rounding.
    private static final double RELATIVE = 600 * 0x1p-53;

    static Stream<Arguments> everyCaseInEveryFormat() {
        return UglyData.cases().entrySet().stream()
                .flatMap(data ->
                        Formats.common().stream()
                                .map(format ->
                                        Arguments.of(data.getKey(), data.getValue(), format)));
    }

    @ParameterizedTest(name = "{0} in {2}")
    @MethodSource("everyCaseInEveryFormat")
    void countsLikeExactCounting(String name, float[] values, ScalarFormat format) {
        TensorStatistics got = statistics(values, format);
        ExactCounts exact = ExactCounts.of(values, format);

        assertThat(got.count()).isEqualTo(values.length);
        assertThat(got.zeros()).isEqualTo(exact.zeros());
        assertThat(got.nonfinite()).isEqualTo(exact.nonfinite());
        assertThat(got.nonzeroFinite()).isEqualTo(exact.nonzero());
        assertThat(got.amax()).isEqualTo(exact.amax());
        assertThat(got.minNonzero()).isEqualTo(exact.minNonzero());
        assertThat(got.histogram()).isEqualTo(exact.histogram());
        assertThat(got.fates().underflowFraction()).isEqualTo(exact.share(exact.flushed()));
        assertThat(got.fates().subnormalFraction()).isEqualTo(exact.share(exact.subnormal()));
        assertThat(got.fates().overflowFraction()).isEqualTo(exact.share(exact.overflowing()));
        assertThat(got.verdict())
                .isEqualTo(
                        VerdictRule.DEFAULT.judge(
                                got.fates(), got.amax(), format, got.nonfinite()));
    }

    @ParameterizedTest(name = "{0} in {2}")
    @MethodSource("everyCaseInEveryFormat")
    void sumsLikeExactArithmetic(String name, float[] values, ScalarFormat format) {
        TensorStatistics got = statistics(values, format);
        ExactSums exact = ExactSums.of(values, Quantizer.of(format));
        if (exact.finite() == 0) {
            assertThat(got.moments().mean()).isNaN();
            assertThat(got.moments().secondMoment()).isNaN();
            assertThat(got.sqnrDecibels()).isEmpty();
            return;
        }
        double meanMagnitude = exact.absolute().doubleValue() / exact.finite();
        assertThat(got.moments().mean()).isCloseTo(exact.mean(), within(RELATIVE * meanMagnitude));
        assertThat(got.moments().secondMoment())
                .isCloseTo(exact.meanSquare(), relative(exact.meanSquare()));
        if (exact.squares().signum() == 0) {
            assertThat(got.sqnrDecibels()).isEmpty();
            assertThat(got.fates()).isEqualTo(Fates.NONE);
            return;
        }
        double share = ratio(exact.flushedSquares(), exact.squares());
        assertThat(got.fates().flushedEnergyFraction()).isCloseTo(share, relative(2 * share));
        assertDecibels(got.sqnrDecibels(), exact);
    }

    private static void assertDecibels(OptionalDouble got, ExactSums exact) {
        if (exact.errorIsInfinite()) {
            assertThat(got).hasValue(Double.NEGATIVE_INFINITY);
        } else if (exact.errorSquares().signum() == 0) {
            assertThat(got).hasValue(Double.POSITIVE_INFINITY);
        } else {
            double expected = 10 * StrictMath.log10(ratio(exact.squares(), exact.errorSquares()));
            // d(10 log10 r) = 4.35 dr / r, and log10 itself is good to an ulp.
            double tolerance = 4.35 * 2 * RELATIVE + Math.ulp(expected);
            assertThat(got.orElseThrow()).isCloseTo(expected, within(tolerance));
        }
    }

    private static double ratio(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, MathContext.DECIMAL64).doubleValue();
    }

    private static Offset<Double> relative(double value) {
        return within(RELATIVE * value);
    }

    @Test
    void aConstantHasNoVariance() {
        float[] constant = new float[10_001];
        Arrays.fill(constant, 0.1f);
        Moments moments = statistics(constant, Formats.FP16).moments();

        assertThat(moments.mean()).isEqualTo(0.1f);
        assertThat(moments.standardDeviation()).isZero();
        assertThat(moments.rms()).isEqualTo(0.1f);
    }

    @ParameterizedTest
    @CsvSource({"-40", "-3", "1", "30"})
    void scalingByAPowerOfTwoShiftsTheStatisticsExactly(int shift) {
        float[] values = UglyData.gaussian(30_000, 11, 1);
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = Math.scalb(values[i], shift);
        }
        TensorStatistics before = statistics(values, Formats.BF16);
        TensorStatistics after = statistics(scaled, Formats.BF16);

        assertThat(after.moments().mean()).isEqualTo(Math.scalb(before.moments().mean(), shift));
        assertThat(after.moments().secondMoment())
                .isEqualTo(Math.scalb(before.moments().secondMoment(), 2 * shift));
        assertThat(after.amax()).isEqualTo(Math.scalb(before.amax(), shift));
        assertThat(after.sqnrDecibels()).isEqualTo(before.sqnrDecibels());
        assertThat(after.fine().bins()).hasSameSizeAs(before.fine().bins());
        before.histogram()
                .toMap()
                .forEach((octave, count) ->
                        assertThat(after.histogram().count(octave + shift)).isEqualTo(count));
    }

    @Test
    void mergingRangesInOrderGivesTheSameBitsWhoeverComputedThem() {
        float[] values = UglyData.gaussian(3 * StatisticsAccumulator.RANGE + 777, 12, 0x1p-7);
        TensorStatistics forward = inRanges(values, false);
        TensorStatistics backward = inRanges(values, true);

        assertThat(backward).isEqualTo(forward);
        TensorStatistics whole = statistics(values, Formats.FP8_E4M3);
        assertThat(forward.histogram()).isEqualTo(whole.histogram());
        assertThat(forward.amax()).isEqualTo(whole.amax());
        assertThat(forward.minNonzero()).isEqualTo(whole.minNonzero());
        assertThat(forward.moments().secondMoment())
                .isCloseTo(whole.moments().secondMoment(), within(1e-12));
    }

    /// Fills the accumulators of the ranges in either order, merges them always in order.
    private static TensorStatistics inRanges(float[] values, boolean lastFirst) {
        int range = StatisticsAccumulator.RANGE;
        int ranges = (values.length + range - 1) / range;
        StatisticsAccumulator[] parts = new StatisticsAccumulator[ranges];
        for (int i = 0; i < ranges; i++) {
            int index = lastFirst ? ranges - 1 - i : i;
            parts[index] = new StatisticsAccumulator(TargetFormat.of(Formats.FP8_E4M3));
            int end = Math.min(values.length, (index + 1) * range);
            parts[index].accept(values, index * range, end, TestRounders.of(Formats.FP8_E4M3));
        }
        for (int i = 1; i < ranges; i++) {
            parts[0].merge(parts[i]);
        }
        return parts[0].finish(VerdictRule.DEFAULT);
    }

    @Test
    void takesOnlyTheGivenRange() {
        float[] values = {Float.NaN, 1, 2, 3, Float.NaN};
        StatisticsAccumulator accumulator =
                new StatisticsAccumulator(TargetFormat.of(Formats.FP16));
        accumulator.accept(values, 1, 4, TestRounders.of(Formats.FP16));
        accumulator.accept(values, 2, 2, TestRounders.of(Formats.FP16));
        TensorStatistics got = accumulator.finish(VerdictRule.DEFAULT);

        assertThat(got.count()).isEqualTo(3);
        assertThat(got.moments().mean()).isEqualTo(2);
        assertThat(got.sqnrDecibels()).hasValue(Double.POSITIVE_INFINITY);
    }

    /// Signal-to-noise ratio and flushed share of N(0, sigma^2), integrated numerically elsewhere.
    /// The tolerance is five standard errors of the two sums of squares over 2^18 draws: relative
    /// variance 2 for the signal and, the error being close to uniform over a range of widths,
    /// below 6 for the noise where it is not dominated by a tail.
    @ParameterizedTest
    @CsvSource({
        "fp16, -24, 12.00000004, 0.3829249225",
        "fp16, 0, 23178972.48, 2.377881292e-08",
        "fp8_e4m3, -9, 12.00000004, 0.3829249225",
        "fp8_e4m3, -6, 676.2468074, 0.04983533806",
        "fp8_e4m3, 0, 1419.425169, 0.0007791840176",
        "fp8_e5m2, -12, 351.402474, 0.02492983487",
        "fp8_e5m2, 0, 358.3464259, 6.087376105e-06"
    })
    void agreesWithTheIntegratedRatioOfAGaussian(
            String format, int log2Sigma, double ratio, double flushed) {
        int count = 1 << 18;
        float[] values = UglyData.gaussian(count, 13, Math.scalb(1.0, log2Sigma));
        TensorStatistics got = statistics(values, Formats.require(format));

        double measured = StrictMath.pow(10, got.sqnrDecibels().orElseThrow() / 10);
        assertThat(measured / ratio).isCloseTo(1, within(5 * Math.sqrt(8.0 / count)));
        double error = Math.sqrt(flushed * (1 - flushed) / count);
        assertThat(got.fates().underflowFraction())
                .isCloseTo(flushed, within(5 * error + 1.0 / count));
    }

    /// An integer format's scale follows amax: there is no headroom to run out of.
    @ParameterizedTest
    @CsvSource({"1000", "100", "0.001"})
    void integersAreJudgedByWhatIsFlushed(float amax) {
        float[] values = {amax, -amax / 3, amax / 5};
        TensorStatistics got = TestRounders.statistics(values, TargetFormat.parse("int8"));
        assertThat(got.verdict()).isEqualTo(Verdict.REPRESENTABLE);
        assertThat(VerdictRule.DEFAULT.explain(got)).endsWith("the scale follows amax.");
    }

    @Test
    void randomBitsBelongToTheIndexAlsoBesideNaN() {
        float[] values = new float[4096];
        Arrays.fill(values, -0x1p-10f);
        TargetFormat target = TargetFormat.parse("ue4m3@sr-a:8");
        Fates clean = TestRounders.statistics(values, target).fates();
        values[4095] = Float.NaN;
        Fates beside = TestRounders.statistics(values, target).fates();
        assertThat(clean.underflowFraction() + clean.overflowFraction()).isEqualTo(1);
        assertThat(beside.underflowFraction() + beside.overflowFraction()).isEqualTo(1);
        assertThat(beside.underflowFraction())
                .isCloseTo(clean.underflowFraction(), within(1.0 / 4095));
    }

    @Test
    void refusesToMergeAnotherFormat() {
        StatisticsAccumulator accumulator =
                new StatisticsAccumulator(TargetFormat.of(Formats.FP16));
        assertThatThrownBy(() ->
                        accumulator.merge(new StatisticsAccumulator(TargetFormat.of(Formats.BF16))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same format");
    }

    private static TensorStatistics statistics(float[] values, ScalarFormat format) {
        return TestRounders.statistics(values, TargetFormat.of(format));
    }
}
