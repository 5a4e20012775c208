package org.unitscope.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// Whole rewrites.
class UnitScalingTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final Map<String, Double> SMALL = Map.of("layers", 2.0, "batch", 2.0);

    private static Graph load(String file, Map<String, Double> sizes) {
        try {
            return JsonModels.load(Path.of(file), sizes, CATALOGUE).graph();
        } catch (ModelFormatException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Map<TensorKey, Prediction> predictions(Graph graph) {
        return MomentAnalysis.analyze(graph, CATALOGUE, Progress.NONE, CancellationToken.NONE);
    }

    private static double rms(Map<TensorKey, Prediction> predictions, TensorKey key) {
        return ((Prediction.Known) Objects.requireNonNull(predictions.get(key))).moments().rms();
    }

    /// The transformer that was unit-scaled by hand from the library's functions, line by line, has
    /// what the rewrite of the plain one has, in every tensor of both passes.
    @Test
    void theLibraryPresetIsWhatWasWrittenByHand() throws RewriteException {
        Map<TensorKey, Prediction> hand =
                predictions(load("test/resources/models/gpt-unit-fused.json", SMALL));
        Graph plain = load("../model-zoo/accuracy/gpt.json", SMALL);
        Map<TensorKey, Prediction> rewritten =
                predictions(Scheme.parse("unit:library").apply(plain, CATALOGUE).graph());

        assertThat(rewritten).hasSameSizeAs(hand);
        for (TensorKey key : rewritten.keySet()) {
            String path = key.tensor().node();
            String other =
                    path.equals("embed")
                            ? "embed.rows"
                            : path.replace("embed.table", "embed.rows.table");
            double expected = rms(hand, new TensorKey(OutputRef.of(other), key.role()));
            assertThat(rms(rewritten, key))
                    .as(key.toString())
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void aModelThatIsScaledAlreadyIsRefused() {
        Graph scaled = load("../model-zoo/accuracy/gpt-unit.json", SMALL);

        assertThatThrownBy(() -> Scheme.parse("unit:paper").apply(scaled, CATALOGUE))
                .isInstanceOf(RewriteException.class)
                .hasMessageContaining("the model is unit-scaled already");
    }

    @Test
    void aFactorForNothingIsRefusedWithTheNearestName() {
        Graph plain = load("../model-zoo/mlp.json", Map.of());

        assertThatThrownBy(() -> Scheme.parse("unit:paper,readuot=1").apply(plain, CATALOGUE))
                .isInstanceOf(RewriteException.class)
                .hasMessageContaining("'readuot'")
                .hasMessageContaining("did you mean readout");
    }

    @Test
    void aFactorByHandIsUsedAndTiedOnesFollow() throws RewriteException {
        Graph plain = load("../model-zoo/accuracy/gpt.json", SMALL);
        Rewritten rewritten =
                Scheme.parse("unit:paper,blocks.0.attention.query=0.25").apply(plain, CATALOGUE);
        NodeRewrite query = rewritten.log().node("blocks.0.attention.query").orElseThrow();

        assertThat(query.scaling().output()).isEqualTo(0.25);
        assertThat(query.scaling().gradient(0)).isEqualTo(0.25);
    }

    /// What decides there is named: such a factor would be ignored otherwise.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paper,blocks.0.attention_residual=0.5 | adds a residual branch",
                "paper,blocks.0.attention_residual/left=0.5 | adds a residual branch",
                "library,blocks.0.attention.mixed=0.5 | is part of attention",
                "library,blocks.0.attention.products/left=0.5 | change the factors given by hand",
                "paper,embed/indices=0.5 | indices have no gradient",
                "mus,logits/input=0.5 | is the derivative's in mus",
                "paper,blocks.0.ffn.up/input=0.5 | lies on a cycle",
                "library,blocks.0.ffn.up/input=0.5 | change the factors given by hand"
            })
    void aFactorThatCannotBeUsedIsRefused(String scheme, String sentence) {
        Graph plain = load("../model-zoo/accuracy/gpt.json", SMALL);

        assertThatThrownBy(() -> Scheme.parse("unit:" + scheme).apply(plain, CATALOGUE))
                .isInstanceOf(RewriteException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFactorForASharedParameterIsRefused() {
        Graph tied = load("../model-zoo/gpt-mini.json", SMALL);

        assertThatThrownBy(
                        () -> Scheme.parse("unit:paper,logits/weight=0.5").apply(tied, CATALOGUE))
                .isInstanceOf(RewriteException.class)
                .hasMessageContaining("all uses of 'embeddings.token.table' must have one ratio");
    }

    @Test
    void aFactorOfAFreeGradientIsUsedAndSaid() throws RewriteException {
        Graph plain = load("../model-zoo/accuracy/gpt.json", SMALL);
        NodeRewrite up =
                Scheme.parse("unit:library,blocks.0.ffn.up/weight=0.5")
                        .apply(plain, CATALOGUE)
                        .log()
                        .node("blocks.0.ffn.up")
                        .orElseThrow();

        assertThat(up.scaling().gradient(1)).isEqualTo(0.5);
        assertThat(up.reasons()).contains("the factor of the gradient of weight was given by hand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "loss-scale=2^12",
                "unit:paper",
                "unit:library,powers-of-two",
                "unit:paper,residual=share:0.2",
                "unit:mus,residual=share:0.2:0.3",
                "unit:paper,constraint=hmean,residual=ratio:0.5,powers-of-two,a.b/input=0.25"
            })
    void textIsReadBack(String text) {
        assertThat(Scheme.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "units | no scheme is called 'units'",
                "unit:papr | no preset is called 'papr'; there are paper, library, mus",
                "unit:paper,constraint=mean | no constraint is called 'mean'",
                "unit:paper,residual=tau:0.5 | no residual rule is called 'tau:0.5'",
                "unit:paper,residual=share:2 | needs numbers between",
                "unit:paper,residual=share:0.5:0.1:7 | has 3 numbers; 'share' takes at most 2",
                "unit:paper,residual=ratio:1:1 | has 2 numbers; 'ratio' takes at most 1",
                "unit:paper,residual=running-mean:9 | has 1 numbers; 'running-mean' takes at most 0",
                "loss-scale=1000 | write a power of two",
                "unit:paper,x=-1 | with a positive factor"
            })
    void wrongTextsGetASentence(String text, String sentence) {
        assertThatThrownBy(() -> Scheme.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
