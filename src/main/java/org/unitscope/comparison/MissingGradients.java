package org.unitscope.comparison;

import java.util.List;
import java.util.OptionalDouble;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// What one run lacks of the gradient values that another has, over the tensors of both: what its
/// format flushes at a tensor, and zeros beyond the other's, which have been flushed upstream. A
/// share of a tensor's own non-zero values, as [FlushedTotals] counts, knows nothing of the latter.
///
/// @param missing values that become zero, or are zero where the other has something, by number
/// @param values non-zero finite values of the other run
/// @param tensors gradient tensors that both runs have sampled
/// @param over number of them of which more than 1 % is missing
public record MissingGradients(double missing, long values, long tensors, long over) {
    /// What the first run of pairs lacks of the second's, or the second of the first's.
    public static MissingGradients of(List<TensorPair> pairs, boolean ofFirst) {
        double missing = 0;
        long values = 0;
        long tensors = 0;
        long over = 0;
        for (TensorPair pair : pairs) {
            if (!pair.role().isGradient() || !pair.isMeasured()) {
                continue;
            }
            TensorStatistics own = statistics(ofFirst ? pair.a() : pair.b());
            TensorStatistics other = statistics(ofFirst ? pair.b() : pair.a());
            double flushed = own.fates().underflowFraction() * own.nonzeroFinite();
            double here =
                    Math.min(
                            flushed + Math.max(0.0, (double) own.zeros() - other.zeros()),
                            (double) other.nonzeroFinite());
            missing += here;
            values += other.nonzeroFinite();
            tensors++;
            over += here > FlushedTotals.LIMIT * other.nonzeroFinite() ? 1 : 0;
        }
        return new MissingGradients(missing, values, tensors, over);
    }

    private static TensorStatistics statistics(TensorRecord tensor) {
        return tensor.measured().orElseThrow().statistics();
    }

    /// `missing / values`; empty if there is nothing to lack.
    public OptionalDouble share() {
        return values == 0 ? OptionalDouble.empty() : OptionalDouble.of(missing / values);
    }
}
