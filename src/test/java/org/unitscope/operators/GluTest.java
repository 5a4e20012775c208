package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.operators.library.Glu;
import org.unitscope.operators.library.Multiply;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

class GluTest {
    private static FloatTensor single(RealTensor x) {
        float[] narrow = new float[x.shape().length()];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) x.get(i);
        }
        return new FloatTensor(x.shape(), narrow);
    }

    /// In single precision, where an operation left out or in another order would change bits.
    @ParameterizedTest
    @ValueSource(strings = {"silu", "gelu", "gelu_tanh", "sigmoid", "relu", "squared_relu", "tanh"})
    void isTheActivationAndTheProductToTheBit(String activation) throws Exception {
        FloatTensor value = single(OperatorRun.normal(1, 16, 64));
        FloatTensor gate = single(OperatorRun.normal(2, 16, 64));
        FloatTensor g = single(OperatorRun.normal(3, 16, 64));
        Operator phi = OperatorCatalogue.standard().require(activation);
        OperatorRun one = OperatorRun.of(new Glu(), Map.of("activation", activation), value, gate);
        OperatorRun first = OperatorRun.of(phi, Map.of(), gate);
        OperatorRun second = OperatorRun.of(new Multiply(), Map.of(), value, first.output());
        List<RealTensor> pulled = second.pull(g);

        assertThat(OperatorRun.distance(one.output(), second.output())).isZero();
        assertThat(OperatorRun.distance(one.pull(g).get(0), pulled.get(0))).isZero();
        assertThat(OperatorRun.distance(one.pull(g).get(1), first.pull(pulled.get(1)).getFirst()))
                .isZero();
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                Arguments.of("silu", (DoubleUnaryOperator) x -> x / (1 + Math.exp(-x))),
                Arguments.of(
                        "gelu",
                        (DoubleUnaryOperator)
                                x -> x / 2 * (1 + ReferenceFunctions.erf(x / Math.sqrt(2)))),
                Arguments.of(
                        "gelu_tanh",
                        (DoubleUnaryOperator)
                                x ->
                                        x
                                                / 2
                                                * (1
                                                        + Math.tanh(
                                                                Math.sqrt(2 / Math.PI)
                                                                        * (x
                                                                                + 0.044715 * x * x
                                                                                        * x)))),
                Arguments.of("sigmoid", (DoubleUnaryOperator) x -> 1 / (1 + Math.exp(-x))),
                Arguments.of("relu", (DoubleUnaryOperator) x -> Math.max(0, x)),
                Arguments.of("squared_relu", (DoubleUnaryOperator) x -> x > 0 ? x * x : 0),
                Arguments.of("tanh", (DoubleUnaryOperator) Math::tanh));
    }

    /// The formula, in double: values of order 10 and functions good to a few ulp.
    @ParameterizedTest
    @MethodSource("functions")
    void isTheFormula(String activation, DoubleUnaryOperator phi) {
        DoubleTensor value = OperatorRun.normal(4, 200);
        DoubleTensor gate = OperatorRun.normal(5, 200);
        RealTensor y =
                OperatorRun.of(new Glu(), Map.of("activation", activation), value, gate).output();
        RealTensor expected = y.zeros(y.shape());
        for (int i = 0; i < 200; i++) {
            expected.set(i, value.get(i) * phi.applyAsDouble(gate.get(i)));
        }
        assertThat(OperatorRun.distance(y, expected)).isLessThan(1e-13);
    }

    @Test
    void takesSiluIfNothingIsSaid() {
        DoubleTensor x = OperatorRun.normal(6, 20);
        RealTensor named = OperatorRun.of(new Glu(), Map.of("activation", "silu"), x, x).output();

        assertThat(OperatorRun.distance(OperatorRun.of(new Glu(), Map.of(), x, x).output(), named))
                .isZero();
    }

    @Test
    void refusesAGateOfAnotherShape() {
        assertThat(OperatorRun.refusal(new Glu(), Map.of(), Shape.of(4, 8), Shape.of(8)))
                .contains("value [4, 8] and gate [8]");
    }
}
