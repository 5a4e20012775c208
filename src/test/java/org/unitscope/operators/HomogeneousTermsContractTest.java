package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// What operators say of their terms, held against their kernels.
class HomogeneousTermsContractTest {
    private static final long SEED = 20261127;
    private static final int TOTAL = 3;

    static Stream<Arguments> cases() {
        return OperatorContractTest.cases();
    }

    /// Every input of a term times a power of two of its own, so that every term is times `2^3`:
    /// then the output is, bit for bit, and an input's gradient is `2^3` over its own power times
    /// what it was. Inputs of no term stay, and their gradients are times `2^3`. Powers of two
    /// round nothing, in either precision. An operator without terms has nothing to show.
    @ParameterizedTest
    @MethodSource("cases")
    void outputAndGradientsAreThePowersOfTwo(Operator operator, OperatorCase example)
            throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        for (Precision precision : Precision.values()) {
            List<Tensor> inputs = runner.draw(SEED, precision);
            int[] exponents = new int[inputs.size()];
            for (List<Integer> term : given(runner, inputs)) {
                for (int i = 0; i < term.size(); i++) {
                    exponents[term.get(i)] = i == 0 ? TOTAL - 7 * (term.size() - 1) : 7;
                }
            }
            int total = given(runner, inputs).isEmpty() ? 0 : TOTAL;
            List<Tensor> scaled = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                scaled.add(times(inputs.get(i), exponents[i]));
            }
            List<RealTensor> outputs = runner.forward(inputs);
            List<RealTensor> gradients =
                    IntStream.range(0, outputs.size())
                            .mapToObj(i -> runner.gradient(SEED + 1, precision, i))
                            .toList();

            requireTimes(outputs, runner.forward(scaled), total);
            List<Optional<RealTensor>> before = runner.backward(inputs, gradients);
            List<Optional<RealTensor>> after = runner.backward(scaled, gradients);
            for (int i = 0; i < inputs.size(); i++) {
                requireTimes(
                        before.get(i).stream().toList(),
                        after.get(i).stream().toList(),
                        total - exponents[i]);
            }
        }
    }

    /// Nothing is left out: twice an input of no term does not give twice the output.
    @ParameterizedTest
    @MethodSource("cases")
    void otherInputsEnterOtherwise(Operator operator, OperatorCase example) throws ShapeException {
        CaseRunner runner = CaseRunner.of(operator, example);
        List<Tensor> inputs = runner.draw(SEED, Precision.DOUBLE);
        List<Integer> named =
                operator.homogeneousTerms(runner.use().attributes()).stream()
                        .flatMap(List::stream)
                        .toList();
        assertThat(named).doesNotHaveDuplicates();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof RealTensor && !named.contains(i)) {
                List<Tensor> scaled = new ArrayList<>(inputs);
                scaled.set(i, times(inputs.get(i), 1));
                RealTensor before = runner.forward(inputs).getFirst();
                RealTensor after = runner.forward(scaled).getFirst();

                assertThat(
                                IntStream.range(0, before.shape().length())
                                        .allMatch(k -> after.get(k) == 2 * before.get(k)))
                        .as("input %d of %s is in a term", i, operator.name())
                        .isFalse();
            }
        }
    }

    private static List<List<Integer>> given(CaseRunner runner, List<Tensor> inputs) {
        return runner.operator().homogeneousTerms(runner.use().attributes()).stream()
                .filter(term -> term.getLast() < inputs.size())
                .toList();
    }

    private static Tensor times(Tensor tensor, int exponent) {
        if (!(tensor instanceof RealTensor x)) {
            return tensor;
        }
        RealTensor y = x.zeros(x.shape());
        for (int i = 0; i < x.shape().length(); i++) {
            y.set(i, StrictMath.scalb(x.get(i), exponent));
        }
        return y;
    }

    private static void requireTimes(
            List<RealTensor> before, List<RealTensor> after, int exponent) {
        assertThat(after).hasSameSizeAs(before);
        for (int t = 0; t < before.size(); t++) {
            for (int i = 0; i < before.get(t).shape().length(); i++) {
                assertThat(after.get(t).get(i))
                        .isEqualTo(StrictMath.scalb(before.get(t).get(i), exponent));
            }
        }
    }
}
