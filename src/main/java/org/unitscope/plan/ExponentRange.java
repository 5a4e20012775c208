package org.unitscope.plan;

import java.util.Optional;
import java.util.function.IntPredicate;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.Fates;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.PredictedFates;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.Verdict;
import org.unitscope.statistics.VerdictRule;

/// The integers k for which a tensor times `2^k` is representable.
///
/// @param low the smallest
/// @param high the largest, at least `low`
public record ExponentRange(int low, int high) {
    /// Beyond this no factor is tried: `2^90 < 1e30`, the largest of a node, with room for another.
    static final int MOST = 90;

    /// Every exponent that is tried.
    static final ExponentRange ALL = new ExponentRange(-MOST, MOST);

    /// Of a predicted tensor; empty if no k will do.
    static Optional<ExponentRange> of(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule) {
        PredictedFates asIs = PredictedFates.of(law, elements, target, rule);
        return of(
                start(asIs.amax(), target.format(), rule),
                k -> isTooLarge(fates(law, elements, target, rule, k), target, rule),
                k -> fates(law, elements, target, rule, k).verdict() == Verdict.REPRESENTABLE);
    }

    /// Of a recorded tensor; empty if no k is certain to do.
    public static Optional<ExponentRange> of(
            TensorStatistics statistics, TargetFormat target, VerdictRule rule) {
        if (statistics.nonfinite() > 0) {
            return Optional.empty();
        }
        return of(
                start(statistics.amax(), target.format(), rule),
                k ->
                        fates(statistics, target, k).overflowFraction() > 0
                                || isShort(amax(statistics, k), target.format(), rule),
                k ->
                        rule.judge(
                                        fates(statistics, target, k),
                                        amax(statistics, k),
                                        target.format())
                                == Verdict.REPRESENTABLE);
    }

    /// Flushing falls and overflow grows with k, so that the k are one range: from the largest that
    /// neither overflows nor lacks head-room down to the last that is still representable. Both
    /// ends by bisection.
    private static Optional<ExponentRange> of(
            int start, IntPredicate tooLarge, IntPredicate inside) {
        int high = last(-MOST, start, k -> !tooLarge.test(k));
        if (high < -MOST || !inside.test(high)) {
            return Optional.empty();
        }
        int below = last(-MOST, high, k -> !inside.test(k));
        return Optional.of(new ExponentRange(below + 1, high));
    }

    /// The last integer for which something holds that holds up to some integer; one before the
    /// first if it never does.
    private static int last(int from, int to, IntPredicate holds) {
        int yes = from - 1;
        int no = to + 1;
        while (no - yes > 1) {
            int middle = Math.floorDiv(yes + no, 2);
            if (holds.test(middle)) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return yes;
    }

    /// Two above the largest k that head-room leaves, by the logarithm of amax.
    private static int start(double amax, ScalarFormat format, VerdictRule rule) {
        double octaves = VerdictRule.headroomOctaves(amax, format) - rule.riskHeadroomOctaves();
        boolean follows = format.scaling() != Scaling.NONE;
        return follows || !(octaves < MOST) ? MOST : (int) Math.max(-MOST, Math.floor(octaves) + 2);
    }

    private static PredictedFates fates(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule, int shift) {
        return PredictedFates.of(law.scaled(StrictMath.scalb(1.0, shift)), elements, target, rule);
    }

    private static boolean isTooLarge(PredictedFates fates, TargetFormat target, VerdictRule rule) {
        return fates.nonfinite() > 0
                || fates.fates().overflowFraction() > 0
                || isShort(fates.amax(), target.format(), rule);
    }

    private static boolean isShort(double amax, ScalarFormat format, VerdictRule rule) {
        return format.scaling() == Scaling.NONE
                && amax * StrictMath.pow(2, rule.riskHeadroomOctaves())
                        > format.overflowThreshold();
    }

    private static double amax(TensorStatistics statistics, int shift) {
        return StrictMath.scalb(statistics.amax(), shift);
    }

    /// Upper bounds of all shares.
    private static Fates fates(TensorStatistics statistics, TargetFormat target, int shift) {
        FormatFates fates = FormatFates.of(statistics, target, shift);
        return new Fates(
                fates.underflow().high(),
                fates.subnormal().high(),
                fates.overflow().high(),
                fates.flushedEnergy().high());
    }

    /// Whether k is one of them.
    public boolean contains(int k) {
        return k >= low && k <= high;
    }

    /// All of them moved by so much.
    ExponentRange shifted(int by) {
        return new ExponentRange(low + by, high + by);
    }

    /// The integers in both; empty if there are none.
    Optional<ExponentRange> and(ExponentRange other) {
        int from = Math.max(low, other.low);
        int to = Math.min(high, other.high);
        return from > to ? Optional.empty() : Optional.of(new ExponentRange(from, to));
    }
}
