package org.unitscope.kernels;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.unitscope.format.Quantizer;
import org.unitscope.format.Thresholds;

/// The last steps of every vector kernel: zero at and below the flush threshold, the outcome of an
/// overflow from its threshold on, those of infinity and NaN, and the sign.
///
/// All on the bits of magnitudes, which order as integers; NaN orders above infinity.
final class VectorOutcomes {
    static final int MAGNITUDE = 0x7FFF_FFFF;
    static final int SIGN = 0x8000_0000;
    private static final int INFINITY = 0x7F80_0000;
    private static final int NAN = Float.floatToRawIntBits(Float.NaN);

    private final int flushedUpTo;
    private final int flushedUpToNegative;
    private final int overflowsFrom;
    private final int overflowsFromNegative;
    private final int beyond;
    private final int beyondNegative;
    private final int ofInfinity;
    private final int ofInfinityNegative;
    private final int ofNan;
    private final boolean plain;
    private final boolean negativeZero;

    VectorOutcomes(Quantizer quantizer) {
        Thresholds thresholds = Thresholds.of(quantizer);
        flushedUpTo = thresholds.flushedUpTo()[0];
        flushedUpToNegative = thresholds.flushedUpTo()[1];
        overflowsFrom = thresholds.overflowsFrom()[0];
        overflowsFromNegative = thresholds.overflowsFrom()[1];
        beyond = bits(quantizer.beyond(false));
        beyondNegative = bits(quantizer.beyond(true));
        ofInfinity = bits(quantizer.ofInfinity(false));
        ofInfinityNegative = bits(quantizer.ofInfinity(true));
        negativeZero = quantizer.format().hasNegativeZero();
        ofNan = bits(quantizer.ofNan());
        boolean symmetric =
                negativeZero
                        && flushedUpTo == flushedUpToNegative
                        && overflowsFrom == overflowsFromNegative
                        && mirrored(beyond, beyondNegative)
                        && mirrored(ofInfinity, ofInfinityNegative);
        // Where the flush threshold is that of rounding itself, rounding has made the zero already.
        plain = symmetric && beyond == ofInfinity;
    }

    private static int bits(double value) {
        return Float.floatToRawIntBits((float) value);
    }

    private static boolean mirrored(int positive, int negative) {
        return negative == (positive | SIGN) || (positive == NAN && negative == NAN);
    }

    /// The bits of the results.
    ///
    /// @param bits of the inputs
    /// @param magnitudes of the inputs, as bits
    /// @param rounded magnitudes, as bits; anything where a threshold is reached
    IntVector finish(
            VectorSpecies<Integer> lanes, IntVector bits, IntVector magnitudes, IntVector rounded) {
        if (plain) {
            IntVector sign = bits.and(SIGN);
            IntVector r =
                    rounded.blend(beyond, magnitudes.compare(VectorOperators.GE, overflowsFrom));
            r = r.blend(0, magnitudes.compare(VectorOperators.LE, flushedUpTo));
            return r.or(sign).blend(ofNan, magnitudes.compare(VectorOperators.GT, INFINITY));
        }
        return finishAny(lanes, bits, magnitudes, rounded);
    }

    private IntVector finishAny(
            VectorSpecies<Integer> lanes, IntVector bits, IntVector magnitudes, IntVector rounded) {
        VectorMask<Integer> negative = bits.compare(VectorOperators.LT, 0);
        IntVector sign = bits.and(SIGN);
        IntVector r = rounded.or(sign);
        r =
                r.blend(
                        choose(lanes, beyond, beyondNegative, negative),
                        magnitudes.compare(
                                VectorOperators.GE,
                                choose(lanes, overflowsFrom, overflowsFromNegative, negative)));
        r =
                r.blend(
                        choose(lanes, ofInfinity, ofInfinityNegative, negative),
                        magnitudes.compare(VectorOperators.EQ, INFINITY));
        IntVector zero = negativeZero ? sign : IntVector.zero(lanes);
        r =
                r.blend(
                        zero,
                        magnitudes.compare(
                                VectorOperators.LE,
                                choose(lanes, flushedUpTo, flushedUpToNegative, negative)));
        return r.blend(ofNan, magnitudes.compare(VectorOperators.GT, INFINITY));
    }

    private static IntVector choose(
            VectorSpecies<Integer> lanes, int positive, int negative, VectorMask<Integer> where) {
        return IntVector.broadcast(lanes, positive).blend(negative, where);
    }
}
