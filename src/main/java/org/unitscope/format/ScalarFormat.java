package org.unitscope.format;

import java.util.Locale;

/// A number format of up to 32 bits as a record of parameters.
///
/// A magnitude code with exponent field `E` and mantissa field `M` of `m` bits has the value `2^(E
/// - bias) * (1 + M / 2^m)` for `E > 0` and `2^(1 - bias) * M / 2^m` for `E = 0`; without zero
///   (`hasZero` false, as E8M0) `E = 0` is read like any other field. Integers in two's complement
///   have no exponent field and the value `code * 2^(1 - bias - m)`. Every value is also a float32,
///   so all derived numbers are exact doubles. Thresholds are those of rounding to nearest, ties to
///   even. Source: IEEE 754-2019 §3.4; OCP OFP8 1.0 table 1; OCP MX 1.0; P3109 interim report.
///
/// @param name short lower-case name, as written in files and commands
/// @param title for people, without the numbers
/// @param signedness how the sign is stored
/// @param exponentBits width of the exponent field
/// @param mantissaBits width of the stored fraction, without the hidden bit
/// @param bias what is subtracted from the exponent field
/// @param specials which codes are not finite numbers
/// @param hasZero whether exponent field 0 holds zero and the subnormals
/// @param scaling how a scale is chosen from the data; [Scaling#NONE] for all but integers
public record ScalarFormat(
        String name,
        String title,
        Signedness signedness,
        int exponentBits,
        int mantissaBits,
        int bias,
        SpecialValues specials,
        boolean hasZero,
        Scaling scaling) {

    /// @throws IllegalArgumentException with the reason if there can be no such format
    public ScalarFormat {
        FormatRules.check(
                name, signedness, exponentBits, mantissaBits, bias, specials, hasZero, scaling);
    }

    /// A signed floating-point format with zero and subnormals.
    public static ScalarFormat floating(
            String name,
            String title,
            int exponentBits,
            int mantissaBits,
            int bias,
            SpecialValues specials) {
        return new ScalarFormat(
                name,
                title,
                Signedness.SIGN_BIT,
                exponentBits,
                mantissaBits,
                bias,
                specials,
                true,
                Scaling.NONE);
    }

    /// A floating-point format with zero and subnormals, without a sign.
    public static ScalarFormat unsigned(
            String name,
            String title,
            int exponentBits,
            int mantissaBits,
            int bias,
            SpecialValues specials) {
        return new ScalarFormat(
                name,
                title,
                Signedness.UNSIGNED,
                exponentBits,
                mantissaBits,
                bias,
                specials,
                true,
                Scaling.NONE);
    }

    /// Two's complement integers of this width with step `2^log2Step`.
    public static ScalarFormat integer(
            String name, String title, int bits, int log2Step, boolean symmetric, Scaling scaling) {
        return new ScalarFormat(
                name,
                title,
                symmetric ? Signedness.TWOS_COMPLEMENT_SYMMETRIC : Signedness.TWOS_COMPLEMENT,
                0,
                bits - 1,
                2 - bits - log2Step,
                SpecialValues.NONE,
                true,
                scaling);
    }

    /// Whether values with reduced precision lie below [#minNormal].
    public boolean hasSubnormals() {
        return hasZero && !isInteger() && mantissaBits > 0;
    }

    /// Width of a code, sign included.
    public int bits() {
        return (signedness == Signedness.UNSIGNED ? 0 : 1) + exponentBits + mantissaBits;
    }

    /// Bits of the significand, hidden bit included.
    public int precision() {
        return mantissaBits + 1;
    }

    /// Whether negative numbers exist.
    public boolean isSigned() {
        return signedness != Signedness.UNSIGNED;
    }

    /// Whether values are integers times a step: no exponent field, no subnormals.
    public boolean isInteger() {
        return signedness.isInteger();
    }

    /// Whether the codes include infinities.
    public boolean hasInfinity() {
        return specials.hasInfinity();
    }

    /// Whether the codes include NaN.
    public boolean hasNan() {
        return specials.hasNan();
    }

    /// Whether zero has a sign.
    public boolean hasNegativeZero() {
        return signedness == Signedness.SIGN_BIT
                && hasZero
                && specials != SpecialValues.NAN_AT_NEGATIVE_ZERO
                && specials != SpecialValues.P3109_EXTENDED;
    }

    /// Number of magnitude codes, special ones included; integers: codes of zero and above.
    int magnitudeCodes() {
        return 1 << (exponentBits + mantissaBits);
    }

    /// Magnitude code of [#maxFinite].
    int topCode() {
        int last = magnitudeCodes() - 1;
        return switch (specials) {
            case IEEE -> (((1 << exponentBits) - 1) << mantissaBits) - 1;
            case NAN_ONLY_ALL_ONES -> last - 1;
            case NAN_AT_NEGATIVE_ZERO, NONE -> last;
            case P3109_EXTENDED -> isSigned() ? last - 1 : last - 2;
        };
    }

    /// The value of a finite magnitude code.
    double magnitude(int code) {
        int field = isInteger() ? 0 : code >>> mantissaBits;
        int fraction = isInteger() ? code : code & (1 << mantissaBits) - 1;
        double units = Math.scalb((double) fraction, -mantissaBits);
        boolean plain = field == 0 && hasZero;
        return plain ? Math.scalb(units, 1 - bias) : Math.scalb(1 + units, field - bias);
    }

    /// Exponent of [#minNormal].
    public int minExponent() {
        if (isInteger()) {
            return 1 - bias - mantissaBits;
        }
        return hasZero ? 1 - bias : -bias;
    }

    /// Exponent of [#maxFinite].
    public int maxExponent() {
        return Math.getExponent(maxFinite());
    }

    /// Largest finite value.
    public double maxFinite() {
        return magnitude(topCode());
    }

    /// Lowest finite value: `-maxFinite` where the range is symmetric, the smallest value where
    /// there is no sign.
    public double lowestFinite() {
        return switch (signedness) {
            case SIGN_BIT, TWOS_COMPLEMENT_SYMMETRIC -> -maxFinite();
            case TWOS_COMPLEMENT -> -Math.scalb((double) magnitudeCodes(), minExponent());
            case UNSIGNED -> hasZero ? 0 : minSubnormal();
        };
    }

    /// Smallest positive value with full precision; for integers the step.
    public double minNormal() {
        return Math.scalb(1.0, minExponent());
    }

    /// Smallest positive value: the smallest subnormal where there are any, else [#minNormal].
    public double minSubnormal() {
        return Math.scalb(1.0, hasSubnormals() ? minExponent() - mantissaBits : minExponent());
    }

    /// Magnitudes up to and including it round to zero: half of [#minSubnormal], or zero where the
    /// format has no zero.
    public double flushThreshold() {
        return hasZero ? 0.5 * minSubnormal() : 0;
    }

    /// Distance of neighbors at the upper end.
    public double topStep() {
        return isInteger() ? minNormal() : Math.scalb(1.0, maxExponent() - mantissaBits);
    }

    /// Half a step above [#maxFinite]: the tie between it and the value that would follow.
    /// Magnitudes above it overflow; the tie itself does where [#overflowThresholdOverflows] says
    /// so.
    public double overflowThreshold() {
        return maxFinite() + 0.5 * topStep();
    }

    /// Whether [#overflowThreshold] itself overflows. Ties go to the even code: an odd top code
    /// loses it (FP16: 65520, E5M2: 61440, E4M3FNUZ: 248); E4M3 ends in an even code, so 464 is
    /// 448.
    public boolean overflowThresholdOverflows() {
        return (topCode() & 1) == 1;
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
        return hasSubnormals() && magnitude > flushThreshold() && magnitude < minNormal();
    }

    /// The same parameters under another scaling rule.
    ScalarFormat scaledBy(String newName, String newTitle, Scaling rule) {
        return new ScalarFormat(
                newName,
                newTitle,
                signedness,
                exponentBits,
                mantissaBits,
                bias,
                specials,
                hasZero,
                rule);
    }

    /// The same format without its scale: the integer codes themselves.
    ScalarFormat unscaled() {
        return scaling == Scaling.NONE ? this : scaledBy(name, title, Scaling.NONE);
    }

    /// Whether both have the same values and codes, whatever they are called.
    public boolean sameCodes(ScalarFormat other) {
        return scaledBy("", "", Scaling.NONE).equals(other.scaledBy("", "", Scaling.NONE));
    }

    /// Name for people; the largest value and the bias are always in it because the same short name
    /// means different formats to different tools: `FP8 E4M3 OCP (max 448, bias 7)`.
    public String displayName() {
        if (scaling != Scaling.NONE) {
            return "%s (max %s steps, %s)".formatted(title, number(maxFinite()), scaling.title());
        }
        String second = isInteger() ? "step " + number(minNormal()) : "bias " + bias;
        return "%s (max %s, %s)".formatted(title, number(maxFinite()), second);
    }

    private static String number(double value) {
        boolean wholeAndShort = value < 1e7 && value == Math.rint(value);
        return wholeAndShort
                ? Long.toString((long) value)
                : Float.toString((float) value).toLowerCase(Locale.ROOT);
    }
}
