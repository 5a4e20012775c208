package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.graph.Graph;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.AttentionFactors;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.RewriteException;
import org.unitscope.transform.Scheme;

/// What `rewrite` says and does where it was wrong once.
class RewriteDetailsTest {
    private static final String GPT = "../model-zoo/gpt-mini.json";
    private static final String DIT = "../model-zoo/dit-s2.json";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Unitscope.run(
                new Console(stream, stream, false, 100), (model, symbols) -> 1, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// 12 blocks of two branches; the modulations `x + x s` are none. The first branch of 24 has τ²
    /// = 1/12, so a weight of 1/√13.
    @Test
    void modulationsAreNoResiduals() {
        String node = "blocks.0.attention_residual";
        assertThat(run("rewrite", DIT, "--preset", "library", "--explain", node)).isZero();
        assertThat(out()).contains("residual 1 of 24", "branch 0.2773500981");
    }

    /// The model that is read is never written over: its sizes and layout would be lost.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rewrite MODEL -o MODEL",
                "rewrite MODEL --factors MODEL",
                "plan MODEL -o MODEL",
                "plan MODEL --patch MODEL",
                "variant MODEL --set batch=4 -o MODEL"
            })
    void theModelIsNotWrittenOver(String command, @TempDir Path folder) throws IOException {
        Path model = folder.resolve("mine.json");
        Files.copy(Path.of("../model-zoo/mlp.json"), model);
        String[] words = command.replace("MODEL", model.toString()).split(" ", -1);

        assertThat(run(words)).isEqualTo(2);
        assertThat(out()).contains("'" + model + "' is the model that is read; name another file");
        assertThat(model).hasSameTextualContentAs(Path.of("../model-zoo/mlp.json"));
    }

    /// A branch's weight that the gradient meets where the branch begins is told apart from the
    /// factor that the node has by itself.
    @Test
    void aDelayedWeightIsNotTakenForTheNodesOwnFactor() {
        assertThat(run("rewrite", GPT, "--explain", "blocks.0.attention_norm")).isZero();
        assertThat(out())
                .contains(
                        "gradient of input × 0.1000, of it × 0.1000 for the branch, from its end to here; the rest × 1.000: 1")
                .doesNotContain("-0.00 octaves");
    }

    @Test
    void aLossOfOneClassIsRefusedWithItsShapes() {
        assertThat(run("rewrite", GPT, "--set", "vocabulary=1")).isEqualTo(2);
        assertThat(out()).contains("none holds for inputs [4, 64, 1], [4, 64]");
    }

    @Test
    void aSingleKeyHasTheFactorOne() {
        assertThat(run("rewrite", GPT, "--preset", "library", "--set", "sequence=1")).isZero();
        assertThat(AttentionFactors.library(64, 1, true).value()).isEqualTo(1);
    }

    /// Logits over √64 are the library's with a multiplier of 8: a = 1 / (1 + 4 · 64 / 64) = 1/5, κ
    /// = 128^(4/10). Over 64 the multiplier is 1.
    @Test
    void theScaleOfLogitsEntersTheFactorOfAttention() {
        assertThat(AttentionFactors.library(64, 1.0 / 8, 128, false).value())
                .isCloseTo(Math.pow(128, 0.4), within(1e-12));
        assertThat(AttentionFactors.library(64, 1.0 / 64, 128, true).value())
                .isCloseTo(AttentionFactors.library(64, 128, true).value(), within(1e-12));
    }

    @Test
    void aRefusedFactorIsToldTheOneThatHolds() {
        for (String wrong : new String[] {"1", "0.01"}) {
            assertThat(run("rewrite", GPT, "--factor", "logits/weight=" + wrong)).isEqualTo(2);
            assertThat(out()).contains("which makes it 0.0510310363");
        }
        assertThat(run("rewrite", GPT, "--factor", "logits/weight=0.0510310363")).isZero();
    }

    @Test
    void factorsAreRoundedToPowersOfTwoButResidualWeights()
            throws WorkbenchException, RewriteException {
        Graph graph = JsonModels.load(Path.of(GPT), Map.of(), OperatorCatalogue.standard()).graph();
        var log =
                Scheme.parse("unit:library,powers-of-two")
                        .apply(graph, OperatorCatalogue.standard())
                        .log();
        for (NodeRewrite node : log.nodes()) {
            if (node.reasons().stream().anyMatch(reason -> reason.startsWith("residual "))) {
                continue;
            }
            assertThat(isPower(node.scaling().output())).as(node.path()).isTrue();
            for (int i = 0; i < node.inputs().size(); i++) {
                double own = node.scaling().gradient(i) / node.inputs().get(i).delay();
                assertThat(isPower(own)).as(node.path() + " " + i + " " + own).isTrue();
            }
        }
    }

    private static boolean isPower(double factor) {
        return Math.abs(
                        factor / Math.scalb(1.0, (int) Math.rint(Math.log(factor) / Math.log(2)))
                                - 1)
                < 1e-12;
    }

    @Test
    void withoutAConstraintNothingIsSaidToBeTied() {
        assertThat(run("rewrite", GPT, "--constraint", "none")).isZero();
        assertThat(out()).contains("on a cycle, not tied").doesNotContain("tied to the result");
        String scheme = "unit:paper,constraint=none";
        assertThat(run("analyze", GPT, "--set", "layers=1", "--scheme", scheme)).isZero();
        assertThat(out()).contains("warning: gradients of different ratios are summed");
        assertThat(run("explain", GPT, "logits", "--set", "layers=1", "--scheme", scheme)).isZero();
        assertThat(out()).contains("warning: gradients of different ratios are summed");
    }

    @Test
    void usesOfASharedParameterAreNoCost() {
        assertThat(run("rewrite", GPT)).isZero();
        assertThat(out()).contains("cost at most 0.50 octaves");
    }

    /// Scaled weights sum to f, so what keys and pairs count is f² S and f² (1 − S), not S and 1 −
    /// S.
    @Test
    void scaledAttentionWeightsAreExplainedWithTheirFactor() {
        String node = "blocks.0.attention.mixed";
        assertThat(run("explain", GPT, node, "--set", "layers=1", "--scheme", "unit:paper"))
                .isZero();
        assertThat(out()).contains("f² S E v² + f² (1 − S) E v²").doesNotContain("· 1 − S ");
        assertThat(run("explain", GPT, node, "--set", "layers=1")).isZero();
        assertThat(out()).contains("E y² = S E v² + (1 − S) E v²").doesNotContain("f² S");
    }
}
