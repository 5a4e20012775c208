package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// A derivation adds up to what its rule predicts, on every worked example of the catalogue.
class DerivationContractTest {
    /// Rounding of a few dozen operations is 1e-14; what cancels in a difference costs digits.
    private static final double ROUNDING = 1e-9;

    /// Operators with a closed form that may answer with [GenericDerivation], each with the reason.
    private static final Map<String, String> EXEMPT = Map.of();

    /// What is done to the inputs of an example, and to the gradients of its outputs.
    enum Variant {
        AS_DRAWN,
        WITHOUT_PAIRS,
        WITH_MEANS;

        TensorState of(TensorState state) {
            return switch (this) {
                case AS_DRAWN -> state;
                case WITHOUT_PAIRS -> state.with(state.kernels().withoutPairs());
                case WITH_MEANS -> state.shifted(0.5 * state.moments().rms());
            };
        }
    }

    static Stream<Arguments> cases() {
        return OperatorCatalogue.standard().all().stream()
                .filter(operator -> !(operator.moments() instanceof MomentRule.SampledOnly))
                .flatMap(operator ->
                        operator.cases().stream()
                                .flatMap(example ->
                                        Stream.of(Variant.values())
                                                .map(variant ->
                                                        Arguments.of(
                                                                Named.of(operator.name(), operator),
                                                                Named.of(example.title(), example),
                                                                variant))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTermsAddUpToTheSecondMoment(Operator operator, OperatorCase example, Variant variant)
            throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        MomentRule.Formulas rule = operator.moments().formulas();
        List<TensorState> inputs = changed(runner.states(), variant);
        List<TensorState> outputs = rule.forward().apply(runner.use(), inputs);
        Application forward = new Application(runner.use(), inputs, outputs);
        for (int i = 0; i < outputs.size(); i++) {
            requireSum(rule.ofOutput(forward, i), outputs.get(i));
            requireExplained(operator, rule.ofOutput(forward, i));
        }
        List<TensorState> gradients = changed(runner.gradientStates(), variant);
        List<Optional<TensorState>> pulled =
                rule.backward().apply(runner.use(), inputs, outputs, gradients);
        Application backward = new Application(runner.use(), inputs, outputs, gradients, pulled);
        for (int i = 0; i < pulled.size(); i++) {
            if (pulled.get(i).isPresent()) {
                requireSum(rule.ofGradient(backward, i), pulled.get(i).get());
                requireExplained(operator, rule.ofGradient(backward, i));
            }
        }
    }

    private static void requireSum(Derivation derivation, TensorState state) {
        assertThat(derivation.terms()).isNotEmpty();
        assertThat(derivation.total())
                .as(derivation.toString())
                .isCloseTo(state.secondMoment(), within(ROUNDING * state.secondMoment()));
    }

    private static List<TensorState> changed(List<TensorState> states, Variant variant) {
        return states.stream()
                .map(state -> Double.isNaN(state.mean()) ? state : variant.of(state))
                .toList();
    }

    private static void requireExplained(Operator operator, Derivation derivation) {
        assertThat(derivation.rule().equals(GenericDerivation.RULE))
                .as("%s is exempt: %s", operator.name(), EXEMPT.get(operator.name()))
                .isEqualTo(EXEMPT.containsKey(operator.name()));
    }

    /// y = 3 x₁ x₂ with E x₁² = 2, E x₂² = 5: a gain of 9 on the product, and of 9·5 back.
    @Test
    void aRuleWithoutDerivationsGetsItsGainAndSaysSo() {
        MomentRule.ClosedForm rule =
                new MomentRule.ClosedForm(
                        (use, inputs) -> List.of(TensorState.of(0, 90)),
                        (use, inputs, outputs, gradients) -> List.of(Optional.empty()),
                        Basis.EXACT);
        Shape one = Shape.of(1);
        Invocation use =
                new Invocation(
                        "node",
                        AttributeMap.NONE,
                        List.of(one, one),
                        List.of(one),
                        List.of(Optional.empty(), Optional.empty()));
        Application of =
                new Application(
                        use,
                        List.of(TensorState.of(0, 2), TensorState.of(0, 5)),
                        List.of(TensorState.of(0, 90)),
                        List.of(TensorState.of(0, 4)),
                        List.of(Optional.of(TensorState.of(0, 180)), Optional.empty()));

        Derivation output = rule.formulas().ofOutput(of, 0);
        assertThat(output.rule()).isEqualTo(GenericDerivation.RULE);
        assertThat(output.terms()).hasSize(1);
        assertThat(output.terms().getFirst().factors())
                .extracting(Quantity::value)
                .containsExactly(2.0, 5.0, 9.0);
        Derivation gradient = rule.formulas().ofGradient(of, 0);
        assertThat(gradient.terms().getFirst().factors())
                .extracting(Quantity::value)
                .containsExactly(4.0, 45.0);
    }

    @Test
    void aTensorOfZerosLeavesTheValueAlone() {
        Term term = Term.completed("all", 0.25, "rest", "", new Quantity("E x²", 0, "mean square"));

        assertThat(term.factors()).extracting(Quantity::symbol).containsExactly("rest");
        assertThat(term.value()).isEqualTo(0.25);
    }
}
