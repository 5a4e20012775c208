package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// What every operator of the catalogue must hold, on each of its worked examples.
class OperatorContractTest {
    private static final long SEED = Long.getLong("tests.seed", 20261124);

    /// The only operators whose backward pass may be something else than the derivative.
    private static final List<String> ESTIMATORS = List.of("quantize");

    static Stream<Arguments> cases() {
        return OperatorCatalogue.standard().all().stream()
                .flatMap(operator ->
                        operator.cases().stream()
                                .map(example ->
                                        Arguments.of(
                                                Named.of(operator.name(), operator),
                                                Named.of(example.title(), example))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kernelShapesAreTheInferredOnes(Operator operator, OperatorCase example)
            throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        List<Tensor> inputs = runner.draw(SEED, Precision.SINGLE);
        List<RealTensor> outputs = runner.forward(inputs);

        assertThat(outputs.stream().map(Tensor::shape)).isEqualTo(runner.use().outputs());
        List<RealTensor> gradients = gradients(runner, Precision.SINGLE);
        List<Optional<RealTensor>> pulled = runner.backward(inputs, gradients);
        assertThat(pulled).hasSameSizeAs(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            boolean real = inputs.get(i) instanceof RealTensor;
            assertThat(pulled.get(i).isPresent()).isEqualTo(real);
            if (real) {
                assertThat(pulled.get(i).orElseThrow().shape()).isEqualTo(inputs.get(i).shape());
            }
        }
    }

    /// `g · (f(x + h v) − f(x − h v)) / 2h` against `v · pull(g)`. Error: h² times third
    /// derivatives plus rounding eps / h of sums of n terms; h = 2^-20 leaves both below 1e-6 of
    /// the size of the terms for these functions and sizes. An element that a step takes over a
    /// kink is off by half the jump, up to 5e-3 of the size: at 2^-13 every draw of 16,384 had one,
    /// now one in a hundred has. A case may ask for a backward pass that is a fixed multiple of the
    /// derivative.
    @ParameterizedTest
    @MethodSource("cases")
    void backwardIsTheDerivativeOfForward(Operator operator, OperatorCase example)
            throws ShapeException {
        if (operator.notTheDerivative().isPresent()) {
            assertThat(operator.notTheDerivative().get()).isNotBlank();
            assertThat(ESTIMATORS).contains(operator.name());
            return;
        }
        CaseRunner runner = CaseRunner.of(operator, example);
        List<Tensor> inputs = runner.draw(SEED, Precision.DOUBLE);
        List<RealTensor> gradients = gradients(runner, Precision.DOUBLE);
        List<Optional<RealTensor>> pulled = runner.backward(inputs, gradients);
        List<Tensor> directions = runner.draw(SEED + 1, Precision.DOUBLE);

        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof RealTensor x) {
                double h = 0x1p-20;
                RealTensor v = (RealTensor) directions.get(i);
                double plus = project(runner, moved(inputs, i, x, v, h), gradients);
                double minus = project(runner, moved(inputs, i, x, v, -h), gradients);
                double numeric = example.backwardRatio() * (plus - minus) / (2 * h);
                RealTensor exact = pulled.get(i).orElseThrow();
                double size = Math.sqrt(dot(v, v) * dot(exact, exact) / v.shape().count());
                assertThat(dot(v, exact))
                        .as("input %d of %s", i, operator.name())
                        .isCloseTo(numeric, within(1e-3 * size + 1e-12));
            }
        }
    }

    /// The multiple is there for factors given per pass and a stopped gradient, for nothing else.
    @ParameterizedTest
    @MethodSource("cases")
    void onlyABackwardFactorLeavesTheDerivative(Operator operator, OperatorCase example) {
        double factor = example.attributes().number("factor", 1);
        double declared = example.attributes().number("backward", factor) / factor;

        assertThat(example.backwardRatio())
                .isEqualTo(
                        switch (operator.name()) {
                            case "scale" -> declared;
                            case "stop_gradient" -> 0.0;
                            default -> 1.0;
                        });
    }

    /// Single precision follows double: every element is off by at most the rounding of its terms,
    /// so the RMS of the difference stays under 2^-17 of the RMS, 64 times half an ulp.
    @ParameterizedTest
    @MethodSource("cases")
    void singlePrecisionFollowsDouble(Operator operator, OperatorCase example)
            throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        List<Tensor> singles = runner.draw(SEED, Precision.SINGLE);
        List<Tensor> doubles = runner.draw(SEED, Precision.DOUBLE);
        requireClose(runner.forward(singles), runner.forward(doubles));

        List<RealTensor> single = new ArrayList<>();
        List<RealTensor> reference = new ArrayList<>();
        runner.backward(singles, gradients(runner, Precision.SINGLE))
                .forEach(g -> g.ifPresent(single::add));
        runner.backward(doubles, gradients(runner, Precision.DOUBLE))
                .forEach(g -> g.ifPresent(reference::add));
        requireClose(single, reference);
    }

    /// Predicted second moments of outputs and input gradients against 24 independent draws, each a
    /// run with a seed of its own for kernels that draw: within 5 standard errors plus the bias
    /// that the case declares.
    @ParameterizedTest
    @MethodSource("cases")
    void momentsAreThoseOfSamples(Operator operator, OperatorCase example) throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        if (operator.moments() instanceof MomentRule.SampledOnly only) {
            assertThat(only.reason()).isNotBlank();
            return;
        }
        Predicted predicted = Predicted.of(runner);
        List<MeanSquare> measured = new ArrayList<>();
        for (int i = 0; i < predicted.states().size(); i++) {
            measured.add(new MeanSquare());
        }
        for (int draw = 0; draw < 24; draw++) {
            List<Tensor> inputs = runner.draw(SEED + 100 + draw, Precision.SINGLE);
            List<RealTensor> gradients = new ArrayList<>();
            for (int i = 0; i < runner.use().outputs().size(); i++) {
                gradients.add(runner.gradient(SEED + 900 + draw, Precision.SINGLE, i));
            }
            CaseRunner run = runner.seeded(SEED + draw);
            List<RealTensor> tensors = new ArrayList<>(run.forward(inputs));
            run.backward(inputs, gradients).forEach(g -> g.ifPresent(tensors::add));
            for (int i = 0; i < tensors.size(); i++) {
                measured.get(i).add(tensors.get(i));
            }
        }
        for (int i = 0; i < measured.size(); i++) {
            double second = predicted.states().get(i).secondMoment();
            double allowed = measured.get(i).allowance(second, example.bias());
            assertThat(measured.get(i).mean())
                    .as("tensor %d of %s", i, operator.name())
                    .isCloseTo(second, within(allowed));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void documentationIsThere(Operator operator, OperatorCase example) {
        OperatorDoc doc = operator.doc();

        assertThat(doc.name()).matches("[a-z][a-z0-9_]*");
        assertThat(doc.title()).isNotBlank();
        assertThat(doc.sentence()).endsWith(".");
        assertThat(doc.formula()).isNotBlank();
        assertThat(example.title()).isNotBlank();
        assertThat(example.inputs().size())
                .isBetween(operator.signature().required(), operator.signature().inputs().size());
    }

    private static List<RealTensor> gradients(CaseRunner runner, Precision precision) {
        List<RealTensor> gradients = new ArrayList<>();
        for (int i = 0; i < runner.use().outputs().size(); i++) {
            gradients.add(runner.gradient(SEED + 2, precision, i));
        }
        return gradients;
    }

    private static List<Tensor> moved(
            List<Tensor> inputs, int index, RealTensor x, RealTensor v, double h) {
        RealTensor y = x.zeros(x.shape());
        for (int i = 0; i < x.shape().length(); i++) {
            y.set(i, x.get(i) + h * v.get(i));
        }
        List<Tensor> copy = new ArrayList<>(inputs);
        copy.set(index, y);
        return copy;
    }

    private static double project(
            CaseRunner runner, List<Tensor> inputs, List<RealTensor> gradients) {
        List<RealTensor> outputs = runner.forward(inputs);
        double sum = 0;
        for (int i = 0; i < outputs.size(); i++) {
            sum += dot(outputs.get(i), gradients.get(i));
        }
        return sum;
    }

    private static double dot(RealTensor a, RealTensor b) {
        double sum = 0;
        for (int i = 0; i < a.shape().length(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    private static void requireClose(List<RealTensor> single, List<RealTensor> reference) {
        assertThat(single).hasSameSizeAs(reference);
        for (int i = 0; i < single.size(); i++) {
            double square = 0;
            for (int k = 0; k < single.get(i).shape().length(); k++) {
                square += Math.pow(single.get(i).get(k) - reference.get(i).get(k), 2);
            }
            double size = dot(reference.get(i), reference.get(i));
            assertThat(Math.sqrt(square)).isLessThanOrEqualTo(0x1p-17 * Math.sqrt(size));
        }
    }

    /// Predicted states: outputs, then the gradients of the real inputs.
    private record Predicted(List<TensorState> states) {
        static Predicted of(CaseRunner runner) {
            MomentRule.Forward forward;
            MomentRule.Backward backward;
            switch (runner.operator().moments()) {
                case MomentRule.ClosedForm rule -> {
                    forward = rule.forward();
                    backward = rule.backward();
                }
                case MomentRule.Quadrature rule -> {
                    forward = rule.forward();
                    backward = rule.backward();
                }
                case MomentRule.SampledOnly only -> throw new IllegalStateException(only.reason());
            }
            List<TensorState> inputs = runner.states();
            List<TensorState> outputs = forward.apply(runner.use(), inputs);
            List<TensorState> gradients = runner.gradientStates();
            List<TensorState> states = new ArrayList<>(outputs);
            backward.apply(runner.use(), inputs, outputs, gradients)
                    .forEach(state -> state.ifPresent(states::add));
            return new Predicted(states);
        }
    }

    /// Mean square over draws, with its standard error.
    private static final class MeanSquare {
        private final List<Double> draws = new ArrayList<>();

        void add(RealTensor tensor) {
            draws.add(dot(tensor, tensor) / tensor.shape().count());
        }

        double mean() {
            return draws.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        double allowance(double second, double bias) {
            double mean = mean();
            double squares = draws.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
            double error = Math.sqrt(squares / (draws.size() - 1) / draws.size());
            return 5 * error + 2 * bias * second + 1e-6 * second;
        }
    }
}
