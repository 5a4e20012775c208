package org.unitscope.check;

import java.util.OptionalDouble;

/// What a run says of a quantity of a tensor.
sealed interface Reading {
    /// A number; may be infinite or NaN, which breaks every limit it is held to.
    record Known(double value) implements Reading {}

    /// There is nothing to judge: the noise of rounding zeros.
    record Vacuous() implements Reading {}

    /// The run should have a number and has none.
    ///
    /// @param reason a clause without a full stop
    record Missing(String reason) implements Reading {}

    /// A number, or missing for a reason.
    static Reading of(OptionalDouble value, String reason) {
        return value.isPresent() ? new Known(value.getAsDouble()) : new Missing(reason);
    }
}
