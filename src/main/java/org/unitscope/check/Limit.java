package org.unitscope.check;

import java.util.Optional;
import java.util.OptionalDouble;

/// The range in which a quantity must be, both ends within it; at least one end is there.
public record Limit(Quantity quantity, OptionalDouble min, OptionalDouble max) {
    /// A side on which a number lies outside.
    enum Side {
        BELOW,
        ABOVE,
        /// It is no number.
        NOWHERE
    }

    /// Where a value lies outside; empty if it is within.
    Optional<Side> outside(double value) {
        if (Double.isNaN(value)) {
            return Optional.of(Side.NOWHERE);
        }
        if (min.isPresent() && value < min.getAsDouble()) {
            return Optional.of(Side.BELOW);
        }
        return max.isPresent() && value > max.getAsDouble()
                ? Optional.of(Side.ABOVE)
                : Optional.empty();
    }

    /// The end that a value is beyond, or the first there is.
    double broken(double value) {
        boolean above = max.isPresent() && (value > max.getAsDouble() || min.isEmpty());
        return above ? max.getAsDouble() : min.orElse(Double.NaN);
    }

    /// As people write it: `≤ 0.01`, `≥ 20.0`, `0.125 to 8.0`.
    public String text() {
        if (min.isPresent() && max.isPresent()) {
            return quantity.text(min.getAsDouble()) + " to " + quantity.text(max.getAsDouble());
        }
        return max.isPresent()
                ? "≤ " + quantity.text(max.getAsDouble())
                : "≥ " + quantity.text(min.orElse(Double.NaN));
    }
}
