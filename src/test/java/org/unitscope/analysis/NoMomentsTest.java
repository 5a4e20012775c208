package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// Functions of positive numbers after others: a number where there is one, a reason where not.
class NoMomentsTest {
    /// `x -> first -> then -> times a weight -> loss`.
    private static Map<TensorKey, Prediction> analyze(String law, String first, String then)
            throws ModelFormatException {
        String text =
                """
                { "format": "unitscope-model", "version": 1, "name": "roots",
                  "inputs": { "x": { "shape": [64, 256], "law": LAW },
                    "t": { "shape": [64, 8], "law": { "normal": { "std": 1 } } } },
                  "nodes": [ { "id": "a", "op": "FIRST", "inputs": ["x"] },
                    { "id": "b", "op": "THEN, "inputs": ["a"] },
                    { "id": "y", "op": "linear", "inputs": ["b"], "weights": {
                      "weight": { "shape": [8, 256], "law": { "normal": { "std": 0.0625 } } } } },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["y", "t"] } ],
                  "loss": "loss" }
                """
                        .replace("LAW", law.replace('\'', '"'))
                        .replace("FIRST", first)
                        .replace("\"THEN", "\"" + then.replace('\'', '"'));
        Graph graph =
                JsonModels.load(
                                Path.of("roots.json"),
                                text.getBytes(StandardCharsets.UTF_8),
                                Map.of(),
                                OperatorCatalogue.standard())
                        .graph();
        return MomentAnalysis.analyze(
                graph, OperatorCatalogue.standard(), Progress.NONE, CancellationToken.NONE);
    }

    private static Prediction of(Map<TensorKey, Prediction> all, String path, Role role) {
        return Objects.requireNonNull(all.get(new TensorKey(OutputRef.of(path), role)));
    }

    /// By hand: E √(x²) = E |x| = √(2/π) with E (√(x²))² = 1; E ln x² = −γ − ln 2, var ln x² = π²/2
    /// (Gaussian x); E √eˣ = e^(1/8), E eˣ = e^(1/2); E (1/√eˣ)² = e^(1/2).
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "square | sqrt' | 0.7978845608 | 1",
                "square | log' | -1.2703628455 | 6.5486239",
                "exp | sqrt' | 1.1331484531 | 1.6487212707",
                "exp | rsqrt' | 1.1331484531 | 1.6487212707",
                "abs | power', 'attributes': {'exponent': 2} | 1 | 3"
            })
    void functionsOfFunctionsHaveTheirMoments(String first, String then, double mean, double second)
            throws ModelFormatException {
        Prediction b = of(analyze("{'normal': {'std': 1}}", first, then), "b", Role.ACTIVATION);

        assertThat(b).isInstanceOf(Prediction.Known.class);
        var moments = ((Prediction.Known) b).moments();
        // Read off bins: 1e-4 of the scale, see ElementLaw#mapped.
        assertThat(moments.mean()).isCloseTo(mean, within(1e-3 * Math.sqrt(second)));
        assertThat(moments.secondMoment()).isCloseTo(second, within(1e-3 * second));
    }

    @Test
    void halfOfAGaussianHasNoLogarithm() throws ModelFormatException {
        Map<TensorKey, Prediction> all = analyze("{'normal': {'std': 1}}", "tanh", "log'");
        Prediction b = of(all, "b", Role.ACTIVATION);

        assertThat(b)
                .isEqualTo(
                        new Prediction.Unknown(
                                "b (log): a share of 0.50 of its input has no finite result"));
        assertThat(of(all, "y", Role.ACTIVATION)).isEqualTo(b);
    }

    /// 1/√(x²) = 1/|x| has no mean square: the sampled one is that of the smallest |x|.
    @Test
    void rareElementsAreNoScale() throws ModelFormatException {
        Prediction b =
                of(analyze("{'normal': {'std': 1}}", "square", "rsqrt'"), "b", Role.ACTIVATION);

        assertThat(b)
                .isEqualTo(
                        new Prediction.Unknown(
                                "b (rsqrt): its mean square is that of its rarest elements, which a sample does not show"));
    }
}
