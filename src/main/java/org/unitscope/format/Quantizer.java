package org.unitscope.format;

/// Rounds float32 numbers to a format: to nearest, ties to even.
///
/// Rounding to the grid and the handling of overflow are separate steps, and rounding looks at the
/// magnitude only, so another rounding mode replaces one method. Exact for every input, subnormals
/// of float32 included. Special cases: NaN stays NaN, the sign of zero stays, infinity is an
/// overflow. Immutable, safe to share between threads.
public final class Quantizer {
    /// Bits of a double's significand after the leading one.
    private static final int DOUBLE_MANTISSA_BITS = 52;

    private static final long EXPONENT_MASK = 0x7FF0_0000_0000_0000L;

    private final FloatFormat format;
    private final Overflow overflow;
    private final double maxFinite;
    private final double beyond;
    private final long lowestExponentField;
    private final long shiftField;
    private final boolean identity;

    private Quantizer(FloatFormat format, Overflow overflow) {
        this.format = format;
        this.overflow = overflow;
        maxFinite = format.maxFinite();
        double unbounded = format.hasInfinity() ? Double.POSITIVE_INFINITY : Double.NaN;
        beyond = overflow == Overflow.SATURATE ? maxFinite : unbounded;
        lowestExponentField = Double.doubleToRawLongBits(format.minNormal());
        long shift = DOUBLE_MANTISSA_BITS - (long) format.mantissaBits();
        shiftField = shift << DOUBLE_MANTISSA_BITS;
        identity =
                maxFinite == Float.MAX_VALUE
                        && format.minSubnormal() == Float.MIN_VALUE
                        && overflow == Overflow.TO_INFINITY;
    }

    /// Rounds to the format with its usual overflow, see [Overflow#usualFor].
    public static Quantizer of(FloatFormat format) {
        return of(format, Overflow.usualFor(format));
    }

    /// Rounds to the format with the given overflow.
    public static Quantizer of(FloatFormat format, Overflow overflow) {
        return new Quantizer(format, overflow);
    }

    /// What is rounded to.
    public FloatFormat format() {
        return format;
    }

    /// What becomes of magnitudes beyond the largest.
    public Overflow overflow() {
        return overflow;
    }

    /// Whether rounding changes no float32 at all.
    public boolean isIdentity() {
        return identity;
    }

    /// The number rounded to the format.
    public float quantize(float x) {
        return (float) Math.copySign(quantizeMagnitude(Math.abs(x)), x);
    }

    /// Rounds `in[from]` to `in[to - 1]` into the same places of `out`, which may be the same
    /// array.
    public void quantize(float[] in, float[] out, int from, int to) {
        if (identity) {
            System.arraycopy(in, from, out, from, to - from);
            return;
        }
        for (int i = from; i < to; i++) {
            out[i] = quantize(in[i]);
        }
    }

    /// A magnitude rounded to the format, as an exact double.
    ///
    /// @param magnitude zero or more; any double up to `2^900`, infinity or NaN
    public double quantizeMagnitude(double magnitude) {
        double rounded = toGrid(magnitude);
        return rounded > maxFinite ? beyond : rounded;
    }

    /// Rounds to the grid of the format continued without an upper end.
    ///
    /// With `e` the exponent of the magnitude, or the lowest of the format where that is larger,
    /// the grid is the multiples of `2^(e - m)`. Adding `M = 2^(e + 52 - m)` makes that the last
    /// place of the sum, so the processor's own rounding, ties to even, does the work, and
    /// subtracting `M` is exact. `M` is an even multiple of the grid, so parity is kept. For
    /// infinity the exponent field of `M` wraps round to a tiny number, which infinity absorbs; NaN
    /// stays NaN.
    private double toGrid(double magnitude) {
        long exponentField = Double.doubleToRawLongBits(magnitude) & EXPONENT_MASK;
        long field = Math.max(exponentField, lowestExponentField) + shiftField;
        double shifter = Double.longBitsToDouble(field);
        return (magnitude + shifter) - shifter;
    }
}
