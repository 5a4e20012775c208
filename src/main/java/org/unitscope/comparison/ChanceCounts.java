package org.unitscope.comparison;

import java.util.OptionalDouble;

/// How many differences between two runs that drew independently chance explains.
///
/// @param within pairs whose sampled RMS differ by at most [#LIMIT] standard errors
/// @param judged pairs for which that can be told; zero for runs of one seed, which share their
///   random numbers
public record ChanceCounts(long within, long judged) {
    /// Standard errors up to which a difference is taken for chance. What lies beyond may be chance
    /// too, see [TensorPair#standardErrors].
    public static final int LIMIT = 3;

    static ChanceCounts of(RunComparison comparison) {
        if (comparison.sharesSeed()) {
            return new ChanceCounts(0, 0);
        }
        double[] errors =
                comparison.pairs().stream()
                        .map(TensorPair::standardErrors)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray();
        long within = 0;
        for (double error : errors) {
            within += Math.abs(error) <= LIMIT ? 1 : 0;
        }
        return new ChanceCounts(within, errors.length);
    }

    /// Pairs that lie beyond.
    public long beyond() {
        return judged - within;
    }
}
