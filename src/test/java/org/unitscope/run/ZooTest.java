package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// Every model of the zoo, small: it opens, every scale is predicted, and a step runs in FP8 with
/// finite numbers everywhere.
class ZooTest {
    private static final Map<String, Double> SMALL =
            Map.ofEntries(
                    Map.entry("layers", 3.0),
                    Map.entry("batch", 2.0),
                    Map.entry("sequence", 16.0),
                    Map.entry("source", 16.0),
                    Map.entry("patches", 16.0),
                    Map.entry("width", 64.0),
                    Map.entry("heads", 4.0),
                    Map.entry("key_heads", 2.0),
                    Map.entry("hidden", 128.0),
                    Map.entry("inner", 128.0),
                    Map.entry("intermediate", 128.0),
                    Map.entry("vocabulary", 50.0),
                    Map.entry("positions", 32.0),
                    Map.entry("context", 32.0),
                    Map.entry("classes", 10.0));

    static Stream<Path> zoo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../model-zoo"))) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static LoadedModel small(Path file) throws ModelFormatException {
        Map<String, Double> sizes = new HashMap<>(SMALL);
        Set<String> known = Set.copyOf(JsonModels.sizeNames(file, JsonModels.read(file)));
        sizes.keySet().retainAll(known);
        return JsonModels.load(file, sizes, OperatorCatalogue.standard());
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void opensAnalyzesAndSamples(Path file) throws WorkbenchException {
        RunRecord run =
                Runs.execute(
                        new RunRequest(small(file), PrecisionRecipe.parse("fp8"), 1, true, 2),
                        OperatorCatalogue.standard(),
                        Progress.NONE,
                        CancellationToken.NONE);

        assertThat(run.isPartial()).isFalse();
        assertThat(run.tensors()).isNotEmpty();
        for (TensorRecord tensor : run.tensors()) {
            assertThat(tensor.predicted())
                    .as(tensor.key().toString())
                    .isInstanceOf(Prediction.Known.class);
            assertThat(tensor.measured().orElseThrow().statistics().nonfinite())
                    .as(tensor.key().toString())
                    .isZero();
        }
    }
}
