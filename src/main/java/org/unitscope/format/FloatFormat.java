package org.unitscope.format;

import java.util.Locale;

/// A binary floating-point format with a sign bit and subnormals, as a record of parameters.
///
/// A code with exponent field `E` and mantissa field `M` of `m` bits has the magnitude `2^(E -
/// bias) * (1 + M / 2^m)` for `E > 0` and `2^(1 - bias) * M / 2^m` for `E = 0`. Every value is also
/// a float32, so all derived numbers are exact doubles. Thresholds are those of rounding to
/// nearest, ties to even. Source: IEEE 754-2019 §3.4; OCP 8-bit Floating Point Specification (OFP8)
/// 1.0, table 1.
///
/// @param name short lower-case name, as written in files and commands
/// @param exponentBits width of the exponent field
/// @param mantissaBits width of the stored fraction, without the hidden bit
/// @param bias what is subtracted from the exponent field
/// @param specials which codes are not finite numbers
public record FloatFormat(
        String name, int exponentBits, int mantissaBits, int bias, SpecialValues specials) {

    /// @throws IllegalArgumentException if a field is too wide or a value would not be a float32
    public FloatFormat {
        require(name, exponentBits >= 2 && exponentBits <= 8, "2 to 8 exponent bits", exponentBits);
        require(
                name,
                mantissaBits >= 1 && mantissaBits <= 23,
                "1 to 23 mantissa bits",
                mantissaBits);
        int lowest = 1 - bias - mantissaBits;
        require(name, lowest >= -149, "smallest exponent -149 or more (a float32)", lowest);
        int highest = topExponent(exponentBits, bias, specials);
        require(name, highest <= 127, "largest exponent 127 or less (a float32)", highest);
    }

    private static void require(String name, boolean rule, String text, int got) {
        if (!rule) {
            throw new IllegalArgumentException(
                    "Format '%s': needs %s, got %d; change its widths or its bias."
                            .formatted(name, text, got));
        }
    }

    private static int topExponent(int exponentBits, int bias, SpecialValues specials) {
        int topField = (1 << exponentBits) - (specials == SpecialValues.IEEE ? 2 : 1);
        return topField - bias;
    }

    /// Width of a code, sign included.
    public int bits() {
        return 1 + exponentBits + mantissaBits;
    }

    /// Bits of the significand, hidden bit included.
    public int precision() {
        return mantissaBits + 1;
    }

    /// Exponent of [#minNormal].
    public int minExponent() {
        return 1 - bias;
    }

    /// Exponent of [#maxFinite].
    public int maxExponent() {
        return topExponent(exponentBits, bias, specials);
    }

    /// Largest finite value.
    public double maxFinite() {
        // The topmost mantissa is all ones; where that code is NaN, the one before it.
        int missing = specials == SpecialValues.IEEE ? 1 : 2;
        return Math.scalb(2.0 - missing * Math.scalb(1.0, -mantissaBits), maxExponent());
    }

    /// Smallest positive value with full precision, `2^(1 - bias)`.
    public double minNormal() {
        return Math.scalb(1.0, minExponent());
    }

    /// Smallest positive value, `2^(1 - bias - mantissaBits)`.
    public double minSubnormal() {
        return Math.scalb(1.0, minExponent() - mantissaBits);
    }

    /// Half of [#minSubnormal]: magnitudes up to and including it round to zero.
    public double flushThreshold() {
        return 0.5 * minSubnormal();
    }

    /// Half an ulp above [#maxFinite]: the tie between it and the value that would follow.
    /// Magnitudes above it overflow; the tie itself does where [#overflowThresholdOverflows] says
    /// so.
    public double overflowThreshold() {
        return maxFinite() + Math.scalb(0.5, maxExponent() - mantissaBits);
    }

    /// Whether [#overflowThreshold] itself overflows. Ties go to the even mantissa: all ones is
    /// odd, so IEEE formats lose it (FP16: 65520, E5M2: 61440); E4M3 ends in an even mantissa, so
    /// 464 is 448.
    public boolean overflowThresholdOverflows() {
        return specials == SpecialValues.IEEE;
    }

    /// Whether a magnitude rounds beyond [#maxFinite]. True for infinity, false for NaN.
    public boolean overflows(double magnitude) {
        return overflowThresholdOverflows()
                ? magnitude >= overflowThreshold()
                : magnitude > overflowThreshold();
    }

    /// Whether a magnitude other than zero rounds to zero. False for NaN.
    public boolean flushes(double magnitude) {
        return magnitude > 0 && magnitude <= flushThreshold();
    }

    /// Whether a magnitude lies above [#flushThreshold] and below [#minNormal], where precision is
    /// reduced. Magnitudes that round up to `minNormal` belong here too. False for NaN.
    public boolean isSubnormalRange(double magnitude) {
        return magnitude > flushThreshold() && magnitude < minNormal();
    }

    /// Whether the codes include infinities.
    public boolean hasInfinity() {
        return specials == SpecialValues.IEEE;
    }

    /// Name for people; the largest value and the bias are always in it because the same short name
    /// means different formats to different tools: `FP8 E4M3 (OCP, max 448, bias 7)`.
    public String displayName() {
        String title = name.toUpperCase(Locale.ROOT).replace('_', ' ');
        return "%s (%smax %s, bias %s)"
                .formatted(
                        title, isOcpFp8() ? "OCP, " : "", maxFiniteText(), Integer.toString(bias));
    }

    private boolean isOcpFp8() {
        boolean e4m3 = exponentBits == 4 && mantissaBits == 3 && bias == 7 && !hasInfinity();
        boolean e5m2 = exponentBits == 5 && mantissaBits == 2 && bias == 15 && hasInfinity();
        return e4m3 || e5m2;
    }

    private String maxFiniteText() {
        double max = maxFinite();
        boolean wholeAndShort = max < 1e7 && max == Math.rint(max);
        return wholeAndShort
                ? Long.toString((long) max)
                : Float.toString((float) max).toLowerCase(Locale.ROOT);
    }
}
