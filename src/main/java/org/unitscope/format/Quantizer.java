package org.unitscope.format;

import org.unitscope.format.Overflow.Outcome;

/// Rounds numbers to a format under a [Conversion], one at a time, exactly.
///
/// In order: a float32 subnormal becomes zero if inputs are flushed; NaN and infinities have their
/// outcome; the magnitude is rounded to the grid of the format continued without an end; a result
/// below the smallest normal number becomes zero if results are flushed; a result beyond the limit
/// of its sign overflows. Zero keeps its sign where the format has one. In a format without zero
/// the smallest value takes its place. Every operation on doubles here is exact, so results are,
/// for every float32 and every double up to `2^900`.
///
/// Formats with a scale are rounded in units of their step: see [AffineQuantizer]. Immutable, safe
/// to share between threads.
public final class Quantizer {
    /// Bits of a double's significand after the leading one.
    private static final int DOUBLE_MANTISSA_BITS = 52;

    private static final long EXPONENT_MASK = 0x7FF0_0000_0000_0000L;

    private final ScalarFormat format;
    private final Conversion conversion;
    private final RoundingMode.Kind kind;
    private final int randomBits;
    private final double positiveLimit;
    private final double negativeLimit;
    private final double minNormal;
    private final int minExponent;
    private final boolean identity;
    private final boolean addsAndSubtracts;
    private final long lowestExponentField;
    private final long shiftField;

    private Quantizer(ScalarFormat format, Conversion conversion) {
        this.format = format;
        this.conversion = conversion;
        kind = conversion.rounding().kind();
        randomBits = conversion.rounding().randomBits();
        positiveLimit = format.maxFinite();
        negativeLimit = format.isSigned() ? -format.lowestFinite() : 0;
        minNormal = format.minNormal();
        minExponent = format.minExponent();
        addsAndSubtracts =
                kind == RoundingMode.Kind.NEAREST_EVEN
                        && format.mantissaBits() > 0
                        && !format.isInteger();
        lowestExponentField = Double.doubleToRawLongBits(minNormal);
        shiftField = (DOUBLE_MANTISSA_BITS - (long) format.mantissaBits()) << DOUBLE_MANTISSA_BITS;
        identity =
                format.scaling() == Scaling.NONE
                        && positiveLimit == Float.MAX_VALUE
                        && negativeLimit == Float.MAX_VALUE
                        && format.minSubnormal() == Float.MIN_VALUE
                        && conversion.overflow().ofInfinity(format) == Outcome.INFINITY
                        && conversion.subnormals() == Subnormals.KEEP;
    }

    /// Rounds to the format as usual, see [Conversion#usual].
    public static Quantizer of(ScalarFormat format) {
        return of(format, Conversion.usual(format));
    }

    /// Rounds to the format under these settings.
    public static Quantizer of(ScalarFormat format, Conversion conversion) {
        return new Quantizer(format, conversion);
    }

    /// What is rounded to.
    public ScalarFormat format() {
        return format;
    }

    /// How.
    public Conversion conversion() {
        return conversion;
    }

    /// Whether rounding changes no float32 at all.
    public boolean isIdentity() {
        return identity;
    }

    /// The number rounded to the format.
    ///
    /// @throws IllegalStateException if the rounding is stochastic
    public float quantize(float x) {
        requireDeterministic();
        return quantize(x, 0);
    }

    /// The number rounded to the format with these random bits.
    ///
    /// @param random `R`, 0 to `2^N - 1`; ignored unless the rounding is stochastic
    public float quantize(float x, int random) {
        return (float) quantize((double) x, random);
    }

    /// Rounds `in[from]` to `in[to - 1]` into the same places of `out`, which may be the same
    /// array.
    ///
    /// @throws IllegalStateException if the rounding is stochastic
    public void quantize(float[] in, float[] out, int from, int to) {
        requireDeterministic();
        for (int i = from; i < to; i++) {
            out[i] = quantize(in[i], 0);
        }
    }

    private void requireDeterministic() {
        if (kind.isStochastic()) {
            throw new IllegalStateException("stochastic rounding needs random bits");
        }
    }

    /// The number rounded to the format, as a double.
    ///
    /// @param random as above
    public double quantize(double x, int random) {
        if (Double.isNaN(x)) {
            return outcome(conversion.overflow().ofNan(format), false);
        }
        boolean negative = isNegative(x);
        if (Double.isInfinite(x)) {
            return outcome(conversion.overflow().ofInfinity(format), negative);
        }
        double magnitude = flushedInput(Math.abs(x));
        boolean minus = keepsSign(negative, magnitude);
        double rounded = roundMagnitude(magnitude, minus, random);
        if (rounded > limit(minus)) {
            return outcome(finiteOutcome(minus), minus);
        }
        return signed(rounded, minus);
    }

    /// Without a sign, what an input is flushed to is zero like any other.
    private boolean keepsSign(boolean negative, double magnitude) {
        return negative && (magnitude != 0 || format.isSigned());
    }

    /// Without a sign, -0 is zero like any other.
    private boolean isNegative(double x) {
        return format.isSigned() ? Double.doubleToRawLongBits(x) < 0 : x < 0;
    }

    private double flushedInput(double magnitude) {
        boolean flushed = conversion.subnormals().flushesInputs() && magnitude < Float.MIN_NORMAL;
        return flushed ? 0 : magnitude;
    }

    private double signed(double magnitude, boolean negative) {
        boolean minus = negative && (magnitude != 0 || format.hasNegativeZero());
        return minus ? -magnitude : magnitude;
    }

    /// The largest magnitude of a sign.
    double limit(boolean negative) {
        return negative ? negativeLimit : positiveLimit;
    }

    private Outcome finiteOutcome(boolean negative) {
        boolean inward =
                kind == RoundingMode.Kind.TOWARD_ZERO
                        || kind == (negative ? RoundingMode.Kind.UP : RoundingMode.Kind.DOWN);
        return inward && conversion.overflow().respectsDirection()
                ? Outcome.LARGEST
                : conversion.overflow().ofFinite(format);
    }

    private double outcome(Outcome outcome, boolean negative) {
        return switch (outcome) {
            case LARGEST -> negative ? format.lowestFinite() : positiveLimit;
            case INFINITY -> {
                boolean exists = !negative || format.isSigned();
                double sign = negative ? -1 : 1;
                yield exists ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            }
            case NAN -> Double.NaN;
            case ZERO -> format.hasZero() ? 0 : minNormal;
        };
    }

    /// The result of a finite number if a float32 overflow rule says so: what stands for numbers
    /// beyond the limit of a sign.
    public double beyond(boolean negative) {
        return outcome(finiteOutcome(negative), negative);
    }

    /// What stands for an infinity of a sign.
    public double ofInfinity(boolean negative) {
        return outcome(conversion.overflow().ofInfinity(format), negative);
    }

    /// What stands for NaN.
    public double ofNan() {
        return outcome(conversion.overflow().ofNan(format), false);
    }

    /// Whether a finite number rounds beyond the range, before any clamping.
    public boolean overflows(double x, int random) {
        double magnitude = flushedInput(Math.abs(x));
        boolean minus = keepsSign(isNegative(x), magnitude);
        return roundMagnitude(magnitude, minus, random) > limit(minus);
    }

    /// Rounds a finite magnitude to the grid of the format continued without an upper end, with
    /// flushed results.
    private double roundMagnitude(double magnitude, boolean negative, int random) {
        if (!format.hasZero() && magnitude <= minNormal) {
            return minNormal;
        }
        double rounded =
                addsAndSubtracts
                        ? nearest(magnitude)
                        : between(magnitude, step(magnitude), negative, random);
        boolean lost = conversion.subnormals().flushesResults() && rounded < minNormal;
        return lost ? 0 : rounded;
    }

    /// The usual case, to nearest even, without a division. With `e` the exponent of the magnitude,
    /// or the lowest of the format where that is larger, adding `M = 2^(e + 52 - m)` makes the
    /// format's step the last place of the sum, so that the processor's own rounding does the work;
    /// subtracting `M` is exact. `M` is an even multiple of the step, so parity is kept.
    private double nearest(double magnitude) {
        long exponentField = Double.doubleToRawLongBits(magnitude) & EXPONENT_MASK;
        double shifter =
                Double.longBitsToDouble(Math.max(exponentField, lowestExponentField) + shiftField);
        return (magnitude + shifter) - shifter;
    }

    private double between(double magnitude, double step, boolean negative, int random) {
        double units = magnitude / step;
        double below = Math.floor(units);
        double position = units - below;
        boolean up = position > 0 && goesUp(below, position, magnitude, negative, random);
        return (up ? below + 1 : below) * step;
    }

    /// Distance of the neighbors of a magnitude, a power of two.
    public double step(double magnitude) {
        if (format.isInteger()) {
            return minNormal;
        }
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        return Math.scalb(1.0, exponent - format.mantissaBits());
    }

    /// Whether the neighbor away from zero is chosen.
    ///
    /// @param below the neighbor toward zero in steps
    /// @param position of the number between both, in (0, 1)
    private boolean goesUp(
            double below, double position, double magnitude, boolean negative, int random) {
        return switch (kind) {
            case NEAREST_EVEN -> position > 0.5 || (position == 0.5 && codeIsOdd(below, magnitude));
            case NEAREST_AWAY -> position >= 0.5;
            case NEAREST_ZERO -> position > 0.5;
            case TOWARD_ZERO -> false;
            case UP -> !negative;
            case DOWN -> negative;
            case ODD -> !codeIsOdd(below, magnitude);
            case STOCHASTIC_A, STOCHASTIC_B, STOCHASTIC_C ->
                    randomGoesUp(kind, randomBits, position, random);
        };
    }

    /// Without mantissa bits all significands are 1: there the exponent tells codes apart.
    private boolean codeIsOdd(double below, double magnitude) {
        if (format.mantissaBits() > 0 || below == 0) {
            return (below / 2) != Math.floor(below / 2);
        }
        return (Math.getExponent(magnitude) + format.bias() & 1) == 1;
    }

    static boolean randomGoesUp(
            RoundingMode.Kind kind, int randomBits, double position, int random) {
        double ones = Math.scalb(1.0, randomBits);
        return switch (kind) {
            case STOCHASTIC_A -> Math.floor(position * ones) + random >= ones;
            case STOCHASTIC_B -> Math.floor(position * 2 * ones) + 2.0 * random + 1 >= 2 * ones;
            default -> Math.rint(position * ones) + random >= ones;
        };
    }

    /// The probability that a number rounds away from zero: 0 or 1 unless rounding is stochastic,
    /// then a multiple of `2^-N`.
    public double probabilityAway(double x) {
        double magnitude = flushedInput(Math.abs(x));
        boolean negative = isNegative(x);
        double units = magnitude / step(magnitude);
        double below = Math.floor(units);
        double position = units - below;
        if (position == 0) {
            return 0;
        }
        double ones = Math.scalb(1.0, randomBits);
        return switch (kind) {
            case STOCHASTIC_A -> Math.floor(position * ones) / ones;
            // floor(2 nu 2^N) = 2 j + b goes up for R >= 2^N - j - (b + 1) / 2, rounded up.
            case STOCHASTIC_B -> Math.floor((Math.floor(position * 2 * ones) + 1) / 2) / ones;
            case STOCHASTIC_C -> Math.rint(position * ones) / ones;
            default -> goesUp(below, position, magnitude, negative, 0) ? 1 : 0;
        };
    }

    /// The expected squared error `E[(q - x)^2]` of a finite number, over the random bits where
    /// rounding is stochastic; infinite where the result is.
    public double expectedSquaredError(double x) {
        if (!kind.isStochastic()) {
            return square(quantize(x, 0) - x);
        }
        double up = probabilityAway(x);
        int most = (1 << randomBits) - 1;
        // R = 0 goes toward zero unless all do, the largest R away unless none does.
        double below = square(quantize(x, 0) - x);
        double above = square(quantize(x, most) - x);
        return up == 0 ? below : up == 1 ? above : (1 - up) * below + up * above;
    }

    private static double square(double x) {
        return x * x;
    }
}
