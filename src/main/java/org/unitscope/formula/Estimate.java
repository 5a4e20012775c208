package org.unitscope.formula;

import java.util.Optional;

/// A number with how far it may be off, or why there is none.
public sealed interface Estimate {
    /// A number.
    ///
    /// @param error how far it may be off, an estimate on the safe side
    record Known(double value, double error) implements Estimate {}

    /// No number.
    ///
    /// @param reason a sentence without its full stop
    record Refused(String reason) implements Estimate {}

    /// The number, if there is one.
    default Optional<Known> known() {
        return this instanceof Known known ? Optional.of(known) : Optional.empty();
    }

    /// `1 / value` with the same relative error.
    default Estimate inverse() {
        return this instanceof Known(double value, double error)
                ? new Known(1 / value, error / (value * value))
                : this;
    }
}
