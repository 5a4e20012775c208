package org.unitscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// ONNX Runtime's elementary functions have the errors that [Bounds] takes them to have: half a
/// million numbers each, of either sign where both are allowed, most of them small.
@Tag("slow")
class ApproximationsTest {
    private static final int NUMBERS = 1 << 19;

    static Stream<Arguments> functions() {
        DoubleUnaryOperator one = y -> 1;
        return Stream.of(
                of("Exp", StrictMath::exp, Bounds.EXP, Math::abs),
                of("Sin", StrictMath::sin, Bounds.EXP, one),
                of("Cos", StrictMath::cos, Bounds.EXP, one),
                of("Tanh", StrictMath::tanh, Bounds.TANH, Math::abs),
                of("Sigmoid", ReferenceFunctions::sigmoid, Bounds.SIGMOID, one),
                of("Erf", ReferenceFunctions::erf, Bounds.ERF, one),
                of("Log", StrictMath::log, Bounds.LOG, Math::abs),
                of("Sqrt", StrictMath::sqrt, 1, Math::abs));
    }

    private static Arguments of(
            String onnx, DoubleUnaryOperator exact, double bound, DoubleUnaryOperator size) {
        return Arguments.of(onnx, exact, bound, size);
    }

    /// The bound is in multiples of u times the size of the result, or times 1 where it is
    /// absolute.
    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void isWithinTheBound(
            String onnx, DoubleUnaryOperator exact, double bound, DoubleUnaryOperator size)
            throws OrtException {
        List<Tensor> inputs = List.of(numbers(onnx.equals("Log") || onnx.equals("Sqrt")));
        GraphDraft graph = new GraphDraft(Precision.SINGLE, inputs);
        String node = graph.node(onnx, "input0");
        RealTensor y = OnnxRuntime.run(graph.model(List.of(node)), inputs).getFirst();

        for (int i = 0; i < NUMBERS; i++) {
            double x = ((FloatTensor) inputs.getFirst()).get(i);
            double result = exact.applyAsDouble(x);
            double allowed = bound * Bounds.U * size.applyAsDouble(result);
            assertThat(y.get(i)).as("of %s", x).isCloseTo(result, within(allowed));
        }
    }

    /// Log-uniform sizes from e^-12 to e^4, about 55.
    private static FloatTensor numbers(boolean positive) {
        RandomStream stream = RandomStream.of(20261127, "sweep", "input");
        float[] values = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            double size = Math.exp(-12 + 16.0 * i / NUMBERS);
            values[i] = (float) (positive || stream.normal(i) > 0 ? size : -size);
        }
        return new FloatTensor(Shape.of(NUMBERS), values);
    }
}
