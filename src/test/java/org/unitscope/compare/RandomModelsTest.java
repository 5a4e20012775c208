package org.unitscope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;

class RandomModelsTest {
    private static Graph load(long seed, int index) throws WorkbenchException {
        return JsonModels.load(
                        Path.of(RandomModels.name(seed, index) + ".json"),
                        RandomModels.of(seed, index).getBytes(StandardCharsets.UTF_8),
                        Map.of(),
                        OperatorCatalogue.standard())
                .graph();
    }

    @Test
    void theSameSeedGivesTheSameText() {
        Set<String> texts = new HashSet<>();
        for (int index = 0; index < RandomModels.COUNT; index++) {
            String text = RandomModels.of(11, index);
            assertThat(RandomModels.of(11, index)).isEqualTo(text);
            assertThat(text).doesNotContain("\r").endsWith("}\n");
            texts.add(text.replace("random-11-" + index, ""));
            texts.add(RandomModels.of(12, index).replace("random-12-" + index, ""));
        }
        assertThat(texts).hasSize(2 * RandomModels.COUNT);
    }

    @Test
    void thereAreTen() {
        assertThatThrownBy(() -> RandomModels.of(1, RandomModels.COUNT))
                .hasMessage("Random models: the index must be 0 to 9, got 10.");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 7, 42, -5})
    void allLoadWithinTheirSizes(long seed) throws WorkbenchException {
        for (int index = 0; index < RandomModels.COUNT; index++) {
            Graph graph = load(seed, index);
            Map<String, Double> sizes = graph.symbols();
            assertThat(graph.name()).isEqualTo("random-" + seed + "-" + index);
            assertThat(sizes.get("layers")).isBetween(index < 9 ? 2.0 : 1.0, 6.0);
            assertThat(sizes.getOrDefault("width", Double.NaN))
                    .isBetween(index == 9 ? 32.0 : 64.0, 512.0);
            assertThat(sizes.get("batch")).isBetween(2.0, 512.0);
            assertThat(graph.parameterCount()).isLessThan(8_000_000);
            if (sizes.containsKey("heads")) {
                assertThat(sizes.getOrDefault("width", Double.NaN) % sizes.get("heads")).isZero();
                assertThat(sizes.get("sequence")).isBetween(32.0, 96.0);
                assertThat(sizes.get("vocabulary")).isBetween(64.0, 1024.0);
            }
        }
    }

    /// Each choice has a chance of at least 1 in 6 per model of its kind; 60 seeds leave one out
    /// with a probability below 1e-4.
    @Test
    void everyKindOfNodeOccurs() throws WorkbenchException {
        Set<String> operators = new TreeSet<>();
        int windows = 0;
        for (long seed = 0; seed < 60; seed++) {
            for (int index : new int[] {0, 3, 7, 9}) {
                for (Node node : load(seed, index).nodes()) {
                    operators.add(node.operator());
                    windows +=
                            node instanceof Node.Operation use
                                            && use.operator().equals("softmax")
                                            && RandomModels.of(seed, index).contains("window\":")
                                    ? 1
                                    : 0;
                }
            }
        }
        assertThat(operators)
                .contains(
                        "relu",
                        "gelu",
                        "gelu_tanh",
                        "tanh",
                        "sigmoid",
                        "silu",
                        "glu",
                        "layer_norm",
                        "rms_norm",
                        "softmax",
                        "embedding",
                        "conv1d",
                        "mean_squared_error",
                        "cross_entropy");
        assertThat(windows).isPositive();
    }
}
