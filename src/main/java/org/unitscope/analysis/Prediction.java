package org.unitscope.analysis;

import org.unitscope.operators.Basis;
import org.unitscope.statistics.Moments;

/// What the analytic engine says about a tensor.
public sealed interface Prediction {
    /// A number with what it rests on.
    ///
    /// @param basis the weakest basis of all rules on the way to this tensor's own rule
    record Known(Moments moments, Basis basis) implements Prediction {}

    /// No number, and why.
    record Unknown(String reason) implements Prediction {}
}
