package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Scaling;
import org.unitscope.moments.TensorState;

/// The moment rule of an operator with constant factors around it: exact, given that of the
/// operator.
///
/// @param core the operator's formulas
record ScaledMoments(MomentRule.Formulas core, Scaling scaling) {
    /// The rule.
    MomentRule rule() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        core.forward().apply(use, scaledInputs(inputs, scaling)).stream()
                                .map(y -> times(y, scaling.output()))
                                .toList(),
                this::gradients,
                core.forwardBasis(),
                core.backwardBasis(),
                new Explained());
    }

    /// What the core sees of its inputs.
    static List<TensorState> scaledInputs(List<TensorState> inputs, Scaling scaling) {
        List<TensorState> scaled = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            scaled.add(times(inputs.get(i), scaling.input(i)));
        }
        return scaled;
    }

    private static TensorState times(TensorState state, double factor) {
        return factor == 1 ? state : state.scaled(factor);
    }

    private List<TensorState> ownOutputs(List<TensorState> outputs) {
        return outputs.stream().map(y -> times(y, 1 / scaling.output())).toList();
    }

    /// A gradient that holds `a y` holds `a output` of the core's output; what the core makes of it
    /// holds `a'` of its scaled input.
    private List<TensorState> ownGradients(List<TensorState> gradients) {
        return gradients.stream()
                .map(g -> g.alignment() == 0 ? g : g.aligned(g.alignment() * scaling.output()))
                .toList();
    }

    private List<Optional<TensorState>> gradients(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        List<Optional<TensorState>> pulled =
                core.backward()
                        .apply(
                                use,
                                scaledInputs(inputs, scaling),
                                ownOutputs(outputs),
                                ownGradients(gradients));
        List<Optional<TensorState>> scaled = new ArrayList<>();
        for (int i = 0; i < pulled.size(); i++) {
            int input = i;
            scaled.add(pulled.get(i).map(g -> scaledGradient(g, input)));
        }
        return scaled;
    }

    private TensorState scaledGradient(TensorState gradient, int input) {
        TensorState scaled = times(gradient, scaling.gradient(input));
        return scaling.input(input) == 1
                ? scaled
                : scaled.aligned(scaled.alignment() * scaling.input(input));
    }

    /// The core's terms, each times the square of the factor of this pass.
    private final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    explained(core.ofOutput(own(of), output), scaling.output(), "α", "the output"));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    explained(
                            core.ofGradient(own(of), input),
                            scaling.gradient(input),
                            "β",
                            "the gradient of this input"));
        }

        @Override
        public Map<Assumption, Double> assumptions(Application of) {
            return core.derivations().assumptions(own(of));
        }

        private Application own(Application of) {
            List<Optional<TensorState>> pulled = new ArrayList<>();
            for (int i = 0; i < of.pulled().size(); i++) {
                double inverse = 1 / scaling.gradient(i);
                pulled.add(of.pulled().get(i).map(g -> ScaledMoments.times(g, inverse)));
            }
            return new Application(
                    of.use(),
                    scaledInputs(of.inputs(), scaling),
                    ownOutputs(of.outputs()),
                    ownGradients(of.gradients()),
                    pulled);
        }

        private static Derivation explained(
                Derivation core, double factor, String symbol, String meaning) {
            if (factor == 1) {
                return core;
            }
            Quantity square =
                    new Quantity(
                            symbol + "²",
                            factor * factor,
                            "the node's factor of " + meaning + ", squared");
            List<Term> terms =
                    core.terms().stream()
                            .map(term -> {
                                List<Quantity> factors = new ArrayList<>(term.factors());
                                factors.addFirst(square);
                                return new Term(term.label(), factors, term.input());
                            })
                            .toList();
            return new Derivation(
                    core.rule() + ", scaled", core.formula() + ", times " + symbol + "²", terms);
        }
    }
}
