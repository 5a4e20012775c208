package org.unitscope.report.data;

import java.util.List;
import java.util.Optional;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.plan.ExponentRange;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// What would help a tensor that its format does not hold, computed from the bins that the run
/// stored: which powers of two, and where none does, which formats. Where a threshold cuts a bin,
/// shares are taken at their upper bound: what is advised is certain.
///
/// @param kind what can be said
/// @param factors the exponents k for which the tensor times `2^k` is representable; of kind
///   [Kind#MULTIPLY] only
/// @param shift the middle of these, as far from flushing as from overflow; of kind [Kind#TOO_WIDE]
///   that without overflow that adds the least noise
/// @param before what becomes of the tensor as it is, from the same bins as `after`: its SQNR is an
///   estimate too, so that the two are alike
/// @param after what becomes of the tensor times `2^shift`
/// @param formats the common formats that hold the tensor as it is, of kind [Kind#TOO_WIDE]
public record Advice(
        Kind kind,
        Optional<ExponentRange> factors,
        int shift,
        Optional<FormatFates> before,
        Optional<FormatFates> after,
        List<ScalarFormat> formats) {
    /// Nothing was asked.
    public static final Advice NONE = of(Kind.NOT_ASKED);

    /// Shifts below the largest that are tried for a tensor that none makes representable.
    private static final int TRIED = 48;

    /// What can be said.
    public enum Kind {
        /// Some power of two makes it representable.
        MULTIPLY,
        /// None does: the values span more than the format.
        TOO_WIDE,
        /// Elements are infinite or NaN before any rounding.
        NOT_FINITE,
        /// The run has no sampled values of the tensor.
        NOT_SAMPLED,
        /// The format's scale follows the elements in a way that bins do not tell.
        NOT_TOLD,
        /// Not among the worst, so not computed.
        NOT_ASKED
    }

    /// Copies the list.
    public Advice {
        formats = List.copyOf(formats);
    }

    private static Advice of(Kind kind) {
        return new Advice(kind, Optional.empty(), 0, Optional.empty(), Optional.empty(), List.of());
    }

    /// The advice for a tensor against the format that it is judged by.
    public static Advice of(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> of(measured.statistics()))
                .orElseGet(() -> of(Kind.NOT_SAMPLED));
    }

    /// The advice for what was recorded of a tensor.
    public static Advice of(TensorStatistics statistics) {
        if (statistics.nonfinite() > 0) {
            return of(Kind.NOT_FINITE);
        }
        TargetFormat target = statistics.target();
        if (!FormatFates.canTell(target)) {
            return of(Kind.NOT_TOLD);
        }
        Optional<ExponentRange> range = ExponentRange.of(statistics, target, VerdictRule.DEFAULT);
        if (range.isPresent()) {
            int middle = Math.floorDiv(range.get().low() + range.get().high(), 2);
            return new Advice(
                    Kind.MULTIPLY,
                    range,
                    middle,
                    Optional.of(FormatFates.of(statistics, target)),
                    Optional.of(FormatFates.of(statistics, target, middle)),
                    List.of());
        }
        int best = quietest(statistics, target, headroom(statistics, target));
        return new Advice(
                Kind.TOO_WIDE,
                Optional.empty(),
                best,
                Optional.of(FormatFates.of(statistics, target)),
                Optional.of(FormatFates.of(statistics, target, best)),
                Formats.common().stream().filter(format -> holds(statistics, format)).toList());
    }

    /// The largest shift that leaves the head-room that a verdict asks for.
    private static int headroom(TensorStatistics statistics, TargetFormat target) {
        double octaves =
                VerdictRule.headroomOctaves(statistics.amax(), target.format())
                        - VerdictRule.DEFAULT.riskHeadroomOctaves();
        return (int) Math.floor(octaves);
    }

    /// Of the shifts up to the largest the one with the highest estimated SQNR, of equals the
    /// largest.
    private static int quietest(TensorStatistics statistics, TargetFormat target, int largest) {
        int best = largest;
        double highest = Double.NEGATIVE_INFINITY;
        for (int shift = largest; shift >= largest - TRIED; shift--) {
            double sqnr = FormatFates.of(statistics, target, shift).sqnrDecibels().estimate();
            if (sqnr > highest) {
                best = shift;
                highest = sqnr;
            }
        }
        return best;
    }

    private static boolean holds(TensorStatistics statistics, ScalarFormat format) {
        return ExponentRange.of(statistics, TargetFormat.of(format), VerdictRule.DEFAULT)
                .map(range -> range.contains(0))
                .orElse(false);
    }
}
