package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.GenericDerivation;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// Every tensor of real models, small.
class ExplanationsTest {
    private static final Map<String, Map<String, Double>> SIZES =
            Map.of(
                    "gpt-mini",
                    Map.of("layers", 2.0, "width", 48.0, "heads", 3.0, "sequence", 24.0),
                    "bert-base",
                    Map.of(
                            "layers",
                            2.0,
                            "width",
                            48.0,
                            "heads",
                            3.0,
                            "intermediate",
                            96.0,
                            "vocabulary",
                            200.0,
                            "sequence",
                            40.0,
                            "batch",
                            3.0),
                    "mlp",
                    Map.of("width", 40.0, "batch", 8.0, "classes", 12.0),
                    "transformer-ffn",
                    Map.of());

    private static Analysis analysis(String model) throws Exception {
        Graph graph =
                JsonModels.load(
                                Path.of("../model-zoo/" + model + ".json"),
                                SIZES.getOrDefault(model, Map.of()),
                                OperatorCatalogue.standard())
                        .graph();
        return MomentAnalysis.analysis(
                graph, OperatorCatalogue.standard(), Progress.NONE, CancellationToken.NONE);
    }

    @ParameterizedTest
    @CsvSource({"gpt-mini", "bert-base", "mlp", "transformer-ffn"})
    void theTermsOfEveryTensorAddUpToItsSecondMoment(String model) throws Exception {
        Analysis analysis = analysis(model);
        TensorDerivations derivations = new TensorDerivations(analysis);
        for (TensorKey key : analysis.graph().tensors()) {
            if (analysis.state(key).isEmpty()) {
                continue;
            }
            Derivation derivation = derivations.of(key);
            double second = analysis.state(key).orElseThrow().secondMoment();
            assertThat(derivation.total())
                    .as("%s: %s", key, derivation)
                    .isCloseTo(second, within(1e-9 * second));
            assertThat(derivation.rule()).as(key.toString()).isNotEqualTo(GenericDerivation.RULE);
            for (Explanation.UseDerivation use : derivations.uses(key)) {
                assertThat(use.derivation().rule()).isNotEqualTo(GenericDerivation.RULE);
            }
        }
    }

    /// A path's octaves are differences of logarithms, which telescope to 1e-12.
    @ParameterizedTest
    @CsvSource({"gpt-mini", "bert-base", "mlp", "transformer-ffn"})
    void theOctavesOfEveryPathAddUp(String model) throws Exception {
        Explanations explanations = new Explanations(analysis(model));
        Analysis analysis = analysis(model);
        for (TensorKey key : analysis.graph().tensors()) {
            if (explanations.obstacle(key).isPresent()) {
                continue;
            }
            List<Explanation.Step> path = new Paths(analysis).to(key);
            double rms = analysis.state(key).orElseThrow().moments().rms();
            double expected =
                    rms == 0 ? 0 : StrictMath.log(rms / path.getFirst().rms()) / StrictMath.log(2);
            double octaves = path.stream().mapToDouble(Explanation.Step::octaves).sum();
            assertThat(octaves).as(key.toString()).isCloseTo(expected, within(1e-9));
            assertThat(path.getLast().key()).isEqualTo(key);
            if (key.role().isGradient() && rms > 0) {
                assertThat(path.getFirst().key().tensor()).isEqualTo(analysis.graph().loss());
            }
        }
    }

    /// Rows without positions have no mean over them, so nothing has to be made up for.
    @Test
    void withoutPositionsTheFactorsAreTheWholeFormula() throws Exception {
        Analysis analysis = analysis("mlp");
        TensorDerivations derivations = new TensorDerivations(analysis);
        for (TensorKey key : analysis.graph().tensors()) {
            if (analysis.state(key).isPresent()) {
                assertThat(derivations.of(key).terms().stream().flatMap(t -> t.factors().stream()))
                        .as(key.toString())
                        .noneMatch(factor -> factor.symbol().equals("c"));
            }
        }
    }
}
