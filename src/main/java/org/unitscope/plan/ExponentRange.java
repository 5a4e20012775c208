package org.unitscope.plan;

import java.util.Optional;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.PredictedFates;
import org.unitscope.statistics.Verdict;
import org.unitscope.statistics.VerdictRule;

/// The integers k for which a tensor times `2^k` is representable.
///
/// @param low the smallest
/// @param high the largest, at least `low`
record ExponentRange(int low, int high) {
    /// Beyond this no factor is tried: `2^90 < 1e30`, the largest of a node, with room for another.
    static final int MOST = 90;

    /// Of a predicted tensor; empty if no k will do. Flushing falls and overflow grows with k, so
    /// that the k are one range: the largest that neither overflows nor lacks head-room, down to
    /// the last that is still representable.
    static Optional<ExponentRange> of(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule) {
        int high = MOST;
        while (high >= -MOST && isTooLarge(law, elements, target, rule, high)) {
            high--;
        }
        int low = high;
        while (low >= -MOST && isInside(law, elements, target, rule, low)) {
            low--;
        }
        return low == high ? Optional.empty() : Optional.of(new ExponentRange(low + 1, high));
    }

    private static boolean isInside(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule, int shift) {
        return fates(law, elements, target, rule, shift).verdict() == Verdict.REPRESENTABLE;
    }

    private static boolean isTooLarge(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule, int shift) {
        PredictedFates fates = fates(law, elements, target, rule, shift);
        return fates.nonfinite() > 0
                || fates.fates().overflowFraction() > 0
                || VerdictRule.headroomOctaves(fates.amax(), target.format())
                        < rule.riskHeadroomOctaves();
    }

    private static PredictedFates fates(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule, int shift) {
        return PredictedFates.of(law.scaled(StrictMath.scalb(1.0, shift)), elements, target, rule);
    }

    /// Whether k is one of them.
    boolean contains(int k) {
        return k >= low && k <= high;
    }

    /// The integers in both; empty if there are none.
    Optional<ExponentRange> and(ExponentRange other) {
        int from = Math.max(low, other.low);
        int to = Math.min(high, other.high);
        return from > to ? Optional.empty() : Optional.of(new ExponentRange(from, to));
    }
}
