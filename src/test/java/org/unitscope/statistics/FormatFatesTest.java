package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FormatFates.Bounded;
import org.unitscope.statistics.FormatFates.Estimate;

/// Fates read off the histogram against fates counted on the elements.
final class FormatFatesTest {
    private static final TargetFormat FP32 = TargetFormat.of(Formats.FP32);

    /// Small tensors found by search, whose bounds did not hold in an earlier state of the code.
    private static final List<float[]> ONCE_WRONG =
            List.of(
                    new float[] {
                        -0.030273438f, 0.014235702f, -0.047835734f, 0.007185352f, 0.0025474313f
                    },
                    new float[] {1.3125f, -4.875f, 4.135356f},
                    new float[] {0, 6.231042E-39f, 3.0856727E-38f, 3.325725E-39f},
                    new float[] {0.0011067111f, 0.0017566445f, 0.003189087f, 0.0034179688f},
                    new float[] {7.75f, 2},
                    new float[] {0.099121094f},
                    new float[] {-160.23663f},
                    new float[] {1e-39f, 2e-39f, 5e-39f, 0x1p-126f},
                    new float[] {1, 1e-5f, 0x1.fep-15f, 0x1.fdp-15f, 0x1.fep-15f});

    static Stream<float[]> everyCase() {
        return UglyData.cases().values().stream();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void theTrueShareLiesWithinTheBoundsInEveryFormat(float[] values) {
        TensorStatistics recorded = TestRounders.statistics(values, FP32);
        TensorStatistics coarse = withOctavesOnly(recorded);
        for (ScalarFormat format : Formats.all()) {
            TargetFormat target = TargetFormat.of(format);
            if (format.scaling() == org.unitscope.format.Scaling.NONE) {
                TensorStatistics counted = TestRounders.statistics(values, target);
                assertHolds(FormatFates.of(recorded, target), counted);
                assertHolds(FormatFates.of(coarse, target), counted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fp8_e4m3@rtz",
        "fp8_e4m3@rna",
        "fp8_e5m2@up",
        "fp8_e5m2@down@nonsaturate",
        "fp16@odd",
        "fp8_e4m3@flush-results",
        "fp8_e5m2@sr-a:4",
        "fp4@sr-c:8",
        "bf16@flush-inputs",
        "us_e4m3",
        "fp16@flush-results",
        "fp16@down@flush-results",
        "e4m3@rna@flush-results",
        "s0e4m3b7_nozero",
        "e8m0@sat-none@flush-inputs",
        "fp4@up",
        "e5m2@sr-a:2",
        "us_e4m3@sr-a:1",
        "s1e4m3b135@flush-inputs",
        "s1e4m3b135@flush-inputs@sr-a:8",
        "int8",
        "int4@up",
        "int8_full"
    })
    void andUnderEverySetting(String target) {
        List<float[]> cases = new ArrayList<>(UglyData.cases().values());
        cases.addAll(ONCE_WRONG);
        for (float[] values : cases) {
            TensorStatistics recorded = TestRounders.statistics(values, FP32);
            TargetFormat other = TargetFormat.parse(target);
            TensorStatistics counted = TestRounders.statistics(values, other);
            assertHolds(FormatFates.of(recorded, other), counted);
            if (other.format().scaling() == org.unitscope.format.Scaling.NONE) {
                assertHolds(FormatFates.of(withOctavesOnly(recorded), other), counted);
            }
            assertThat(counted.fates().subnormalFraction()).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"-9", "-1", "3", "17"})
    void aShiftIsTheSameAsScalingTheElements(int shift) {
        float[] values = UglyData.gaussian(20_000, 21, 0x1p-3);
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = Math.scalb(values[i], shift);
        }
        TensorStatistics recorded = TestRounders.statistics(values, FP32);
        for (ScalarFormat format : List.of(Formats.FP8_E4M3, Formats.FP8_E5M2, Formats.FP16)) {
            TargetFormat target = TargetFormat.of(format);
            TensorStatistics counted = TestRounders.statistics(scaled, target);
            FormatFates fates = FormatFates.of(recorded, target, shift);
            assertHolds(fates, counted);
            assertThat(fates)
                    .isEqualTo(FormatFates.of(TestRounders.statistics(scaled, FP32), target));
        }
    }

    private static void assertHolds(FormatFates fates, TensorStatistics counted) {
        Fates exact = counted.fates();
        assertWithin(fates.underflow(), exact.underflowFraction());
        assertWithin(fates.subnormal(), exact.subnormalFraction());
        assertWithin(fates.overflow(), exact.overflowFraction());
        // Sums of up to 1e5 squares, once exactly rounded and once by bin.
        assertThat(exact.flushedEnergyFraction())
                .isBetween(
                        fates.flushedEnergy().low() * (1 - 1e-9),
                        fates.flushedEnergy().high() * (1 + 1e-9));
        if (counted.sqnrDecibels().isPresent()) {
            Estimate sqnr = fates.sqnrDecibels();
            assertThat(counted.sqnrDecibels().getAsDouble())
                    .as(counted.target().toString())
                    .isBetween(sqnr.low() - 1e-6, sqnr.high() + 1e-6);
            assertThat(sqnr.estimate()).isBetween(sqnr.low(), sqnr.high());
        }
    }

    private static void assertWithin(Bounded bounds, double share) {
        assertThat(share).isBetween(bounds.low(), bounds.high());
        assertThat(bounds.low()).isGreaterThanOrEqualTo(0);
        assertThat(bounds.high()).isLessThanOrEqualTo(1);
    }

    private static TensorStatistics withOctavesOnly(TensorStatistics full) {
        return new TensorStatistics(
                full.count(),
                full.moments(),
                full.amax(),
                full.minNonzero(),
                full.zeros(),
                full.nonfinite(),
                FineHistogram.ofOctaves(full.histogram()),
                full.fates(),
                full.target(),
                full.sqnrDecibels(),
                full.verdict());
    }

    /// Half the smallest value and the smallest normal one are powers of two, and the largest
    /// values of E4M3 and E5M2 overflow at numbers with three fraction bits; FP16 at 65520 does
    /// not.
    @Test
    void sharesAreExactWhereTheThresholdIsTheEdgeOfABin() {
        float[] values = UglyData.gaussian(100_000, 22, 300);
        values[0] = 70_000;
        values[1] = 464;
        values[2] = 0x1p-10f;
        TensorStatistics recorded = TestRounders.statistics(values, FP32);
        for (ScalarFormat format : List.of(Formats.FP8_E5M2, Formats.require("e4m3fnuz"))) {
            TargetFormat target = TargetFormat.of(format);
            FormatFates fates = FormatFates.of(recorded, target);
            Fates counted = TestRounders.statistics(values, target).fates();
            assertThat(fates.underflow()).isEqualTo(exactly(counted.underflowFraction()));
            assertThat(fates.subnormal()).isEqualTo(exactly(counted.subnormalFraction()));
        }
        FormatFates e4m3 = FormatFates.of(recorded, TargetFormat.of(Formats.FP8_E4M3));
        assertThat(e4m3.overflow().exact()).isFalse();
        FormatFates e5m2 = FormatFates.of(recorded, TargetFormat.of(Formats.FP8_E5M2));
        assertThat(e5m2.overflow()).isEqualTo(exactly(1e-5));
    }

    @Test
    void valuesOfAnEightBitFormatAreKnownOneByOne() {
        float[] values = UglyData.gaussian(50_000, 23, 1);
        TestRounders.of(Formats.FP8_E4M3).round(values, 0, values, 0, values.length);
        TensorStatistics recorded = TestRounders.statistics(values, FP32);
        for (String name : List.of("e5m2", "e4m3", "fp16", "fp4", "e3m2")) {
            TargetFormat target = TargetFormat.parse(name);
            FormatFates fates = FormatFates.of(recorded, target);
            TensorStatistics counted = TestRounders.statistics(values, target);
            assertThat(fates.exact()).as(name).isTrue();
            assertThat(fates.overflow()).isEqualTo(exactly(counted.fates().overflowFraction()));
            double measured = counted.sqnrDecibels().orElseThrow();
            if (Double.isFinite(measured)) {
                assertThat(fates.sqnrDecibels().estimate()).isCloseTo(measured, within(1e-6));
                assertThat(fates.sqnrDecibels().low()).isCloseTo(measured, within(1e-6));
            } else {
                assertThat(fates.sqnrDecibels().exact()).isTrue();
            }
        }
    }

    /// A bin is an eighth of an octave wide; taking a Gaussian as flat over it is wrong by well
    /// under a percent of the error energy. The measured ratio of 1e5 draws has a standard error of
    /// 0.03 dB.
    @ParameterizedTest
    @CsvSource({"e4m3", "e5m2", "fp16", "fp4", "e2m3", "e4m3@rtz", "e5m2@sr-b:8", "int8"})
    void theEstimateOfTheNoiseIsClose(String text) {
        float[] values = UglyData.gaussian(100_000, 24, 1);
        TensorStatistics recorded = TestRounders.statistics(values, FP32);
        TargetFormat target = TargetFormat.parse(text);
        double estimate = FormatFates.of(recorded, target).sqnrDecibels().estimate();
        double measured = TestRounders.measuredSqnr(values, target);
        assertThat(estimate).isCloseTo(measured, within(0.1));
    }

    @Test
    void octavesAloneGiveBoundsThatAmaxAndTheSmallestMagnitudeTighten() {
        OctaveHistogram octaves = OctaveHistogram.of(Map.of(0, 6L, 8, 2L), 0, 0, 0);

        assertThat(overflow(octaves, 464, 1)).isEqualTo(exactly(0));
        assertThat(overflow(octaves, 464.5, 1)).isEqualTo(new Bounded(1 / 8.0, 2 / 8.0));
        OctaveHistogram high = OctaveHistogram.of(Map.of(8, 2L, 10, 2L), 0, 0, 0);
        assertThat(overflow(high, 1500, 465)).isEqualTo(exactly(1));
        assertThat(overflow(high, 1500, 464)).isEqualTo(new Bounded(2 / 4.0, 3 / 4.0));
    }

    private static Bounded overflow(OctaveHistogram octaves, double amax, double least) {
        TensorStatistics coarse =
                new TensorStatistics(
                        octaves.count(),
                        new Moments(0, 1),
                        amax,
                        OptionalDouble.of(least),
                        0,
                        0,
                        FineHistogram.ofOctaves(octaves),
                        Fates.NONE,
                        FP32,
                        OptionalDouble.empty(),
                        Verdict.REPRESENTABLE);
        return FormatFates.of(coarse, TargetFormat.of(Formats.FP8_E4M3)).overflow();
    }

    @Test
    void aFormatThatHoldsEveryFloatHasNoNoise() {
        TensorStatistics recorded = TestRounders.statistics(UglyData.gaussian(500, 25, 1), FP32);
        Estimate sqnr = FormatFates.of(recorded, FP32, 5).sqnrDecibels();
        assertThat(sqnr.estimate()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sqnr.exact()).isTrue();
    }

    @Test
    void formatsWhoseScaleNeedsTheElementsAreRefused() {
        TensorStatistics recorded = TestRounders.statistics(new float[] {1, 2}, FP32);
        TargetFormat perChannel = TargetFormat.parse("int8_per_channel");
        assertThat(FormatFates.canTell(perChannel)).isFalse();
        assertThatThrownBy(() -> FormatFates.of(recorded, perChannel))
                .hasMessageContaining("need the elements");
    }

    private static Bounded exactly(double share) {
        return new Bounded(share, share);
    }
}
