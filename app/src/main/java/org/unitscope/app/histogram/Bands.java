package org.unitscope.app.histogram;

import java.util.Optional;
import org.unitscope.format.AffineQuantizer;
import org.unitscope.format.Conversion;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.Subnormals;
import org.unitscope.format.TargetFormat;
import org.unitscope.format.Thresholds;
import org.unitscope.statistics.FormatFates;

/// Where positive numbers change their fate in a format, under its rounding.
///
/// @param flush magnitudes up to it become zero, or may under stochastic rounding; zero if none
///   does
/// @param normal smallest number with full precision
/// @param max largest finite value
/// @param overflow magnitudes beyond it overflow, or may; infinite if none does
/// @param inclusive whether `overflow` itself does
/// @param certain false under stochastic rounding
public record Bands(
        double flush,
        double normal,
        double max,
        double overflow,
        boolean inclusive,
        boolean certain) {

    /// The bands of a format; empty if they depend on more than the largest magnitude.
    ///
    /// @param amax largest magnitude of the data, which the scale of an integer format follows
    public static Optional<Bands> of(TargetFormat target, double amax) {
        if (!FormatFates.canTell(target)) {
            return Optional.empty();
        }
        ScalarFormat format = target.format();
        Conversion conversion = target.conversion();
        Bands plain;
        if (conversion.rounding().isStochastic()) {
            double flush = format.hasZero() ? format.minSubnormal() : 0;
            double max = format.maxFinite();
            plain = new Bands(flush, format.minNormal(), max, max, false, false);
        } else if (conversion.rounding().equals(RoundingMode.NEAREST_EVEN)
                && conversion.subnormals() == Subnormals.KEEP) {
            plain =
                    new Bands(
                            format.flushThreshold(),
                            format.minNormal(),
                            format.maxFinite(),
                            format.overflowThreshold(),
                            format.overflowThresholdOverflows(),
                            true);
        } else {
            Thresholds found = Thresholds.of(Quantizer.of(format, conversion));
            plain =
                    new Bands(
                            Float.intBitsToFloat(found.flushedUpTo()[0]),
                            format.minNormal(),
                            format.maxFinite(),
                            Float.intBitsToFloat(found.overflowsFrom()[0]),
                            true,
                            true);
        }
        return Optional.of(plain.times(scale(target, amax)));
    }

    private static double scale(TargetFormat target, double amax) {
        if (target.format().scaling() == Scaling.NONE || amax == 0) {
            return 1;
        }
        RoundingMode rounding = target.conversion().rounding();
        float most = (float) amax;
        return AffineQuantizer.calibrated(target.format(), rounding, -most, most).scale();
    }

    private Bands times(double scale) {
        return new Bands(
                scale * flush, scale * normal, scale * max, scale * overflow, inclusive, certain);
    }

    /// Exponent at or below everything that is drawn of the lower end.
    int lowest() {
        return Math.getExponent(flush > 0 ? flush : normal);
    }

    /// Exponent above everything that is drawn of the upper end.
    int highest() {
        return Math.getExponent(Double.isInfinite(overflow) ? max : overflow) + 1;
    }
}
