package org.unitscope.comparison;

import java.util.OptionalDouble;

/// The difference of two scales (RMS) of the same kind, both sampled or both predicted.
///
/// @param before the RMS in the first run, if it has one
/// @param after the RMS in the second run, if it has one
public record ScaleChange(OptionalDouble before, OptionalDouble after) {
    private static final double LN2 = StrictMath.log(2);

    /// Whether both runs have the number.
    public boolean isKnown() {
        return before.isPresent() && after.isPresent();
    }

    /// `log2(after / before)`, exact where that is a power of two; empty where one is missing, zero
    /// or not finite.
    public OptionalDouble octaves() {
        if (!isKnown() || !isPositive(before) || !isPositive(after)) {
            return OptionalDouble.empty();
        }
        int from = Math.getExponent(before.getAsDouble());
        int to = Math.getExponent(after.getAsDouble());
        double low = StrictMath.log(Math.scalb(before.getAsDouble(), -from));
        double high = StrictMath.log(Math.scalb(after.getAsDouble(), -to));
        return OptionalDouble.of(to - from + (high - low) / LN2);
    }

    private static boolean isPositive(OptionalDouble scale) {
        return scale.getAsDouble() > 0 && scale.getAsDouble() < Double.POSITIVE_INFINITY;
    }

    /// How they compare.
    ///
    /// @param tolerance octaves, see [RunComparison#DEFAULT_TOLERANCE]
    public ScaleState state(double tolerance) {
        if (!isKnown()) {
            return ScaleState.NOT_COMPARABLE;
        }
        double a = before.getAsDouble();
        double b = after.getAsDouble();
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return ScaleState.NOT_FINITE;
        }
        if (a == 0 || b == 0) {
            return a == b
                    ? ScaleState.BOTH_ZERO
                    : a == 0 ? ScaleState.WAS_ZERO : ScaleState.BECAME_ZERO;
        }
        return Math.abs(octaves().getAsDouble()) <= tolerance
                ? ScaleState.WITHIN
                : ScaleState.OUTSIDE;
    }
}
