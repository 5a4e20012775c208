package org.unitscope.report.data;

import java.util.Comparator;
import org.unitscope.comparison.Judgement;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// The order of what is wrong, the worst first: by verdict (overflow, lost, at risk), then by what
/// decided it (infinite and NaN elements before all, the share that overflows, the flushed share of
/// the energy), then by the flushed share of the elements, then by how many octaves the scale is
/// away from 1. What is equal in all stays in the order of the run.
final class ProblemOrder implements Comparator<TensorRecord> {
    private static final Comparator<TensorRecord> ORDER =
            Comparator.<TensorRecord>comparingInt(tensor -> -verdict(tensor).ordinal())
                    .thenComparingDouble(tensor -> -decisive(tensor))
                    .thenComparingDouble(tensor -> -Judgement.of(tensor).flushed().orElse(0))
                    .thenComparingDouble(tensor -> -Scales.distance(tensor));

    @Override
    public int compare(TensorRecord first, TensorRecord second) {
        return ORDER.compare(first, second);
    }

    /// Whether a row is listed at all.
    static boolean isProblem(TensorRecord tensor) {
        return verdict(tensor) != Verdict.REPRESENTABLE;
    }

    private static Verdict verdict(TensorRecord tensor) {
        return Judgement.of(tensor).verdict().orElse(Verdict.REPRESENTABLE);
    }

    /// A prediction has no share of the energy.
    private static double decisive(TensorRecord tensor) {
        if (!RunTotals.isFinite(tensor)) {
            return Double.POSITIVE_INFINITY;
        }
        return verdict(tensor) == Verdict.OVERFLOW
                ? RunTotals.overflowShare(tensor).orElse(0)
                : tensor.measured()
                        .map(m -> m.statistics().fates().flushedEnergyFraction())
                        .orElse(0.0);
    }
}
