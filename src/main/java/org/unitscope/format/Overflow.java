package org.unitscope.format;

/// What becomes of a magnitude that rounds beyond the largest finite value of a format.
public enum Overflow {
    /// The largest finite value of the same sign, for finite inputs and infinities alike (the
    /// saturating conversion of OCP OFP8).
    SATURATE,

    /// Infinity of the same sign, as IEEE 754 casts do; NaN where the format has no infinity (the
    /// non-saturating conversion of OCP OFP8).
    TO_INFINITY;

    /// What hardware and frameworks do unless told otherwise: formats of eight bits saturate, wider
    /// ones go to infinity.
    public static Overflow usualFor(FloatFormat format) {
        return format.bits() <= 8 ? SATURATE : TO_INFINITY;
    }
}
