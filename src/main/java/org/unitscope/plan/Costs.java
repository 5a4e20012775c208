package org.unitscope.plan;

import java.util.Optional;

/// What counts when exponents are chosen: the number of factors; among plans of as many, the number
/// of parameters whose initialization changes; among those, how far in half octaves tensors that
/// change end up from the middles of their ranges.
final class Costs {
    /// One factor.
    static final long FACTOR = 1L << 40;

    /// One parameter that starts from another law.
    static final long PARAMETER = 1L << 20;

    private Costs() {}

    /// Of a tensor's exponent, factors apart.
    static long of(int exponent, Optional<ExponentRange> range) {
        if (exponent == 0) {
            return 0;
        }
        return range.map(r -> (long) Math.abs(2 * exponent - r.low() - r.high()))
                .orElse(2L * Math.abs(exponent));
    }

    /// Of a parameter's exponent.
    static long ofParameter(int exponent, Optional<ExponentRange> range) {
        return of(exponent, range) + (exponent == 0 ? 0 : PARAMETER);
    }
}
