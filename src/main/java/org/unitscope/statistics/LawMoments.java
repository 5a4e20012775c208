package org.unitscope.statistics;

/// Moments of a law, kept beside its bins because they follow exactly: products of independent laws
/// multiply them, mixtures average them.
///
/// @param mean `E x`
/// @param first `E |x|`
/// @param second `E x^2`
/// @param third `E |x|^3`
/// @param fourth `E x^4`
record LawMoments(double mean, double first, double second, double third, double fourth) {
    static final LawMoments ZERO = new LawMoments(0, 0, 0, 0, 0);

    /// Those of a number.
    static LawMoments of(double value) {
        return new LawMoments(1, 1, 1, 1, 1).scaled(value);
    }

    LawMoments scaled(double factor) {
        double a = Math.abs(factor);
        return new LawMoments(
                factor * mean,
                a * first,
                a * a * second,
                a * a * a * third,
                a * a * a * a * fourth);
    }

    LawMoments times(LawMoments other) {
        // Symmetric laws keep a mean of zero where the other's overflows.
        boolean centered = mean == 0 || other.mean == 0;
        return new LawMoments(
                centered ? 0 : mean * other.mean,
                first * other.first,
                second * other.second,
                third * other.third,
                fourth * other.fourth);
    }

    LawMoments plus(double weight, LawMoments other) {
        return weight == 0
                ? this
                : new LawMoments(
                        mean + weight * other.mean,
                        first + weight * other.first,
                        second + weight * other.second,
                        third + weight * other.third,
                        fourth + weight * other.fourth);
    }

    /// The same with a mean of exactly zero.
    LawMoments symmetric() {
        return new LawMoments(0, first, second, third, fourth);
    }
}
