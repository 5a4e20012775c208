package org.unitscope.operators;

import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// What correlation of the first two inputs adds to an output that a rule of independent inputs has
/// predicted.
@FunctionalInterface
public interface CorrelatedInputs {
    /// The output with it.
    ///
    /// @param independent what the rule has predicted
    /// @param covariance of the two inputs over pairs of rows
    TensorState apply(
            TensorState left, TensorState right, TensorState independent, Kernels covariance);
}
