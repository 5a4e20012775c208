package org.unitscope.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.audit.OutOfBand.Cause;
import org.unitscope.graph.Graph;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.transform.Scheme;

/// Every cause on a model that is off for a reason known beforehand, by an amount known from the
/// formulas of the factors.
class ScaleAuditTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    @TempDir private Path folder = Path.of("");

    private static Map<String, OutOfBand> audit(
            String file, Map<String, Double> sizes, String scheme) throws Exception {
        Graph graph = JsonModels.load(Path.of(file), sizes, CATALOGUE).graph();
        Map<String, OutOfBand> found = new HashMap<>();
        ScaleAudit.of(
                        Scheme.parse(scheme).apply(graph, CATALOGUE),
                        CATALOGUE,
                        Progress.NONE,
                        CancellationToken.NONE)
                .forEach(one -> found.put(one.key().toString(), one));
        return found;
    }

    /// Of a model of a text with inputs `x` and `target`.
    private Map<String, OutOfBand> audit(String out, String nodes, String scheme) throws Exception {
        return audit("[4096, 4]", out, nodes, scheme);
    }

    private Map<String, OutOfBand> audit(String in, String out, String nodes, String scheme)
            throws Exception {
        return audit(model(in, out, nodes).toString(), Map.of(), scheme);
    }

    private Path model(String in, String out, String nodes) throws IOException {
        String text =
                """
                {"format": "unitscope-model", "version": 1, "name": "case",
                 "inputs": {"x": {"shape": %s, "law": {"normal": {"std": 1}}},
                            "target": {"shape": %s, "law": {"normal": {"std": 1}}}},
                 "nodes": [%s], "loss": "loss"}
                """
                        .formatted(in, out, nodes);
        return Files.writeString(folder.resolve("case.json"), text);
    }

    private static String linear(String id, String input, int from, int to) {
        return """
        {"id": "%s", "op": "linear", "inputs": ["%s"], "weights":
          {"weight": {"shape": [%d, %d], "law": {"normal": {"std": 0.02}}}}},\
        """
                .formatted(id, input, to, from);
    }

    private static String loss(String prediction) {
        return "{\"id\": \"loss\", \"op\": \"mean_squared_error\", \"inputs\": [\"%s\", \"target\"]}"
                .formatted(prediction);
    }

    private static OutOfBand of(Map<String, OutOfBand> found, String key) {
        assertThat(found).containsKey(key);
        return java.util.Objects.requireNonNull(found.get(key));
    }

    private static void isCause(OutOfBand one, Cause cause, String... detail) {
        assertThat(one.cause()).as(one.toString()).isEqualTo(cause);
        for (String part : detail) {
            assertThat(one.detail()).contains(part);
        }
    }

    /// Products 4 to 4096 to 4 on a residual branch: ideal factors 1/2 and 1/64 are 5 octaves
    /// apart. Tied to the gradient's, the result of the first is 2^-5; tied to the result's, the
    /// gradient before the second is.
    private static final String WIDE =
            linear("stem", "x", 4, 4)
                    + linear("up", "stem", 4, 4096)
                    + linear("down", "up", 4096, 4)
                    + "{\"id\": \"sum\", \"op\": \"add\", \"inputs\": [\"stem\", \"down\"]},"
                    + loss("sum");

    @Test
    void aConstraintThatCostsFiveOctavesIsNamedWithItsCycle() throws Exception {
        Map<String, OutOfBand> found =
                audit("[4096, 4]", WIDE, "unit:paper,constraint=to-grad-input");

        OutOfBand up = of(found, "up A");
        isCause(up, Cause.CONSTRAINT, "-5.0 octaves at up", "cycle from stem to sum");
        assertThat(up.rms()).isCloseTo(1 / 32.0, within(1e-6));
    }

    @Test
    void aGradientThatAConstraintTiesIsNamed() throws Exception {
        Map<String, OutOfBand> found = audit("[4096, 4]", WIDE, "unit:paper,constraint=to-output");

        isCause(of(found, "up gA"), Cause.CONSTRAINT, "-5.0 octaves at down");
        assertThat(found).doesNotContainKey("up A");
    }

    /// The tied gradient follows the factor by hand: 8 where 1/64 were ideal.
    @Test
    void aTiedGradientThatFollowsAFactorByHandIsNamed() throws Exception {
        Map<String, OutOfBand> found = audit("[4096, 4]", WIDE, "unit:paper,up=8");

        isCause(of(found, "stem gA"), Cause.BY_HAND, "+9.0 octaves at up");
    }

    @Test
    void aFactorByHandIsNamedAndWhatComesAfterItInherits() throws Exception {
        Map<String, OutOfBand> found =
                audit(
                        "[4096, 4]",
                        linear("a", "x", 4, 4) + linear("b", "a", 4, 4) + loss("b"),
                        "unit:paper,a=16,b/weight=1");

        isCause(of(found, "a A"), Cause.BY_HAND, "+5.0 octaves at a");
        isCause(of(found, "b A"), Cause.INHERITED, "from a A");
        // The rows' 4096^-1/2 is 6 octaves, those of its left operand 5: the larger is named first.
        isCause(of(found, "b.weight gW"), Cause.BY_HAND, "+6.0 octaves at b");
    }

    /// One random vector added to 1024 rows, whose mean is then scaled by 1024^1/2: 32 instead of
    /// 1, which rules for independent rows do not see.
    @Test
    void rowsThatAreAlikeAreCorrelation() throws Exception {
        Map<String, OutOfBand> found =
                audit(
                        "[1, 1024, 4]",
                        "[1, 1, 4]",
                        """
                        {"id": "sum", "op": "add", "inputs": ["x"], "weights":
                          {"right": {"shape": [4], "law": {"normal": {"std": 1}}}}},
                        {"id": "pool", "op": "mean_pool", "inputs": ["sum"], "attributes": {"window": 1024}},
                        """
                                + loss("pool"),
                        "unit:paper");

        OutOfBand pool = of(found, "pool A");
        isCause(pool, Cause.CORRELATION, "at pool", "independent: 1");
        assertThat(pool.rms()).isCloseTo(Math.sqrt((1 + 1024) / 2.0), within(0.5));
    }

    /// The mean of 400 elements of relu: 20 times what their noise gives.
    @Test
    void aMeanIsSomethingInCommonToo() throws Exception {
        Map<String, OutOfBand> found =
                audit(
                        "[1, 400, 64]",
                        "[1, 1, 64]",
                        """
                        {"id": "relu", "op": "relu", "inputs": ["x"]},
                        {"id": "pool", "op": "mean_pool", "inputs": ["relu"], "attributes": {"window": 400}},
                        """
                                + loss("pool"),
                        "unit:paper");

        OutOfBand pool = of(found, "pool A");
        isCause(pool, Cause.CORRELATION, "at pool");
        // Mean over deviation of a rectified normal number, times 20, and the noise of the mean.
        double ratio = 1 / Math.sqrt(Math.PI - 1);
        assertThat(pool.rms()).isCloseTo(Math.hypot(20 * ratio, 1), within(0.5));
    }

    /// Softmax of 4096 logits of scale 8 is nearly one at one place, so its RMS is of the order of
    /// the root of its extent; that of unit logits is what its factor undoes.
    @Test
    void logitsThatAreNotUnitAreNotWhatTheFactorAssumes() throws Exception {
        Map<String, OutOfBand> found =
                audit(
                        "[4, 4096]",
                        "[4, 4096]",
                        """
                        {"id": "wide", "op": "scale", "inputs": ["x"], "attributes": {"factor": 8}},
                        {"id": "softmax", "op": "softmax", "inputs": ["wide"]},
                        """
                                + loss("softmax"),
                        "unit:paper,wide=1");

        OutOfBand softmax = of(found, "softmax A");
        isCause(softmax, Cause.ASSUMPTION, "at softmax");
        assertThat(softmax.rms()).isBetween(10.0, 64.0);
    }

    /// Seven products that each widen by 4 on one branch lose half an octave each way with the
    /// geometric mean, 3.5 in all.
    @Test
    void manySmallCostsAreSaidAsSuch() throws Exception {
        StringBuilder nodes = new StringBuilder(linear("stem", "x", 1, 1));
        String before = "stem";
        int width = 1;
        for (int i = 0; i < 7; i++) {
            nodes.append(linear("up" + i, before, width, 4 * width));
            width *= 4;
            before = "up" + i;
        }
        nodes.append(linear("down", before, width, 1))
                .append("{\"id\": \"sum\", \"op\": \"add\", \"inputs\": [\"stem\", \"down\"]},")
                .append(loss("sum"));
        Map<String, OutOfBand> found =
                audit(
                        model("[64, 1]", "[64, 1]", nodes.toString()).toString(),
                        Map.of(),
                        "unit:paper");

        OutOfBand last = of(found, "up6 A");
        isCause(last, Cause.SMALL_STEPS, "-3.0 octaves from up5 A", "-0.5 octaves at up6");
        assertThat(last.rms()).isCloseTo(StrictMath.pow(2, -3.5), within(1e-6));
        assertThat(found).doesNotContainKey("up5 A");
    }

    /// Of muS: at batch 1 the loss gives a gradient of unit scale, and the last product of width
    /// 1024 divides it by that instead of by the root of its 10 classes.
    @Test
    void thePresetWithoutFactorsOfGradientsIsNamed() throws Exception {
        Map<String, OutOfBand> found =
                audit("../model-zoo/mlp.json", Map.of("batch", 1.0, "classes", 10.0), "unit:mus");

        isCause(
                of(found, "hidden.2.relu gA"),
                Cause.DERIVATIVE,
                // log2(10^1/2 / 1024)
                "-8.3 octaves at readout");
    }

    @Test
    void aLossWithoutAFactorIsNamed() throws Exception {
        Map<String, OutOfBand> found = audit("../model-zoo/mlp.json", Map.of(), "unit:mus");

        isCause(of(found, "readout gA"), Cause.NO_FACTOR, "-11.0 octaves at loss");
        isCause(of(found, "hidden.2.relu gA"), Cause.INHERITED, "from readout gA", "at readout");
        isCause(of(found, "readout A"), Cause.READOUT, "fan_in = 1024");
    }

    @Test
    void lawsOfAnUnscaledModelHaveNoFactor() throws Exception {
        Map<String, OutOfBand> found =
                audit("[4096, 4]", linear("a", "x", 4, 4) + loss("a"), "none");

        isCause(of(found, "a.weight W"), Cause.NO_FACTOR);
        isCause(of(found, "a A"), Cause.INHERITED, "from a.weight W");
    }

    /// ln 60000 is 11.
    @Test
    void aLargeLossIsLeftAlone() throws Exception {
        Map<String, OutOfBand> found =
                audit("../model-zoo/mlp.json", Map.of("classes", 60000.0), "unit:paper");

        assertThat(found).containsOnlyKeys("loss A");
        isCause(of(found, "loss A"), Cause.LOSS);
    }

    /// The library divides logits by the head width 64, in both passes: 6 octaves that come back
    /// only at the queries and keys.
    @Test
    void gradientsInsideAttentionAreAttentions() throws Exception {
        Map<String, OutOfBand> found =
                audit("../model-zoo/gpt-mini.json", Map.of("layers", 1.0), "unit:library");

        isCause(
                of(found, "blocks.0.attention.products gA"),
                Cause.ATTENTION,
                "-6.0 octaves at blocks.0.attention.scores");
        isCause(of(found, "blocks.0.attention.weights A"), Cause.ATTENTION);
    }
}
