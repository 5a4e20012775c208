package org.unitscope.format;

/// Rounds float32 numbers to integers with a scale and a zero point, see [Scaling] for the rule.
///
/// `q = clamp(round(x * (1 / s)) + z)`, value `(q - z) * s`; products, reciprocal and value in
/// float32, as torch computes them. Overflow means that clamping costs more than rounding may: the
/// number lies more than half a step beyond the last code (and 2^-10 of a step, for the float32
/// product), so that amax never overflows under the rules of [Scaling], which put it at most there.
/// NaN stays NaN, infinities are clamped.
public final class AffineQuantizer {
    private static final ScalarFormat WHOLE_NUMBERS =
            ScalarFormat.integer("whole", "whole numbers", 24, 0, false, Scaling.NONE);

    private static final double MOST_LOST = 0.5 + 0x1p-10;

    private final float scale;
    private final float reciprocal;
    private final int zeroPoint;
    private final double lowest;
    private final double highest;
    private final Quantizer wholeNumbers;

    private AffineQuantizer(float scale, int zeroPoint, ScalarFormat codes, RoundingMode rounding) {
        this.scale = scale;
        reciprocal = 1 / scale;
        this.zeroPoint = zeroPoint;
        lowest = codes.lowestFinite();
        highest = codes.maxFinite();
        wholeNumbers = Quantizer.of(WHOLE_NUMBERS, Conversion.SATURATING.with(rounding));
    }

    /// With a given scale and zero point.
    ///
    /// @throws IllegalArgumentException for a scale that is not positive and finite, or a zero
    ///   point that is none of the codes
    public static AffineQuantizer of(
            ScalarFormat format, RoundingMode rounding, float scale, int zeroPoint) {
        boolean scaleFits = scale > 0 && scale <= Float.MAX_VALUE && Float.isFinite(1 / scale);
        if (!scaleFits) {
            throw new IllegalArgumentException(
                    "Scale: must be positive, finite and have a finite reciprocal, got " + scale);
        }
        ScalarFormat codes = format.unscaled();
        if (zeroPoint < codes.lowestFinite() || zeroPoint > codes.maxFinite()) {
            throw new IllegalArgumentException(
                    "Zero point: must be a code of %s, got %d".formatted(format.name(), zeroPoint));
        }
        return new AffineQuantizer(scale, zeroPoint, codes, rounding);
    }

    /// With the scale and zero point that the format's rule finds for values in a range.
    ///
    /// @param min smallest finite value
    /// @param max largest finite value
    public static AffineQuantizer calibrated(
            ScalarFormat format, RoundingMode rounding, float min, float max) {
        ScalarFormat codes = format.unscaled();
        double low = Math.min(min, 0);
        double high = Math.max(max, 0);
        if (format.scaling().isAsymmetric()) {
            float scale =
                    usable((float) ((high - low) / (codes.maxFinite() - codes.lowestFinite())));
            double zero = codes.lowestFinite() - Math.rint(low / scale);
            int zeroPoint = (int) Math.clamp(zero, codes.lowestFinite(), codes.maxFinite());
            return new AffineQuantizer(scale, zeroPoint, codes, rounding);
        }
        double half = (codes.maxFinite() - codes.lowestFinite()) / 2;
        float scale = usable((float) (Math.max(-low, high) / half));
        return new AffineQuantizer(scale, 0, codes, rounding);
    }

    private static float usable(float scale) {
        boolean positive = scale > 0 && Float.isFinite(scale);
        return positive ? Math.max(scale, Float.MIN_NORMAL) : 1;
    }

    /// `s`.
    public float scale() {
        return scale;
    }

    /// `z`.
    public int zeroPoint() {
        return zeroPoint;
    }

    /// `q` of a number that is not NaN.
    ///
    /// @param random as in [Quantizer#quantize(float, int)]
    public int code(float x, int random) {
        return (int) Math.clamp(unclamped(x, random), lowest, highest);
    }

    private double unclamped(float x, int random) {
        return wholeNumbers.quantize((double) (x * reciprocal), random) + zeroPoint;
    }

    /// Whether a finite number lies beyond the codes.
    public boolean overflows(float x) {
        double place = (double) (x * reciprocal) + zeroPoint;
        return place < lowest - MOST_LOST || place > highest + MOST_LOST;
    }

    /// The expected squared error of a finite number, over the random bits.
    public double expectedSquaredError(float x) {
        double up = wholeNumbers.probabilityAway(x * reciprocal);
        int most = (1 << wholeNumbers.conversion().rounding().randomBits()) - 1;
        double toward = (double) quantize(x, 0) - x;
        double away = (double) quantize(x, most) - x;
        boolean random = most > 0 && up > 0 && up < 1;
        double single = up == 0 ? toward : away;
        return random ? (1 - up) * toward * toward + up * away * away : single * single;
    }

    /// The value a number is rounded to.
    ///
    /// @param random as in [Quantizer#quantize(float, int)]
    public float quantize(float x, int random) {
        return Float.isNaN(x) ? x : (code(x, random) - zeroPoint) * scale;
    }
}
