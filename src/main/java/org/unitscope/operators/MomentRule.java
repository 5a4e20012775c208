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
    /// @param derivations where its numbers come from
    record Formulas(
            Forward forward,
            Backward backward,
            Basis forwardBasis,
            Basis backwardBasis,
            Derivations derivations) {
        /// Where the second moment of an output comes from.
        public Derivation ofOutput(Application of, int output) {
            return derivations
                    .output(of, output)
                    .orElseGet(() -> GenericDerivation.output(of, output));
        }

        /// Where the second moment of the gradient of an input comes from.
        public Derivation ofGradient(Application of, int input) {
            return derivations
                    .gradient(of, input)
                    .orElseGet(() -> GenericDerivation.gradient(of, input));
        }
    }

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
                            closed.backwardBasis(),
                            closed.derivations());
            case Quadrature quadrature ->
                    new Formulas(
                            quadrature.forward(),
                            quadrature.backward(),
                            Basis.GAUSSIAN_INPUTS,
                            Basis.GAUSSIAN_INPUTS,
                            quadrature.derivations());
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
    ///
    /// @param derivations where its numbers come from
    record ClosedForm(
            Forward forward,
            Backward backward,
            Basis forwardBasis,
            Basis backwardBasis,
            Derivations derivations)
            implements MomentRule {
        /// A formula with one basis for both passes.
        public ClosedForm(Forward forward, Backward backward, Basis basis) {
            this(forward, backward, basis, basis);
        }

        /// A formula that does not explain itself.
        public ClosedForm(
                Forward forward, Backward backward, Basis forwardBasis, Basis backwardBasis) {
            this(forward, backward, forwardBasis, backwardBasis, Derivations.NONE);
        }

        /// A formula with one basis for both passes, and its explanations.
        public ClosedForm(
                Forward forward, Backward backward, Basis basis, Derivations derivations) {
            this(forward, backward, basis, basis, derivations);
        }
    }

    /// Numerical integration against a Gaussian with the input's mean and variance.
    ///
    /// @param nodes number of nodes per interval
    /// @param derivations where its numbers come from
    record Quadrature(int nodes, Forward forward, Backward backward, Derivations derivations)
            implements MomentRule {}

    /// Nothing is known but by sampling.
    ///
    /// @param reason one clause for people, for example `the output depends on the order of inputs`
    record SampledOnly(String reason) implements MomentRule {}
}
