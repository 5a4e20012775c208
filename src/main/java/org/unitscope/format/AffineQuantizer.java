package org.unitscope.format;

/// Rounds float32 numbers to integers with a scale and a zero point, see [Scaling] for the rule.
///
/// `q = clamp(round(x * (1 / s)) + z)`, value `(q - z) * s`; products, reciprocal and value in
/// float32, as torch computes them. Overflow means that clamping changes `q`. NaN stays NaN,
/// infinities are clamped.
public final class AffineQuantizer {
    private static final ScalarFormat WHOLE_NUMBERS =
            ScalarFormat.integer("whole", "whole numbers", 24, 0, false, Scaling.NONE);

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
        return scale > 0 && Float.isFinite(scale) && Float.isFinite(1 / scale) ? scale : 1;
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

    /// Whether clamping changes the code of a finite number.
    public boolean overflows(float x, int random) {
        double code = unclamped(x, random);
        return code < lowest || code > highest;
    }

    /// The value a number is rounded to.
    ///
    /// @param random as in [Quantizer#quantize(float, int)]
    public float quantize(float x, int random) {
        return Float.isNaN(x) ? x : (code(x, random) - zeroPoint) * scale;
    }
}
