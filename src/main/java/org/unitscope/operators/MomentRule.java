package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.moments.TensorState;

/// How the moments of an operator's outputs follow from those of its inputs, and those of the input
/// gradients from those of the output gradients. An unknown rule is a value with a reason.
public sealed interface MomentRule {
    /// Moments of the outputs.
    @FunctionalInterface
    interface Forward {
        /// Per output its state. An index input's state has NaN moments; its law is in `use`.
        List<TensorState> apply(Invocation use, List<TensorState> inputs);
    }

    /// The formulas of a rule that has them.
    ///
    /// @param forwardBasis what the outputs rest on
    /// @param backwardBasis what the gradients rest on
    record Formulas(Forward forward, Backward backward, Basis forwardBasis, Basis backwardBasis) {}

    /// Its formulas.
    ///
    /// @throws IllegalStateException if it is [SampledOnly]
    default Formulas formulas() {
        return switch (this) {
            case ClosedForm closed ->
                    new Formulas(
                            closed.forward(),
                            closed.backward(),
                            closed.forwardBasis(),
                            closed.backwardBasis());
            case Quadrature quadrature ->
                    new Formulas(
                            quadrature.forward(),
                            quadrature.backward(),
                            Basis.GAUSSIAN_INPUTS,
                            Basis.GAUSSIAN_INPUTS);
            case SampledOnly only -> throw new IllegalStateException(only.reason());
        };
    }

    /// Moments of the gradients of the inputs.
    @FunctionalInterface
    interface Backward {
        /// Per input the state of its gradient from this use alone, empty for an index input.
        List<Optional<TensorState>> apply(
                Invocation use,
                List<TensorState> inputs,
                List<TensorState> outputs,
                List<TensorState> gradients);
    }

    /// A formula in both passes.
    record ClosedForm(Forward forward, Backward backward, Basis forwardBasis, Basis backwardBasis)
            implements MomentRule {
        /// A formula with one basis for both passes.
        public ClosedForm(Forward forward, Backward backward, Basis basis) {
            this(forward, backward, basis, basis);
        }
    }

    /// Numerical integration against a Gaussian with the input's mean and variance.
    ///
    /// @param nodes number of nodes per interval
    record Quadrature(int nodes, Forward forward, Backward backward) implements MomentRule {}

    /// Nothing is known but by sampling.
    ///
    /// @param reason one clause for people, for example `the output depends on the order of inputs`
    record SampledOnly(String reason) implements MomentRule {}
}
