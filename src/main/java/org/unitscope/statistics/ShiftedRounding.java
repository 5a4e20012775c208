package org.unitscope.statistics;

import org.unitscope.format.AffineQuantizer;
import org.unitscope.format.Quantizer;
import org.unitscope.format.Scaling;
import org.unitscope.format.Subnormals;
import org.unitscope.format.TargetFormat;

/// What a conversion does to numbers that are multiplied by `2^shift` first; results are given back
/// on the scale before.
///
/// Under stochastic rounding a question has two answers, for the random bits that round toward zero
/// and those that round away.
final class ShiftedRounding {
    private final TargetFormat target;
    private final Quantizer quantizer;
    private final double factor;
    private final double affineScale;
    private final int mostRandom;

    ShiftedRounding(TargetFormat target, int shift, double amax) {
        this.target = target;
        boolean scaled = target.format().scaling() != Scaling.NONE;
        // An integer format follows the data with its scale, so that a shift changes nothing.
        affineScale =
                scaled
                        ? AffineQuantizer.calibrated(
                                        target.format(),
                                        target.conversion().rounding(),
                                        (float) -amax,
                                        (float) amax)
                                .scale()
                        : 1;
        factor = scaled ? 1 / affineScale : Math.scalb(1.0, shift);
        quantizer = Quantizer.of(target.format(), target.conversion());
        mostRandom = (1 << target.conversion().rounding().randomBits()) - 1;
    }

    /// Whether a number may become zero: under the bits that round toward zero.
    boolean mayFlush(double x) {
        return flushes(x, 0);
    }

    /// Whether a number becomes zero whatever the random bits.
    boolean mustFlush(double x) {
        return flushes(x, mostRandom);
    }

    private boolean flushes(double x, int random) {
        return !quantizer.overflows(factor * x, random)
                && quantizer.quantize(factor * x, random) == 0;
    }

    boolean mayOverflow(double x) {
        return quantizer.overflows(factor * x, mostRandom);
    }

    boolean mustOverflow(double x) {
        return quantizer.overflows(factor * x, 0);
    }

    boolean isBelowNormal(double x) {
        return target.format().hasSubnormals()
                && (x > 0 || target.format().isSigned())
                && Math.abs(factor * x) < target.format().minNormal();
    }

    /// Expected squared error.
    double squaredError(double x) {
        double error = quantizer.expectedSquaredError(factor * x) / (factor * factor);
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /// Whether every float32 of a magnitude's octave is a value of the format.
    boolean isLossless(double magnitude) {
        boolean flushes = target.conversion().subnormals() != Subnormals.KEEP;
        return !flushes && step(magnitude) <= Math.ulp((float) magnitude);
    }

    /// Distance of the neighbors of a magnitude, as rounding sees it.
    double step(double magnitude) {
        return quantizer.step(factor * magnitude) / factor;
    }

    /// Largest squared error between two neighbors, as a share of the squared step.
    double worstShare() {
        return switch (target.conversion().rounding().kind()) {
            case NEAREST_EVEN, NEAREST_AWAY, NEAREST_ZERO -> 0.25;
            // At most nu (1 - nu), and the bias of few random bits on top.
            default -> 1;
        };
    }
}
