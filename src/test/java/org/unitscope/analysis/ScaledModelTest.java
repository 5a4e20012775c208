package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unitscope.analysis.SmallGraphs.analysis;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Scaling;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.DoubleStep;
import org.unitscope.tensor.RealTensor;

/// One unit-scaled transformer written twice: with plain operators between scale nodes, and with
/// the factors as scaling of the operators. Both are the same functions, of the same random
/// numbers.
class ScaledModelTest {
    private static final Map<String, Double> SIZES =
            Map.of(
                    "layers", 2.0,
                    "width", 32.0,
                    "heads", 2.0,
                    "sequence", 16.0,
                    "batch", 2.0,
                    "vocabulary", 64.0);
    private static final Graph APART = load("../model-zoo/accuracy/gpt-unit.json");
    private static final Graph FUSED = load("test/resources/models/gpt-unit-fused.json");

    private static Graph load(String file) {
        try {
            return JsonModels.load(Path.of(file), SIZES, OperatorCatalogue.standard()).graph();
        } catch (ModelFormatException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// The tensor of the model with scale nodes that a fused one stands for.
    private static String apart(String fused) {
        return fused.replaceAll("\\.(query|key|value|up|gate|down|glu)$", ".$1.output")
                .replaceAll("attention\\.output$", "attention.output.output")
                .replaceAll("attention\\.merged$", "attention.scaled")
                .replaceAll("^logits$", "logits.output")
                .replaceAll(
                        "(query|key|value|output|up|gate|down|logits)\\.weight$", "$1.weight.input")
                .replaceAll("_norm\\.gain$", "_norm_gain.input")
                .replaceAll("^embed\\.rows\\.table$", "embed.table.input");
    }

    /// `mixed` holds its factor before the heads are merged, which the other model has behind it.
    private static List<TensorKey> compared() {
        List<TensorKey> keys =
                FUSED.tensors().stream()
                        .filter(key -> !key.tensor().node().endsWith("mixed"))
                        .toList();
        assertThat(keys).allMatch(key -> APART.find(apart(key.tensor().node())).isPresent());
        return keys;
    }

    private static TensorKey apart(TensorKey key) {
        return new TensorKey(OutputRef.of(apart(key.tensor().node())), key.role());
    }

    @Test
    void bothHaveOnePrediction() {
        Map<TensorKey, Prediction> apart = analysis(APART).predictions();
        Map<TensorKey, Prediction> fused = analysis(FUSED).predictions();

        for (TensorKey key : compared()) {
            double expected = rms(apart, apart(key));
            assertThat(rms(fused, key))
                    .as(key.toString())
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    private static double rms(Map<TensorKey, Prediction> predictions, TensorKey key) {
        return ((Prediction.Known) Objects.requireNonNull(predictions.get(key))).moments().rms();
    }

    /// In double precision, of the same random numbers. Factors stand elsewhere, which moves half
    /// an ulp per operation; a path through both blocks has about a hundred, so 2^-40 of the
    /// largest element is far above, and far below any factor.
    @Test
    void bothComputeTheSame() {
        DoubleStep apart = DoubleStep.run(APART, DoubleStep.drawn(1, path -> path));
        DoubleStep fused = DoubleStep.run(FUSED, DoubleStep.drawn(1, ScaledModelTest::apart));

        for (TensorKey key : compared()) {
            String path = key.tensor().node();
            if (key.role().isGradient()) {
                requireClose(
                        path,
                        fused.gradient(path).orElseThrow(),
                        apart.gradient(apart(path)).orElseThrow());
            } else {
                requireClose(path, fused.value(path), apart.value(apart(path)));
            }
        }
    }

    private static void requireClose(String path, RealTensor found, RealTensor expected) {
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < expected.shape().length(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            apart = Math.max(apart, Math.abs(expected.get(i) - found.get(i)));
        }
        assertThat(apart).as(path).isLessThanOrEqualTo(0x1p-40 * largest);
    }

    /// Softmax times its number of keys, and the product with the values over it: attention is
    /// followed through a factor of its weights.
    @Test
    void attentionIsFollowedThroughAFactorOfItsWeights() {
        Map<TensorKey, Prediction> plain = analysis(FUSED).predictions();
        Map<TensorKey, Prediction> scaled = analysis(withScaledWeights()).predictions();

        for (TensorKey key : FUSED.tensors()) {
            double factor = key.tensor().node().endsWith(".weights") ? 16 : 1;
            double expected =
                    key.role().isGradient() ? rms(plain, key) / factor : rms(plain, key) * factor;
            assertThat(rms(scaled, key))
                    .as(key.toString())
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    private static Graph withScaledWeights() {
        List<Node> nodes = FUSED.nodes().stream().map(ScaledModelTest::withScaledWeights).toList();
        return new Graph("scaled", "", FUSED.symbols(), nodes, FUSED.loss());
    }

    private static Node withScaledWeights(Node node) {
        if (!(node instanceof Node.Operation operation)) {
            return node;
        }
        Scaling old = operation.scaling();
        return switch (operation.operator()) {
            case "softmax" -> operation.with(new Scaling(16, List.of(1.0), List.of(16.0)));
            case "matmul" ->
                    operation.path().endsWith("mixed")
                            ? operation.with(
                                    new Scaling(
                                            old.output() / 16,
                                            List.of(1.0, 1.0),
                                            List.of(old.gradient(0) / 16, old.gradient(1) / 16)))
                            : operation;
            default -> operation;
        };
    }
}
