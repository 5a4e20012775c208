package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// What the laws of inputs and weights are predicted to give is what sampling gives, through a
/// network that a squared error pulls at: its gradients hold the network's own output, which must
/// not be taken as independent of the slopes on the way back, nor of an orthogonal matrix.
class LawsPredictedTest {
    private static final int SEEDS = 8;

    /// What the engine leaves out at this width (256): terms of the order of 1/√width in a mean
    /// square, 3 % in a scale.
    private static final double ORDER = 0.03;

    private static LoadedModel model(String input, String weight) throws ModelFormatException {
        String text =
                """
                { "format": "unitscope-model", "version": 1, "name": "laws",
                  "inputs": { "x": { "shape": [16, 4, 256], "law": INPUT },
                    "t": { "shape": [16, 4, 256], "law": { "normal": { "std": 1 } } } },
                  "nodes": [
                    { "id": "a", "op": "linear", "inputs": ["x"], "weights": { "weight": { "shape": [256, 256], "law": WEIGHT } } },
                    { "id": "r", "op": "relu", "inputs": ["a"] },
                    { "id": "b", "op": "linear", "inputs": ["r"], "weights": { "weight": { "shape": [256, 256], "law": WEIGHT } } },
                    { "id": "n", "op": "tanh", "inputs": ["b"] },
                    { "id": "y", "op": "linear", "inputs": ["n"], "weights": { "weight": { "shape": [256, 256], "law": WEIGHT } } },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["LAST", "t"] } ],
                  "loss": "loss" }
                """
                        .replace("INPUT", input)
                        .replace("WEIGHT", weight)
                        .replace("LAST", "y")
                        .replace('\'', '"');
        return JsonModels.load(
                Path.of("laws.json"),
                text.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                OperatorCatalogue.standard());
    }

    private static RunRecord run(LoadedModel model, long seed) throws WorkbenchException {
        return Runs.execute(
                new RunRequest(model, PrecisionRecipe.parse("fp32,A=fp8_e4m3fn"), seed, true, 2),
                OperatorCatalogue.standard(),
                Progress.NONE,
                CancellationToken.NONE);
    }

    /// Within five standard errors over the seeds, and the order of what is left out.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'normal': {'std': 1}} | {'he': {}}",
                "{'student_t': {'degrees': 5}} | {'truncated_normal': {'std': 0.1}}",
                "{'correlated_rows': {'correlation': 0.5}} | {'orthogonal': {'gain': 1.4}}",
                "{'normal': {'std': 1}} | {'orthogonal': {'gain': 1}}",
                "{'correlated_rows': {'correlation': 1}} | {'he': {'distribution': 'uniform'}}"
            })
    void scalesAreThoseSampled(String input, String weight)
            throws ModelFormatException, WorkbenchException {
        requireSampled(model(input, weight));
    }

    private static void requireSampled(LoadedModel model) throws WorkbenchException {
        Map<TensorKey, List<TensorRecord>> all = new LinkedHashMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(model, seed)
                    .tensors()
                    .forEach(t -> all.computeIfAbsent(t.key(), k -> new ArrayList<>()).add(t));
        }
        all.forEach((key, records) -> {
            double predicted = Scales.predicted(records.getFirst()).getAsDouble();
            double[] sampled =
                    records.stream().mapToDouble(t -> Scales.sampled(t).getAsDouble()).toArray();
            double mean = mean(sampled);
            double variance =
                    mean(
                            java.util.Arrays.stream(sampled)
                                    .map(s -> (s - mean) * (s - mean))
                                    .toArray());
            double error = Math.sqrt(variance / (SEEDS - 1));
            assertThat(mean)
                    .as(key.toString())
                    .isCloseTo(predicted, within(5 * error + ORDER * predicted));
        });
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }

    /// The gradient that holds the network's own output goes through the same mask again.
    @Test
    void dropoutMeetsItsOwnMask() throws ModelFormatException, WorkbenchException {
        String model =
                """
                { "format": "unitscope-model", "version": 1, "name": "dropped",
                  "inputs": { "x": { "shape": [16, 4, 256], "law": { "normal": { "std": 1 } } },
                    "t": { "shape": [16, 4, 256], "law": { "normal": { "std": 0.5 } } } },
                  "nodes": [
                    { "id": "a", "op": "linear", "inputs": ["x"], "weights": { "weight": { "shape": [256, 256], "law": { "he": {} } } } },
                    { "id": "r", "op": "relu", "inputs": ["a"] },
                    { "id": "d", "op": "dropout", "inputs": ["r"], "attributes": { "rate": 0.2 } },
                    { "id": "b", "op": "linear", "inputs": ["d"], "weights": { "weight": { "shape": [256, 256], "law": { "he": {} } } } },
                    { "id": "y", "op": "dropout", "inputs": ["b"], "attributes": { "rate": 0.5 } },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["y", "t"] } ],
                  "loss": "loss" }
                """;
        requireSampled(
                JsonModels.load(
                        Path.of("dropped.json"),
                        model.getBytes(StandardCharsets.UTF_8),
                        Map.of(),
                        OperatorCatalogue.standard()));
    }

    /// Heavy tails overflow E4M3, cut ones do not: shares by the predicted law against counted
    /// ones, within six standard errors of the count and what the law's bins leave (3e-4 of the
    /// share).
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'student_t': {'degrees': 5, 'scale': 40}}",
                "{'student_t': {'degrees': 5, 'scale': 0.01}}",
                "{'truncated_normal': {'std': 0.01, 'cut': 1}}",
                "{'correlated_rows': {'std': 0.01, 'correlation': 0.5}}"
            })
    void sharesAreThoseSampled(String input) throws ModelFormatException, WorkbenchException {
        RunRecord run = run(model(input, "{'he': {}}"), 3);
        TensorRecord x =
                run.tensors().stream().filter(t -> t.path().equals("x")).findFirst().orElseThrow();
        var fates = x.measured().orElseThrow().statistics().fates();
        // Of correlated rows 256 columns count, not 64 · 256 elements.
        double count = input.contains("correlated") ? 512 : x.shape().count();

        requireShare(x.forecast().underflow().getAsDouble(), fates.underflowFraction(), count);
        requireShare(x.forecast().subnormal().getAsDouble(), fates.subnormalFraction(), count);
        requireShare(x.forecast().overflow().getAsDouble(), fates.overflowFraction(), count);
    }

    private static void requireShare(double predicted, double counted, double count) {
        double error = 6 * Math.sqrt(predicted * (1 - predicted) / count) + 6 / count;
        assertThat(counted).isCloseTo(predicted, within(error + 1e-3 * predicted));
    }
}
