package org.unitscope.sampling;

import java.util.OptionalDouble;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.ArrayRounder;
import org.unitscope.kernels.RandomBits;
import org.unitscope.kernels.Workers;
import org.unitscope.statistics.RmsStandardError;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.Shape;

/// Takes the statistics of a tensor: fixed ranges in parallel, merged in order, so that the result
/// does not depend on the number of threads.
final class Measurer {
    private Measurer() {}

    static Measurement measure(
            FloatTensor tensor, TargetFormat judged, RandomBits random, Workers workers) {
        float[] values = tensor.array();
        ArrayRounder rounder = Rounding.rounder(judged, tensor, random);
        int range = StatisticsAccumulator.RANGE;
        int blocks = Math.ceilDiv(values.length, range);
        StatisticsAccumulator[] parts = new StatisticsAccumulator[blocks];
        workers.forEach(
                blocks,
                block -> {
                    StatisticsAccumulator part = new StatisticsAccumulator(judged);
                    part.accept(
                            values,
                            block * range,
                            Math.min(values.length, (block + 1) * range),
                            rounder);
                    parts[block] = part;
                });
        StatisticsAccumulator whole = parts[0];
        for (int block = 1; block < blocks; block++) {
            whole.merge(parts[block]);
        }
        TensorStatistics statistics = whole.finish(VerdictRule.DEFAULT);
        return new Measurement(statistics, standardError(tensor));
    }

    private static OptionalDouble standardError(FloatTensor tensor) {
        Shape shape = tensor.shape();
        int columns = shape.rank() < 2 ? 1 : shape.extent(-1);
        int rows = shape.rank() == 0 ? 1 : shape.extent(0);
        return RmsStandardError.of(tensor.array(), rows, columns);
    }
}
