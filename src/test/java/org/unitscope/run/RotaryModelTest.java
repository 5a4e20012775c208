package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// A transformer with rotary positions, as Llama has them: what is predicted is what is sampled, in
/// both passes.
class RotaryModelTest {
    private static final Path FILE = Path.of("test/resources/models/llama-rotary.json");
    private static final int SEEDS = 8;

    /// What the engine leaves out at width 64, heads of 16 features: without rotary positions the
    /// same model needs as much.
    private static final double ORDER = 0.03;

    private static LoadedModel load() throws WorkbenchException {
        Map<String, Double> sizes = Map.of("layers", 2.0, "sequence", 32.0);
        return JsonModels.load(FILE, sizes, OperatorCatalogue.standard());
    }

    private static RunRecord run(LoadedModel model, long seed) throws WorkbenchException {
        return Runs.execute(
                new RunRequest(model, PrecisionRecipe.parse("fp32"), seed, true, 2),
                OperatorCatalogue.standard(),
                Progress.NONE,
                CancellationToken.NONE);
    }

    /// Within five standard errors over the seeds, and the order of what is left out.
    @Test
    void scalesAreThoseSampled() throws WorkbenchException {
        LoadedModel model = load();
        Map<TensorKey, List<TensorRecord>> all = new LinkedHashMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(model, seed)
                    .tensors()
                    .forEach(t -> all.computeIfAbsent(t.key(), k -> new ArrayList<>()).add(t));
        }
        assertThat(all.keySet().stream().map(TensorKey::toString))
                .anyMatch(key -> key.contains("turned_query"));
        all.forEach((key, records) -> {
            double predicted = Scales.predicted(records.getFirst()).orElseThrow();
            double[] sampled =
                    records.stream().mapToDouble(t -> Scales.sampled(t).orElseThrow()).toArray();
            double mean = mean(sampled);
            double variance =
                    mean(Arrays.stream(sampled).map(s -> (s - mean) * (s - mean)).toArray());
            double error = Math.sqrt(variance / (SEEDS - 1));
            assertThat(mean)
                    .as(key.toString())
                    .isCloseTo(predicted, within(5 * error + ORDER * predicted));
        });
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
