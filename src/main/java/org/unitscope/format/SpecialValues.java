package org.unitscope.format;

import java.util.Locale;

/// Which codes of a format are not finite numbers. "Top code" is the code with every exponent and
/// mantissa bit set.
public enum SpecialValues {
    /// The top exponent field holds the infinities (mantissa 0) and NaN (any other mantissa), as in
    /// IEEE 754: FP32, FP16, BF16, OCP E5M2.
    IEEE("Inf and NaN", "ieee"),

    /// The top exponent field holds finite numbers, only the top code (of either sign) is NaN, and
    /// there is no infinity: OCP E4M3, E8M0.
    NAN_ONLY_ALL_ONES("NaN only, all ones", "fn"),

    /// The code that would be -0 is the only NaN; there is no infinity: the "FNUZ" formats and the
    /// signed finite formats of P3109.
    NAN_AT_NEGATIVE_ZERO("one NaN in place of -0", "fnuz"),

    /// P3109 "extended". Signed: one NaN in place of -0, infinity at the top code of either sign.
    /// Unsigned: NaN at the top code, infinity just below it.
    P3109_EXTENDED("P3109 extended: Inf at the top, one NaN", "p3109"),

    /// Every code is a finite number: FP6, FP4, integers.
    NONE("none, all codes finite", "finite");

    private final String title;
    private final String suffix;

    SpecialValues(String title, String suffix) {
        this.title = title;
        this.suffix = suffix;
    }

    /// What is shown in a list of choices.
    public String title() {
        return title;
    }

    /// The word in the name of a custom format: `s1e4m3b7_fn`.
    public String suffix() {
        return suffix;
    }

    /// Whether there are infinities.
    public boolean hasInfinity() {
        return this == IEEE || this == P3109_EXTENDED;
    }

    /// Whether there is a NaN.
    public boolean hasNan() {
        return this != NONE;
    }

    /// The choice with that suffix.
    ///
    /// @throws IllegalArgumentException if there is none
    public static SpecialValues ofSuffix(String suffix) {
        String wanted = suffix.toLowerCase(Locale.ROOT);
        for (SpecialValues specials : values()) {
            if (specials.suffix.equals(wanted)) {
                return specials;
            }
        }
        throw new IllegalArgumentException(
                "Special values '%s' are not known; use ieee, fn, fnuz, p3109 or finite."
                        .formatted(suffix));
    }
}
