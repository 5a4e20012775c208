package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.format.FloatFormat;
import org.unitscope.format.Formats;
import org.unitscope.statistics.FormatFates.Bounded;

final class FormatFatesTest {
    static Stream<float[]> everyCase() {
        return UglyData.cases().values().stream();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void theTrueShareLiesWithinTheBounds(float[] values) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(Formats.FP32);
        accumulator.accept(values, 0, values.length);
        TensorStatistics recorded = accumulator.finish(VerdictRule.DEFAULT);
        OctaveHistogram counts = recorded.histogram();
        OctaveHistogram read =
                OctaveHistogram.of(counts.toMap(), counts.zeros(), counts.infinite(), counts.nan());
        for (FloatFormat format : Formats.all()) {
            ExactCounts exact = ExactCounts.of(values, format);
            FormatFates live = FormatFates.of(recorded, format);
            assertThat(live.underflow()).isEqualTo(exactly(exact.share(exact.flushed())));
            assertThat(live.subnormal()).isEqualTo(exactly(exact.share(exact.subnormal())));
            assertWithin(live.overflow(), exact.share(exact.overflowing()));

            FormatFates fromFile =
                    FormatFates.of(read, recorded.amax(), recorded.minNonzero(), format);
            assertWithin(fromFile.underflow(), exact.share(exact.flushed()));
            assertWithin(fromFile.subnormal(), exact.share(exact.subnormal()));
            assertThat(fromFile.overflow()).isEqualTo(live.overflow());
        }
    }

    private static void assertWithin(Bounded bounds, double share) {
        assertThat(bounds.low()).isBetween(0.0, share);
        assertThat(bounds.high()).isBetween(share, 1.0);
    }

    private static Bounded exactly(double share) {
        return new Bounded(share, share);
    }

    @Test
    void aThresholdInsideAnOctaveIsSettledByTheLargestMagnitude() {
        OctaveHistogram histogram = OctaveHistogram.of(Map.of(0, 6L, 8, 2L), 0, 0, 0);

        assertThat(overflow(histogram, 464)).isEqualTo(exactly(0));
        assertThat(overflow(histogram, 464.5)).isEqualTo(new Bounded(1 / 8.0, 2 / 8.0));
    }

    @Test
    void aThresholdInsideAnOctaveIsSettledByTheSmallestMagnitude() {
        OctaveHistogram histogram = OctaveHistogram.of(Map.of(8, 2L, 10, 2L), 0, 0, 0);
        OptionalDouble justOver = OptionalDouble.of(465);

        FormatFates over = FormatFates.of(histogram, 1500, justOver, Formats.FP8_E4M3);
        assertThat(over.overflow()).isEqualTo(exactly(1));
        FormatFates cut = FormatFates.of(histogram, 1500, OptionalDouble.of(464), Formats.FP8_E4M3);
        assertThat(cut.overflow()).isEqualTo(new Bounded(2 / 4.0, 3 / 4.0));
        assertThat(cut.exact()).isFalse();
    }

    @Test
    void withoutTheCountOfPowersTheFlushEdgeIsUncertainByItsOctave() {
        // Half the smallest E4M3 value is 2^-10, which itself is flushed.
        Map<Integer, Long> octaves = Map.of(-12, 1L, -10, 3L, 0, 4L);
        OctaveHistogram plain = OctaveHistogram.of(octaves, 0, 0, 0);
        OctaveHistogram known = OctaveHistogram.of(octaves, Map.of(-10, 2L), 0, 0, 0);
        OptionalDouble least = OptionalDouble.of(0x1p-12);

        assertThat(FormatFates.of(plain, 1, least, Formats.FP8_E4M3).underflow())
                .isEqualTo(new Bounded(1 / 8.0, 4 / 8.0));
        FormatFates sharp = FormatFates.of(known, 1, least, Formats.FP8_E4M3);
        assertThat(sharp.underflow()).isEqualTo(exactly(3 / 8.0));
        assertThat(sharp.subnormal()).isEqualTo(exactly(1 / 8.0));
        assertThat(sharp.exact()).isTrue();
    }

    private static Bounded overflow(OctaveHistogram histogram, double amax) {
        return FormatFates.of(histogram, amax, OptionalDouble.of(1), Formats.FP8_E4M3).overflow();
    }
}
