package org.unitscope.comparison;

import java.util.OptionalDouble;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// What of all gradients of a run, gA and gW together, becomes zero in the formats they are judged
/// against.
///
/// @param flushed number of non-zero finite values that become zero
/// @param values number of non-zero finite values
/// @param tensors number of gradient tensors that were sampled
/// @param over number of them of which more than 1 % is flushed
public record FlushedTotals(double flushed, long values, long tensors, long over) {
    /// The share above which a tensor is counted in `over`.
    public static final double LIMIT = 0.01;

    /// Counts a run's gradients. Each tensor's number is its share times its values, which is a
    /// whole number unless rounding is stochastic.
    public static FlushedTotals of(RunRecord run) {
        double flushed = 0;
        long values = 0;
        long tensors = 0;
        long over = 0;
        for (TensorRecord tensor : run.tensors()) {
            if (!tensor.key().role().isGradient() || tensor.measured().isEmpty()) {
                continue;
            }
            TensorStatistics statistics = tensor.measured().get().statistics();
            double share = statistics.fates().underflowFraction();
            flushed += share * statistics.nonzeroFinite();
            values += statistics.nonzeroFinite();
            tensors++;
            over += share > LIMIT ? 1 : 0;
        }
        return new FlushedTotals(flushed, values, tensors, over);
    }

    /// `flushed / values`; empty if no gradient has a non-zero value.
    public OptionalDouble share() {
        return values == 0 ? OptionalDouble.empty() : OptionalDouble.of(flushed / values);
    }
}
