package org.unitscope.statistics;

import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.ArrayRounder;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.kernels.ScaledRounder;
import org.unitscope.random.RandomStream;

/// Rounders without random bits, and statistics of an array in one call.
final class TestRounders {
    private TestRounders() {}

    static ArrayRounder of(ScalarFormat format) {
        return of(TargetFormat.of(format));
    }

    static ArrayRounder of(TargetFormat target) {
        return new FixedRounder(
                FakeQuantizer.of(target.format(), target.conversion()),
                RandomStream.of(5, "test", "rounding")::bits);
    }

    private static ArrayRounder of(TargetFormat target, float[] values) {
        return target.format().scaling() == Scaling.NONE
                ? of(target)
                : ScaledRounder.calibrated(
                        target.format(), target.conversion().rounding(), values, 1, i -> i);
    }

    /// Signal to quantization noise of the elements themselves, also of integer formats.
    static double measuredSqnr(float[] values, TargetFormat target) {
        return statistics(values, target).sqnrDecibels().orElseThrow();
    }

    static TensorStatistics statistics(float[] values, TargetFormat target) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(target);
        accumulator.accept(values, 0, values.length, of(target, values));
        return accumulator.finish(VerdictRule.DEFAULT);
    }
}
