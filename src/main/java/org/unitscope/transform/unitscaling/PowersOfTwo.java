package org.unitscope.transform.unitscaling;

/// Rounding to powers of two.
final class PowersOfTwo {
    private PowersOfTwo() {}

    /// The nearest in octaves; half an octave goes up.
    static double nearest(double factor) {
        int exponent = Math.getExponent(factor);
        double mantissa = Math.scalb(factor, -exponent);
        return Math.scalb(1.0, mantissa * mantissa >= 2 ? exponent + 1 : exponent);
    }
}
