package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.FloatFormat;

/// The fates of a recorded tensor in any format, from its histogram alone: what *would* happen to
/// it there, without its elements.
///
/// Shares of the non-zero finite elements, as in [Fates]. Each is exact where the threshold is the
/// edge of an octave (with the count of exact powers of two, if the edge itself belongs below) or
/// where `amax` and the smallest magnitude settle the octave that the threshold cuts; otherwise the
/// true share lies between the bounds. All zero where there is no non-zero finite element.
///
/// @param underflow share that becomes zero
/// @param subnormal share between the flush threshold and the smallest normal value
/// @param overflow share that rounds beyond the largest finite value
public record FormatFates(Bounded underflow, Bounded subnormal, Bounded overflow) {
    /// A share between two bounds, both included.
    public record Bounded(double low, double high) {
        /// Whether the bounds meet.
        public boolean exact() {
            return low == high;
        }
    }

    /// Whether all three are exact.
    public boolean exact() {
        return underflow.exact() && subnormal.exact() && overflow.exact();
    }

    /// The fates of a tensor in another format than the one it was judged against.
    public static FormatFates of(TensorStatistics statistics, FloatFormat format) {
        return of(statistics.histogram(), statistics.amax(), statistics.minNonzero(), format);
    }

    /// The fates of a recorded tensor in a format.
    ///
    /// @param amax largest magnitude of the finite elements
    /// @param minNonzero smallest magnitude of the non-zero finite elements; empty if there is none
    public static FormatFates of(
            OctaveHistogram histogram, double amax, OptionalDouble minNonzero, FloatFormat format) {
        long total = histogram.nonzeroFinite();
        if (total == 0) {
            Bounded none = new Bounded(0, 0);
            return new FormatFates(none, none, none);
        }
        double least = minNonzero.orElse(0);
        Counted flushed = below(histogram, least, amax, format.flushThreshold(), true);
        Counted belowNormal = below(histogram, least, amax, format.minNormal(), false);
        boolean tieFits = !format.overflowThresholdOverflows();
        Counted fitting = below(histogram, least, amax, format.overflowThreshold(), tieFits);
        return new FormatFates(
                flushed.over(total),
                belowNormal.without(flushed).over(total),
                fitting.complement(total).over(total));
    }

    private record Counted(long low, long high) {
        Counted without(Counted part) {
            return new Counted(Math.max(0, low - part.high), high - part.low);
        }

        Counted complement(long total) {
            return new Counted(total - high, total - low);
        }

        Bounded over(long total) {
            return new Bounded((double) low / total, (double) high / total);
        }
    }

    /// How many magnitudes lie below a threshold, or on it if `inclusive`.
    private static Counted below(
            OctaveHistogram histogram,
            double least,
            double amax,
            double threshold,
            boolean inclusive) {
        int octave = Math.getExponent(threshold);
        long under = histogram.countBelow(octave);
        long inside = histogram.count(octave);
        boolean atEdge = threshold == Math.scalb(1.0, octave);
        if (atEdge && !inclusive) {
            return new Counted(under, under);
        }
        if (atEdge && histogram.powersOfTwoKnown()) {
            long onEdge = histogram.powersOfTwo(octave);
            return new Counted(under + onEdge, under + onEdge);
        }
        if (amax < threshold || (inclusive && amax == threshold)) {
            return new Counted(under + inside, under + inside);
        }
        if (least > threshold || (!inclusive && least == threshold)) {
            return new Counted(under, under);
        }
        // The smallest magnitude is below the threshold and the largest is not: each of them that
        // is in
        // the cut octave takes one element off the uncertain ones.
        long low = inside > 0 && Math.getExponent(least) == octave ? 1 : 0;
        long high = inside > 0 && Math.getExponent(amax) == octave ? inside - 1 : inside;
        return new Counted(under + low, under + Math.max(low, high));
    }
}
