package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.statistics.TensorStatistics;

/// A stored run against numpy: random numbers, rounding, product, statistics, fates and SQNR at
/// once.
class IndependentNumbersTest {
    static Stream<String> rows() throws IOException {
        try (var in =
                Objects.requireNonNull(
                        IndependentNumbersTest.class.getResourceAsStream("/run/independent.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1);
        }
    }

    /// Every normal is within 1.2e-6 absolute of the exact one, so sums agree to about 1e-6; a
    /// share may differ by the few elements that lie that close to a threshold.
    @ParameterizedTest
    @MethodSource("rows")
    void agreesWithNumpy(String row) throws Exception {
        String[] cells = row.split(",", -1);
        RunRecord run = RunStore.read(Path.of("../sample-runs/mlp-fp8"));
        TensorKey key = new TensorKey(OutputRef.of(cells[0]), Role.ofSymbol(cells[1]));
        TensorStatistics found = run.find(key).orElseThrow().measured().orElseThrow().statistics();
        double few = 4.0 / found.count();

        assertThat(found.moments().mean()).isCloseTo(Double.parseDouble(cells[2]), within(1e-6));
        assertThat(found.moments().rms()).isCloseTo(Double.parseDouble(cells[3]), within(1e-6));
        assertThat(found.amax()).isCloseTo(Double.parseDouble(cells[4]), within(1e-5));
        assertThat(found.fates().underflowFraction())
                .isCloseTo(Double.parseDouble(cells[5]), within(few));
        assertThat(found.fates().subnormalFraction())
                .isCloseTo(Double.parseDouble(cells[6]), within(few));
        assertThat(found.sqnrDecibels().orElseThrow())
                .isCloseTo(Double.parseDouble(cells[7]), within(1e-4));
    }
}
