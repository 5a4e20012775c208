package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.random.RandomStream;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// Ranges of recorded tensors, from bins, against every element by itself.
class MeasuredRangesTest {
    /// `2^flush` and below becomes zero, a tie going to even; from `overflow` on it is too large.
    record Limits(int flush, double overflow) {}

    /// The verdict's own rule, with limits of the formats as they are written in the OCP standard.
    private static boolean isInside(float[] values, int k, Limits limits) {
        double all = 0;
        double lost = 0;
        long flushed = 0;
        double amax = 0;
        for (float value : values) {
            double x = Math.abs(StrictMath.scalb(value, k));
            all += x * x;
            if (x <= StrictMath.scalb(1.0, limits.flush())) {
                flushed++;
                lost += x * x;
            }
            amax = Math.max(amax, x);
        }
        return flushed <= 0.01 * values.length
                && lost <= 0.01 * all
                && 2 * amax <= limits.overflow();
    }

    /// E4M3's least is 2^-9 and its largest 448, a step of 32 there; E5M2's are 2^-16 and 57344,
    /// with a step of 8192. Laws of a few octaves, so that some ranges are short.
    @ParameterizedTest
    @CsvSource({"1, 0", "1e-4, 0", "300, 0", "1, 1", "1e-6, 2", "1, 3"})
    void theyAreThoseOfTheElements(double scale, double spread) {
        check(Formats.FP8_E4M3, new Limits(-10, 464), scale, spread);
        check(Formats.FP8_E5M2, new Limits(-17, 61440), scale, spread);
    }

    private static void check(ScalarFormat format, Limits limits, double scale, double spread) {
        RandomStream random = RandomStream.of(5, "plan", "measured");
        float[] values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            double uniform = Long.remainderUnsigned(random.bits(2L * i), 1 << 20) * 0x1p-20;
            double wide = Long.remainderUnsigned(random.bits(2L * i + 1), 1 << 20) * 0x1p-20;
            double value = scale * (2 * uniform - 1) * StrictMath.pow(2, 8 * spread * (wide - 0.5));
            values[i] = (float) value;
        }
        TargetFormat target = TargetFormat.of(format);
        ExponentRange range =
                ExponentRange.of(statistics(values, target), target, VerdictRule.DEFAULT)
                        .orElse(new ExponentRange(1, 0));
        List<Integer> inside =
                IntStream.rangeClosed(-60, 60)
                        .filter(k -> isInside(values, k, limits))
                        .boxed()
                        .toList();

        assertThat(IntStream.rangeClosed(-60, 60).filter(range::contains).boxed())
                .as("%s, scale %s, spread %s", format.name(), scale, spread)
                .isEqualTo(inside);
    }

    private static TensorStatistics statistics(float[] values, TargetFormat target) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(target);
        FakeQuantizer quantizer = FakeQuantizer.of(target.format(), target.conversion());
        accumulator.accept(values, 0, values.length, new FixedRounder(quantizer, i -> 0));
        return accumulator.finish(VerdictRule.DEFAULT);
    }
}
