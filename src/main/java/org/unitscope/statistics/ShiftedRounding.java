package org.unitscope.statistics;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.AffineQuantizer;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.Scaling;
import org.unitscope.format.Subnormals;
import org.unitscope.format.TargetFormat;

/// What a conversion does to numbers that are multiplied by `2^shift` first; errors are given on
/// the scale before. An integer format follows the data with its scale, so that a shift changes
/// nothing.
///
/// Under stochastic rounding a question has two answers, for the random bits that round toward zero
/// and those that round away.
final class ShiftedRounding {
    private final TargetFormat target;
    private final Quantizer quantizer;
    private final @Nullable AffineQuantizer affine;
    private final double factor;
    private final int mostRandom;

    ShiftedRounding(TargetFormat target, int shift, double amax) {
        this.target = target;
        RoundingMode rounding = target.conversion().rounding();
        boolean scaled = target.format().scaling() != Scaling.NONE;
        affine =
                scaled
                        ? AffineQuantizer.calibrated(
                                target.format(), rounding, (float) -amax, (float) amax)
                        : null;
        factor = scaled ? 1 : Math.scalb(1.0, shift);
        quantizer = Quantizer.of(target.format(), target.conversion());
        mostRandom = (1 << rounding.randomBits()) - 1;
    }

    /// Whether a number may become zero: under the bits that round toward zero.
    boolean mayFlush(double x) {
        return flushes(x, 0);
    }

    /// Whether a number becomes zero whatever the random bits.
    boolean mustFlush(double x) {
        return flushes(x, mostRandom);
    }

    /// Probability, over the random bits, that a number becomes zero.
    double flushProbability(double x) {
        return probability(random -> flushes(x, random), mayFlush(x), mustFlush(x));
    }

    /// Probability, over the random bits, that a number overflows.
    double overflowProbability(double x) {
        return probability(
                random -> overflows(x, mostRandom - random), mayOverflow(x), mustOverflow(x));
    }

    /// Share of the random bits that satisfy a condition which the first do, if any, and the last
    /// only if all do.
    private double probability(IntPredicate condition, boolean first, boolean last) {
        if (first == last) {
            return first ? 1 : 0;
        }
        int low = 0;
        int high = mostRandom;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + 1.0) / (mostRandom + 1.0);
    }

    private boolean flushes(double x, int random) {
        return !overflows(x, random) && rounded(x, random) == 0;
    }

    boolean mayOverflow(double x) {
        return overflows(x, mostRandom);
    }

    boolean mustOverflow(double x) {
        return overflows(x, 0);
    }

    private boolean overflows(double x, int random) {
        return affine == null
                ? quantizer.overflows(factor * x, random)
                : affine.overflows((float) x);
    }

    private double rounded(double x, int random) {
        return affine == null
                ? quantizer.quantize(factor * x, random) / factor
                : affine.quantize((float) x, random);
    }

    boolean isBelowNormal(double x) {
        return target.format().hasSubnormals()
                && (x > 0 || target.format().isSigned())
                && Math.abs(factor * x) < target.format().minNormal();
    }

    /// Expected squared error.
    double squaredError(double x) {
        return finiteOrInfinite(
                affine == null
                        ? quantizer.expectedSquaredError(factor * x) / (factor * factor)
                        : affine.expectedSquaredError((float) x));
    }

    /// Least squared error that any random bits give.
    double leastError(double x) {
        return Math.min(error(x, 0), error(x, mostRandom));
    }

    /// Largest squared error that any random bits give.
    double mostError(double x) {
        return Math.max(error(x, 0), error(x, mostRandom));
    }

    private double error(double x, int random) {
        double difference = rounded(x, random) - x;
        return finiteOrInfinite(difference * difference);
    }

    private static double finiteOrInfinite(double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /// Whether every float32 of a magnitude's octave is a value of the format.
    boolean isLossless(double magnitude) {
        boolean flushes = target.conversion().subnormals() != Subnormals.KEEP;
        return affine == null && !flushes && step(magnitude) <= Math.ulp((float) magnitude);
    }

    /// Distance of the neighbors of a magnitude, as rounding sees it.
    double step(double magnitude) {
        return affine == null ? quantizer.step(factor * magnitude) / factor : affine.scale();
    }

    /// Whether the nearer neighbor is always taken.
    boolean isNearest() {
        return switch (target.conversion().rounding().kind()) {
            case NEAREST_EVEN, NEAREST_AWAY, NEAREST_ZERO -> true;
            default -> false;
        };
    }
}
