package org.unitscope.compare;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.ArrayRounder;
import org.unitscope.kernels.FusedPass;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.SamplingEngine;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.task.Progress;

/// What one seed shows of one tensor: no more than a study needs, at a third of the time that the
/// statistics of a run take.
///
/// @param meanSquare of all elements; infinite if one is not finite
/// @param octaves of all elements
record Observation(double meanSquare, OctaveHistogram octaves) {
    private static final int RANGE = 1 << 18;
    private static final int BINS_PER_OCTAVE = 16;

    /// Leaves every element as it is.
    private static final ArrayRounder UNROUNDED =
            new ArrayRounder() {
                @Override
                public void round(float[] in, int from, float[] out, int outFrom, int count) {
                    System.arraycopy(in, from, out, outFrom, count);
                }

                @Override
                public long countOverflows(float[] in, int from, int count, int most) {
                    return 0;
                }

                @Override
                public boolean mayFlush(int least) {
                    return false;
                }
            };

    /// Runs a step of a graph in float32 and observes every tensor.
    ///
    /// @throws org.unitscope.task.CancelledException when the workers' token is cancelled
    static Map<TensorKey, Observation> ofStep(
            Graph graph,
            OperatorCatalogue catalogue,
            long seed,
            Workers workers,
            Progress progress) {
        Map<TensorKey, Observation> seen = new LinkedHashMap<>();
        SamplingEngine.observe(
                graph,
                catalogue,
                seed,
                workers,
                progress,
                (key, tensor) -> seen.put(key, of(tensor.array(), workers)));
        return seen;
    }

    /// Observes a tensor, in ranges that do not depend on the number of threads.
    static Observation of(float[] values, Workers workers) {
        FusedPass[] passes = new FusedPass[Math.ceilDiv(values.length, RANGE)];
        workers.forEach(
                passes.length,
                i -> {
                    passes[i] = new FusedPass(UNROUNDED);
                    passes[i].accept(values, i * RANGE, Math.min(values.length, (i + 1) * RANGE));
                });
        Map<Integer, Long> counts = new HashMap<>();
        double energy = 0;
        long zeros = 0;
        long infinite = 0;
        long nan = 0;
        for (FusedPass pass : passes) {
            energy += pass.energy();
            zeros += pass.zeros();
            infinite += pass.infinite();
            nan += pass.nan();
            pass.forEachBin((negative, bin, count) ->
                    counts.merge(Math.floorDiv(bin, BINS_PER_OCTAVE), count, Long::sum));
        }
        boolean finite = infinite + nan == 0;
        return new Observation(
                finite ? energy / values.length : Double.POSITIVE_INFINITY,
                OctaveHistogram.of(counts, zeros, infinite, nan));
    }
}
