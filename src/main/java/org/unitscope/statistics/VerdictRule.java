package org.unitscope.statistics;

import java.util.Locale;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;

/// The limits that turn fates into a [Verdict]. The first that applies counts:
///
/// 1. `overflow` if any finite element overflows, or any element is infinite or NaN before
///    rounding;
/// 2. `lost` if more than `lostEnergyFraction` of the energy, or more than `lostValueFraction` of
///    the elements, become zero;
/// 3. `at risk` if more than `riskValueFraction` of the elements become zero, or the largest is
///    less than `riskHeadroomOctaves` below the overflow threshold;
/// 4. `representable`, also for a tensor of zeros and for an empty one.
///
/// Shares of elements are shares of the non-zero finite ones, as in [Fates].
///
/// @param lostEnergyFraction 0.01 by default
/// @param lostValueFraction 0.5 by default
/// @param riskValueFraction 0.01 by default
/// @param riskHeadroomOctaves 1 by default
public record VerdictRule(
        double lostEnergyFraction,
        double lostValueFraction,
        double riskValueFraction,
        double riskHeadroomOctaves) {
    /// The limits used unless somebody edits them.
    public static final VerdictRule DEFAULT = new VerdictRule(0.01, 0.5, 0.01, 1);

    /// Judges a tensor whose elements are all finite.
    ///
    /// @param amax largest magnitude of the finite elements, zero if there is none
    public Verdict judge(Fates fates, double amax, ScalarFormat format) {
        return judge(fates, amax, format, 0);
    }

    /// Judges a tensor.
    ///
    /// @param amax largest magnitude of the finite elements, zero if there is none
    /// @param nonfinite number of infinite and NaN elements before rounding
    public Verdict judge(Fates fates, double amax, ScalarFormat format, long nonfinite) {
        if (nonfinite > 0 || fates.overflowFraction() > 0) {
            return Verdict.OVERFLOW;
        }
        if (fates.flushedEnergyFraction() > lostEnergyFraction
                || fates.underflowFraction() > lostValueFraction) {
            return Verdict.LOST;
        }
        if (fates.underflowFraction() > riskValueFraction || headroomIsShort(amax, format)) {
            return Verdict.AT_RISK;
        }
        return Verdict.REPRESENTABLE;
    }

    /// Where the scale follows amax, the largest element always fits and there is no headroom to
    /// judge.
    private static boolean scaleFollows(ScalarFormat format) {
        return format.scaling() != Scaling.NONE;
    }

    private boolean headroomIsShort(double amax, ScalarFormat format) {
        return !scaleFollows(format)
                && amax * StrictMath.pow(2, riskHeadroomOctaves) > format.overflowThreshold();
    }

    /// Octaves from `amax` up to the overflow threshold; infinite for zero, negative beyond it.
    public static double headroomOctaves(double amax, ScalarFormat format) {
        return StrictMath.log(format.overflowThreshold() / amax) / StrictMath.log(2);
    }

    /// One sentence: the verdict, the limit that decided it and the numbers that met it.
    public String explain(TensorStatistics statistics) {
        return explain(
                statistics.fates(), statistics.amax(), statistics.format(), statistics.nonfinite());
    }

    /// One sentence: the verdict, the limit that decided it and the numbers that met it. Parameters
    /// as in [#judge(Fates, double, ScalarFormat, long)].
    public String explain(Fates fates, double amax, ScalarFormat format, long nonfinite) {
        Verdict verdict = judge(fates, amax, format, nonfinite);
        String reason =
                switch (verdict) {
                    case OVERFLOW -> overflowReason(fates, format, nonfinite);
                    case LOST -> lostReason(fates);
                    case AT_RISK -> riskReason(fates, amax, format);
                    case REPRESENTABLE -> representableReason(fates, amax, format);
                };
        return "%s in %s: %s.".formatted(verdict.label(), format.displayName(), reason);
    }

    private static String overflowReason(Fates fates, ScalarFormat format, long nonfinite) {
        if (nonfinite > 0) {
            return nonfinite + " elements are infinite or NaN before rounding";
        }
        String limit =
                scaleFollows(format)
                        ? "a step or more beyond the last code"
                        : "threshold " + number(format.overflowThreshold());
        return "%s of the non-zero elements overflow (%s%s)"
                .formatted(
                        percent(fates.overflowFraction()),
                        limit,
                        format.isSigned() ? "" : "; negative numbers have no code");
    }

    private String lostReason(Fates fates) {
        if (fates.flushedEnergyFraction() > lostEnergyFraction) {
            return "%s of the energy is flushed to zero (limit %s)"
                    .formatted(percent(fates.flushedEnergyFraction()), percent(lostEnergyFraction));
        }
        return "%s of the non-zero elements are flushed to zero (limit %s)"
                .formatted(percent(fates.underflowFraction()), percent(lostValueFraction));
    }

    private String riskReason(Fates fates, double amax, ScalarFormat format) {
        if (fates.underflowFraction() > riskValueFraction) {
            return "%s of the non-zero elements are flushed to zero (limit %s)"
                    .formatted(percent(fates.underflowFraction()), percent(riskValueFraction));
        }
        return "amax %s leaves %s octaves to overflow (limit %s)"
                .formatted(
                        number(amax),
                        number(headroomOctaves(amax, format)),
                        number(riskHeadroomOctaves));
    }

    private String representableReason(Fates fates, double amax, ScalarFormat format) {
        if (amax == 0) {
            return "no element is non-zero";
        }
        if (scaleFollows(format)) {
            return "%s of the non-zero elements are flushed to zero (limit %s), the scale follows amax"
                    .formatted(percent(fates.underflowFraction()), percent(riskValueFraction));
        }
        return "%s of the non-zero elements are flushed to zero (limit %s), %s octaves to overflow"
                .formatted(
                        percent(fates.underflowFraction()),
                        percent(riskValueFraction),
                        number(headroomOctaves(amax, format)));
    }

    private static String percent(double fraction) {
        double percentage = 100 * fraction;
        if (percentage > 0 && percentage < 0.001) {
            return "<0.001 %";
        }
        return number(percentage) + " %";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("(\\.\\d*?)0+(?=e|$)", "$1")
                .replaceFirst("\\.(?=e|$)", "");
    }
}
