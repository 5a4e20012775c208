package org.unitscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.operators.CaseRunner;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.ShapeException;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Functions of every element are those of ONNX Runtime at NaN, at infinities, at zeros and far
/// out, too.
@Tag("slow")
class SpecialValuesTest {
    private static final float[] VALUES = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0f,
        -0f,
        1e-30f,
        -1e-30f,
        20f,
        -20f,
        100f,
        -100f,
        1e30f,
        -1e30f
    };

    /// Functions of one input, and rounding.
    private static final Set<String> ELEMENTWISE =
            Stream.concat(
                            Activations.all().stream().map(Counterpart::operator),
                            Stream.of("quantize", "scale"))
                    .filter(name -> !name.equals("glu"))
                    .collect(Collectors.toSet());

    static Stream<Arguments> cases() {
        return Counterparts.all().stream()
                .filter(counterpart -> ELEMENTWISE.contains(counterpart.operator()))
                .flatMap(counterpart ->
                        Stream.concat(
                                        operator(counterpart).cases().stream(),
                                        counterpart.more().stream())
                                .map(example ->
                                        Arguments.of(
                                                Named.of(counterpart.operator(), counterpart),
                                                Named.of(example.title(), example))));
    }

    private static Operator operator(Counterpart counterpart) {
        return OperatorCatalogue.standard().find(counterpart.operator()).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areThoseOfOnnxRuntime(Counterpart counterpart, OperatorCase example)
            throws ShapeException, OrtException {
        CaseRunner runner = CaseRunner.of(operator(counterpart), example);
        FloatTensor x = repeated(runner.use().input(0));
        List<RealTensor> single = runner.forward(List.of(x));
        RealTensor onnx = onnx(counterpart, runner, x);
        Sample sample = Sample.of(runner, List.of(wide(x)));
        double[] allowed = counterpart.bound().of(sample, sample.outputs().getFirst());

        for (int i = 0; i < VALUES.length; i++) {
            float exact = (float) sample.outputs().getFirst().get(i);
            // Below the normal numbers the smallest step is all there is.
            double bound = Float.isFinite(exact) ? allowed[i] + Float.MIN_VALUE : 0;
            requireClose(VALUES[i], onnx.get(i), exact, bound);
            requireClose(VALUES[i], onnx.get(i), single.getFirst().get(i), 2 * bound);
        }
    }

    private static void requireClose(float x, double onnx, double ours, double bound) {
        if (Double.isFinite(ours)) {
            assertThat(onnx).as("of %s", x).isCloseTo(ours, within(bound));
        } else {
            assertThat(onnx).as("of %s", x).isEqualTo(Double.valueOf(ours));
        }
    }

    private static RealTensor onnx(Counterpart counterpart, CaseRunner runner, Tensor x)
            throws OrtException {
        GraphDraft graph = new GraphDraft(Precision.SINGLE, List.of(x));
        List<String> outputs = counterpart.mapping().map(runner.use(), graph);
        return OnnxRuntime.run(graph.model(outputs), List.of(x)).getFirst();
    }

    private static FloatTensor repeated(Shape shape) {
        float[] values = new float[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = VALUES[i % VALUES.length];
        }
        return new FloatTensor(shape, values);
    }

    private static DoubleTensor wide(FloatTensor x) {
        return new DoubleTensor(x.shape(), Bounds.map(x, value -> value));
    }
}
