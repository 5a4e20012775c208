package org.unitscope.transform.unitscaling;

/// Rounding to powers of two.
final class PowersOfTwo {
    private PowersOfTwo() {}

    /// Whether a factor is one but for rounding.
    static boolean isNearly(double factor) {
        return Math.abs(factor / nearest(factor) - 1) < 0x1p-40;
    }

    /// The nearest in octaves; half an octave goes up.
    static double nearest(double factor) {
        int exponent = Math.getExponent(factor);
        double mantissa = Math.scalb(factor, -exponent);
        return Math.scalb(1.0, mantissa * mantissa >= 2 ? exponent + 1 : exponent);
    }
}
