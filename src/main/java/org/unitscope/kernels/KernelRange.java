package org.unitscope.kernels;

import org.unitscope.format.ScalarFormat;

/// Which formats the vector kernels can round to.
final class KernelRange {
    private static final int LOWEST_NORMAL = -126;

    private KernelRange() {}

    /// Whether a power of two can be added to every magnitude of the format, and to those that
    /// round into it, such that the last place of the sum is the format's step.
    static boolean leavesRoomAbove(ScalarFormat format) {
        int shift = 23 - format.mantissaBits();
        int lowest =
                format.isInteger()
                        ? format.minExponent() + format.mantissaBits()
                        : format.minExponent();
        return format.hasZero()
                && format.mantissaBits() >= 1
                && format.mantissaBits() <= 22
                && lowest >= LOWEST_NORMAL
                && format.maxExponent() + 1 + shift <= 126;
    }

    /// Whether the format has the exponents of a float32, so that rounding is an operation on the
    /// lowest bits, subnormal numbers included.
    static boolean hasFloatExponents(ScalarFormat format) {
        return !format.isInteger()
                && format.isSigned()
                && format.hasZero()
                && format.minExponent() == LOWEST_NORMAL
                && format.mantissaBits() >= 1
                && format.mantissaBits() <= 22;
    }
}
