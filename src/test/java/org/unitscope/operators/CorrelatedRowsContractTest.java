package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.RealTensor;

/// Rules against samples of their operator alone, on rows that correlate within and across
/// sequences: kernels, means and parameter gradients.
class CorrelatedRowsContractTest {
    private static final long SEED = Long.getLong("tests.seed", 20261125);
    private static final int DRAWS = 300;

    static Stream<Arguments> cases() {
        return CorrelatedCases.all().entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    /// Within 5 standard errors plus the bias that the case declares.
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void momentsOfPairsAreThoseOfSamples(String name, CorrelatedCase example) {
        List<TensorState> predicted = example.predicted();
        List<RowStatistics.Draws> measured = new ArrayList<>();
        predicted.forEach(state -> measured.add(new RowStatistics.Draws()));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int draw = 0; draw < DRAWS; draw++) {
            List<RealTensor> tensors = example.run(random);
            assertThat(tensors).hasSameSizeAs(predicted);
            for (int i = 0; i < tensors.size(); i++) {
                int positions = predicted.get(i).rows().positions().blocks();
                measured.get(i).add(RowStatistics.of(tensors.get(i), positions));
            }
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < predicted.size(); i++) {
            double[] numbers = RowStatistics.of(predicted.get(i));
            for (int k = 0; k < numbers.length; k++) {
                double size = k < RowStatistics.SECOND ? numbers[0] : Math.sqrt(numbers[0]);
                double error = measured.get(i).standardError(k);
                double allowed = 5 * error + example.bias() * size + 1e-9 * size;
                double off = numbers[k] - measured.get(i).mean(k);
                if (Double.isFinite(numbers[k] + error) && !(Math.abs(off) <= allowed)) {
                    wrong.add(
                            "tensor %d: %s is %.6g, sampled %.6g ± %.2g"
                                    .formatted(
                                            i,
                                            RowStatistics.NAMES.get(k),
                                            numbers[k],
                                            measured.get(i).mean(k),
                                            error));
                }
            }
        }
        assertThat(wrong).as(name).isEmpty();
    }

    /// Where rows come in sequences, pairs stay known.
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void pairsStayTracked(String name, CorrelatedCase example) {
        for (TensorState state : example.predicted()) {
            boolean sequences = state.rows().positions().blocks() > 1;
            assertThat(sequences && !state.isTracked() && !name.startsWith("softmax")).isFalse();
        }
    }
}
