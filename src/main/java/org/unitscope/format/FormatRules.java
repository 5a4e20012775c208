package org.unitscope.format;

/// What a number format must satisfy, each with the reason.
final class FormatRules {
    private static final int LOWEST_FLOAT_EXPONENT = -149;
    private static final int HIGHEST_FLOAT_EXPONENT = 127;

    private FormatRules() {}

    static void check(
            String name,
            Signedness sign,
            int exponentBits,
            int mantissaBits,
            int bias,
            SpecialValues specials,
            boolean hasZero,
            Scaling scaling) {
        Rule rule = new Rule(name);
        rule.require(
                mantissaBits >= 0 && mantissaBits <= 23,
                "0 to 23 mantissa bits (a float32 has 23)",
                mantissaBits);
        if (sign.isInteger()) {
            rule.require(exponentBits == 0, "no exponent bits in two's complement", exponentBits);
            rule.require(
                    mantissaBits >= 1, "at least 2 bits in two's complement", mantissaBits + 1);
            rule.require(
                    specials == SpecialValues.NONE && hasZero,
                    "no special values in two's complement",
                    specials.title());
        } else {
            checkFloat(rule, sign, exponentBits, mantissaBits, specials, hasZero, scaling);
        }
        int lowest = (hasZero ? 1 - bias : -bias) - mantissaBits;
        rule.require(
                lowest >= LOWEST_FLOAT_EXPONENT,
                "a smallest value of 2^-149 or more (the smallest float32); lower the bias",
                "2^" + lowest);
        int highest = highestExponent(sign, exponentBits, mantissaBits, bias, specials, hasZero);
        rule.require(
                highest <= HIGHEST_FLOAT_EXPONENT,
                "a largest value below 2^128 (the float32 range); raise the bias",
                "2^" + highest);
    }

    private static void checkFloat(
            Rule rule,
            Signedness sign,
            int exponentBits,
            int mantissaBits,
            SpecialValues specials,
            boolean hasZero,
            Scaling scaling) {
        rule.require(
                exponentBits >= 1 && exponentBits <= 8,
                "1 to 8 exponent bits (a float32 has 8)",
                exponentBits);
        rule.require(
                specials != SpecialValues.IEEE || exponentBits >= 2,
                "2 exponent bits or more with Inf and NaN: they take the top exponent, and with 1 bit no normal number is left",
                exponentBits);
        rule.require(
                specials != SpecialValues.IEEE || mantissaBits >= 1,
                "a mantissa bit with Inf and NaN, to tell them apart",
                mantissaBits);
        rule.require(
                specials != SpecialValues.NAN_AT_NEGATIVE_ZERO || sign == Signedness.SIGN_BIT,
                "a sign bit for NaN in place of -0",
                "none");
        rule.require(
                exponentBits + mantissaBits >= 2,
                "2 exponent and mantissa bits or more",
                exponentBits + mantissaBits);
        rule.require(
                hasZero || sign == Signedness.UNSIGNED,
                "no sign in a format without zero (only scale formats can do without zero)",
                "signed");
        rule.require(
                scaling == Scaling.NONE, "integers for a scale from the data", scaling.title());
    }

    private static int highestExponent(
            Signedness sign,
            int exponentBits,
            int mantissaBits,
            int bias,
            SpecialValues specials,
            boolean hasZero) {
        if (sign.isInteger()) {
            return 1 - bias;
        }
        int codes = 1 << (exponentBits + mantissaBits);
        int removed =
                switch (specials) {
                    case IEEE -> 1 << mantissaBits;
                    case NAN_ONLY_ALL_ONES -> 1;
                    case NAN_AT_NEGATIVE_ZERO, NONE -> 0;
                    case P3109_EXTENDED -> sign == Signedness.UNSIGNED ? 2 : 1;
                };
        int field = (codes - 1 - removed) >>> mantissaBits;
        return field == 0 && hasZero ? 1 - bias : field - bias;
    }

    private record Rule(String name) {
        void require(boolean holds, String needed, Object got) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "Format '%s': needs %s, got %s.".formatted(name, needed, got));
            }
        }
    }
}
