package org.unitscope.format;

/// How a format stores the sign.
public enum Signedness {
    /// A sign bit before the magnitude.
    SIGN_BIT,

    /// No sign: only zero and positive numbers.
    UNSIGNED,

    /// An integer code times a step, from `-2^m` to `2^m - 1` steps; no exponent field.
    TWOS_COMPLEMENT,

    /// As [#TWOS_COMPLEMENT] with the lowest code left unused, so that the range is symmetric.
    TWOS_COMPLEMENT_SYMMETRIC;

    /// Whether codes are integers in two's complement.
    public boolean isInteger() {
        return this == TWOS_COMPLEMENT || this == TWOS_COMPLEMENT_SYMMETRIC;
    }
}
