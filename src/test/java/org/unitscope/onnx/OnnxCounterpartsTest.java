package org.unitscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Every operator equals ONNX Runtime in the forward pass, on its own worked cases and some more,
/// or is listed with the reason why ONNX has nothing like it.
@Tag("slow")
class OnnxCounterpartsTest {
    private static final long SEED = Long.getLong("tests.seed", 20261127);

    /// Nodes that compute nothing.
    private static final Set<String> MOVES = Set.of("Transpose", "Reshape", "Unsqueeze", "Squeeze");

    static Stream<Arguments> cases() {
        return Counterparts.all().stream()
                .flatMap(counterpart ->
                        casesOf(counterpart).stream()
                                .map(example ->
                                        Arguments.of(
                                                Named.of(counterpart.operator(), counterpart),
                                                Named.of(example.title(), example))));
    }

    private static List<OperatorCase> casesOf(Counterpart counterpart) {
        List<OperatorCase> cases = new ArrayList<>(operator(counterpart).cases());
        cases.addAll(counterpart.more());
        return cases;
    }

    private static Operator operator(Counterpart counterpart) {
        return OperatorCatalogue.standard().find(counterpart.operator()).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsOnnxRuntime(Counterpart counterpart, OperatorCase example)
            throws ShapeException, OrtException {
        CaseRunner runner = CaseRunner.of(operator(counterpart), example);
        for (long seed = SEED; seed < SEED + 3; seed++) {
            List<Tensor> inputs = runner.draw(seed, Precision.SINGLE);
            Sample sample = Sample.of(runner, runner.draw(seed, Precision.DOUBLE));
            List<RealTensor> single = runner.forward(inputs);
            List<RealTensor> onnx = onnx(counterpart, runner, inputs);

            assertThat(shapes(onnx)).isEqualTo(runner.use().outputs());
            for (int k = 0; k < onnx.size(); k++) {
                RealTensor exact = sample.outputs().get(k);
                double[] allowed = counterpart.bound().of(sample, exact);
                String what = "output " + k + ", seed " + seed + ", double precision";
                requireClose(what, onnx.get(k), exact, allowed);
                double twice = counterpart.bound().isSameBits() ? 0 : 2;
                what = "output " + k + ", seed " + seed + ", single precision";
                requireClose(what, onnx.get(k), single.get(k), times(twice, allowed));
            }
        }
    }

    private static List<RealTensor> onnx(
            Counterpart counterpart, CaseRunner runner, List<Tensor> inputs) throws OrtException {
        GraphDraft graph = new GraphDraft(Precision.SINGLE, inputs);
        List<String> outputs = counterpart.mapping().map(runner.use(), graph);
        return OnnxRuntime.run(graph.model(outputs), inputs);
    }

    private static List<Shape> shapes(List<RealTensor> tensors) {
        return tensors.stream().map(RealTensor::shape).toList();
    }

    private static double[] times(double factor, double[] values) {
        return java.util.Arrays.stream(values).map(v -> factor * v).toArray();
    }

    private static void requireClose(
            String what, RealTensor onnx, RealTensor ours, double[] allowed) {
        assertThat(allowed).hasSize(ours.shape().length());
        for (int i = 0; i < allowed.length; i++) {
            double off = Math.abs(onnx.get(i) - ours.get(i));
            // Not the other way round: a NaN must show.
            if (!(off <= allowed[i])) {
                throw new AssertionError(
                        "%s: element %d is %s in ONNX and %s here, off by %.3g of %.3g allowed"
                                .formatted(what, i, onnx.get(i), ours.get(i), off, allowed[i]));
            }
        }
    }
}
