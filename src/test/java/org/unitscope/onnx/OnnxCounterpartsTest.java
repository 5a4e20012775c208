package org.unitscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.unitscope.tensor.Tensor;

/// Every operator equals its ONNX counterpart, as ONNX Runtime computes it, in the forward pass: on
/// the operator's own worked cases, and on some of settings that those leave out, three draws each.
@Tag("slow")
class OnnxCounterpartsTest {
    private static final long SEED = Long.getLong("tests.seed", 20261127);
    private static final int DRAWS = 3;

    static Stream<Arguments> cases() {
        return casesOf(DoubleKernels.values());
    }

    static Stream<Arguments> casesOfDoubleKernels() {
        return casesOf(DoubleKernels.PRESENT);
    }

    static Stream<Arguments> casesWithoutDoubleKernels() {
        return casesOf(DoubleKernels.ABSENT);
    }

    private static Stream<Arguments> casesOf(DoubleKernels... kinds) {
        List<Arguments> cases = new ArrayList<>();
        for (Counterpart counterpart : Counterparts.all()) {
            Operator operator = operator(counterpart);
            Stream.concat(operator.cases().stream(), counterpart.more().stream())
                    .filter(example ->
                            Arrays.asList(kinds)
                                    .contains(
                                            DoubleKernels.of(
                                                    operator.name(),
                                                    runner(counterpart, example)
                                                            .use()
                                                            .attributes())))
                    .forEach(example ->
                            cases.add(
                                    Arguments.of(
                                            Named.of(operator.name(), counterpart),
                                            Named.of(example.title(), example))));
        }
        return cases.stream();
    }

    private static Operator operator(Counterpart counterpart) {
        return OperatorCatalogue.standard().find(counterpart.operator()).orElseThrow();
    }

    private static CaseRunner runner(Counterpart counterpart, OperatorCase example) {
        try {
            return CaseRunner.of(operator(counterpart), example);
        } catch (ShapeException wrong) {
            throw new IllegalArgumentException(example.title(), wrong);
        }
    }

    /// Within the bound of our double precision kernel, and within twice the bound of our single
    /// precision kernel, which is within the bound of it as well: so all three agree.
    @ParameterizedTest
    @MethodSource("cases")
    void equalsOnnxRuntime(Counterpart counterpart, OperatorCase example) throws OrtException {
        CaseRunner runner = runner(counterpart, example);
        for (long seed = SEED; seed < SEED + DRAWS; seed++) {
            List<Tensor> inputs = runner.draw(seed, Precision.SINGLE);
            Sample sample = Sample.of(runner, runner.draw(seed, Precision.DOUBLE));
            List<RealTensor> single = runner.forward(inputs);
            List<RealTensor> onnx = onnx(counterpart, runner, inputs, Precision.SINGLE);

            assertThat(onnx.stream().map(RealTensor::shape)).isEqualTo(runner.use().outputs());
            for (int k = 0; k < onnx.size(); k++) {
                double[] allowed = counterpart.bound().of(sample, sample.outputs().get(k));
                double twice = counterpart.bound().isSameBits() ? 0 : 2;
                String what = "output " + k + ", seed " + seed;
                requireClose(what, onnx.get(k), sample.outputs().get(k), 1, allowed);
                requireClose(what + ", single", onnx.get(k), single.get(k), twice, allowed);
            }
        }
    }

    /// In double precision u is 2^-53, and both sides round.
    @ParameterizedTest
    @MethodSource("casesOfDoubleKernels")
    void equalsOnnxRuntimeInDoublePrecision(Counterpart counterpart, OperatorCase example)
            throws OrtException {
        CaseRunner runner = runner(counterpart, example);
        List<Tensor> inputs = runner.draw(SEED, Precision.DOUBLE);
        Sample sample = Sample.of(runner, inputs);
        List<RealTensor> onnx = onnx(counterpart, runner, inputs, Precision.DOUBLE);

        double twice = counterpart.bound().isSameBits() ? 0 : 2 * 0x1p-53 / Bounds.U;
        for (int k = 0; k < onnx.size(); k++) {
            double[] allowed = counterpart.bound().of(sample, sample.outputs().get(k));
            requireClose("output " + k, onnx.get(k), sample.outputs().get(k), twice, allowed);
        }
    }

    /// The list of what cannot be held against double precision is no longer than it has to be.
    @ParameterizedTest
    @MethodSource("casesWithoutDoubleKernels")
    void onnxRuntimeHasNoDoubleKernel(Counterpart counterpart, OperatorCase example) {
        CaseRunner runner = runner(counterpart, example);
        List<Tensor> inputs = runner.draw(SEED, Precision.DOUBLE);

        assertThatThrownBy(() -> onnx(counterpart, runner, inputs, Precision.DOUBLE))
                .isInstanceOf(OrtException.class)
                .hasMessageMatching("(?s).*(Could not find an implementation|Type Error).*");
    }

    /// A bound that a wrong axis, sign or factor fits in would be none: on average it is below a
    /// thousandth of the size of the output. Several draws, as one sum of all elements may be near
    /// 0.
    @ParameterizedTest
    @MethodSource("cases")
    void boundIsNarrow(Counterpart counterpart, OperatorCase example) {
        CaseRunner runner = runner(counterpart, example);
        double allowed = 0;
        double squares = 0;
        for (long seed = SEED; seed < SEED + 8; seed++) {
            Sample sample = Sample.of(runner, runner.draw(seed, Precision.DOUBLE));
            for (RealTensor output : sample.outputs()) {
                double[] bound = counterpart.bound().of(sample, output);
                allowed += Arrays.stream(bound).average().orElseThrow() / 8;
                double[] square = Bounds.map(output, y -> y * y);
                squares += Arrays.stream(square).average().orElseThrow() / 8;
            }
        }
        assertThat(allowed).isLessThan(1e-3 * Math.sqrt(squares));
    }

    private static List<RealTensor> onnx(
            Counterpart counterpart, CaseRunner runner, List<Tensor> inputs, Precision precision)
            throws OrtException {
        GraphDraft graph = new GraphDraft(precision, inputs);
        List<String> outputs = counterpart.mapping().map(runner.use(), graph);
        return OnnxRuntime.run(graph.model(outputs), inputs);
    }

    private static void requireClose(
            String what, RealTensor onnx, RealTensor ours, double factor, double[] allowed) {
        assertThat(allowed).hasSize(ours.shape().length());
        for (int i = 0; i < allowed.length; i++) {
            double off = Math.abs(onnx.get(i) - ours.get(i));
            // Not the other way round: a NaN must show.
            if (!(off <= factor * allowed[i])) {
                throw new AssertionError(
                        "%s: element %d is %s in ONNX and %s here, off by %.3g of %.3g allowed"
                                .formatted(
                                        what,
                                        i,
                                        onnx.get(i),
                                        ours.get(i),
                                        off,
                                        factor * allowed[i]));
            }
        }
    }
}
