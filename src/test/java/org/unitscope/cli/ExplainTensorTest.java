package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainTensorTest {
    private static final String MLP = "../model-zoo/mlp.json";
    private static final List<String> SMALL =
            List.of("--set", "batch=4", "--set", "width=32", "--set", "classes=16");

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(List<String> options, String... arguments) {
        out.reset();
        err.reset();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        100);
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(options);
        return Unitscope.run(console, nowhere, all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// He weights: E w² = 2/256 for the 256 inputs, E x² = 1, so E y² = 2.
    @Test
    void printsTheRuleWithItsNumbersAndTheWayFromTheSource() {
        assertThat(run(SMALL, "explain", MLP, "first")).isZero();
        assertThat(out())
                .contains("first A: predicted RMS 1.414 = 2^0.50, mean square 2")
                .contains("E y² = n · E w² · E x²")
                .contains("n 256 · E w² 0.007813 · E x² 1")
                .contains("x A  (input)", "+0.50  1.414      first A  (linear)")
                .contains("+0.50  over all");
    }

    @Test
    void aSampleIsSplitIntoOwnAndInheritedError() {
        assertThat(run(SMALL, "explain", MLP, "readout", "--role", "gA", "--sampled")).isZero();
        assertThat(out())
                .containsPattern(
                        "sampled RMS [0-9.e-]+: [-+][0-9.]+ % from the prediction; this rule's own"
                                + " error [-+][0-9.]+ %, inherited [-+][0-9.]+ %");
    }

    @Test
    void aStoredRunBringsItsSizesAndItsSample() throws IOException {
        String kept = folder.resolve("run").toString();
        assertThat(run(SMALL, "sample", MLP, "--out", kept)).isZero();
        assertThat(run(List.of(), "explain", MLP, "first", "--run", kept)).isZero();
        assertThat(out()).contains("first A: predicted RMS 1.414", "sampled RMS");

        assertThat(run(SMALL, "explain", MLP, "first", "--run", kept)).isEqualTo(2);
        assertThat(err()).contains("--set: the sizes are those of the run");
        assertThat(run(List.of("--sampled"), "explain", MLP, "first", "--run", kept)).isEqualTo(2);
        assertThat(err()).contains("--run: gives the sample already");
        assertThat(run(List.of(), "explain", "../model-zoo/gpt-mini.json", "logits", "--run", kept))
                .isEqualTo(2);
        assertThat(err()).contains("is not the model of the run");

        Path other = folder.resolve("other.json");
        Files.writeString(other, Files.readString(Path.of(MLP)).replace("\"relu\"", "\"gelu\""));
        assertThat(run(List.of(), "explain", other.toString(), "first", "--run", kept))
                .isEqualTo(2);
        assertThat(err()).contains("is not the model of the run");
    }

    @Test
    void jsonCanBeChecked() {
        assertThat(run(SMALL, "explain", MLP, "hidden.1.linear", "--role", "gA", "--json"))
                .isZero();
        JsonNode result = JsonMapper.shared().readTree(out());
        double sum = 0;
        for (JsonNode term : result.path("derivation").path("terms")) {
            double product = 1;
            for (JsonNode factor : term.path("factors")) {
                product *= factor.path("value").asDouble();
            }
            sum += product;
        }
        double second = result.path("predicted_second_moment").asDouble();
        assertThat(sum).isCloseTo(second, within(1e-9 * second));

        double octaves = 0;
        for (JsonNode step : result.path("path")) {
            octaves += step.path("octaves").asDouble();
        }
        assertThat(octaves).isCloseTo(0.5 * Math.log(second) / Math.log(2), within(1e-9));
        assertThat(result.path("path").get(0).path("tensor").asString()).isEqualTo("loss");
        assertThat(result.path("warnings").size()).isPositive();
        assertThat(result.path("warnings").get(0).path("sentence").asString()).endsWith(".");
    }

    @Test
    void whatIsNotPredictedSaysWhy() throws IOException {
        Path model = folder.resolve("m.json");
        Files.writeString(
                model,
                """
                {
                  "format": "unitscope-model", "version": 1, "name": "m", "description": "",
                  "inputs": { "x": { "shape": [4, 8], "law": { "normal": { "std": 1 } } },
                              "t": { "shape": [4, 8], "law": { "normal": { "std": 1 } } } },
                  "nodes": [
                    { "id": "dead", "op": "relu", "inputs": ["x"] },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["x", "t"] }
                  ],
                  "loss": "loss"
                }
                """);
        assertThat(run(List.of("--role", "gA"), "explain", model.toString(), "dead")).isZero();
        assertThat(out().strip())
                .isEqualTo("dead gA: not predicted, because the loss does not depend on it");
        assertThat(run(List.of("--json"), "explain", model.toString(), "dead", "--role", "gA"))
                .isZero();
        assertThat(JsonMapper.shared().readTree(out()).path("not_predicted_because").asString())
                .isEqualTo("the loss does not depend on it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain ../model-zoo/mlp.json frist|there is no tensor 'frist'; did you mean"
                        + " first?",
                "explain ../model-zoo/mlp.json linear|did you mean hidden.0.linear",
                "explain ../model-zoo/mlp.json qqqqqq|no tensor 'qqqqqq'; see unitscope analyze",
                "explain ../model-zoo/mlp.json labels|TENSOR: 'labels' holds indices, which have no"
                        + " scale",
                "explain ../model-zoo/mlp.json first --role W|--role: 'first' is of role A or gA,"
                        + " got 'W'",
                "explain ../model-zoo/mlp.json first --role B|--role: 'first' is of role A or gA,"
                        + " got 'B'",
                "explain ../model-zoo/mlp.json|Missing required parameter: 'TENSOR'",
                "explain no.json first|no.json: there is no such file",
                "explain ../model-zoo/mlp.json first --run nowhere|nowhere: there is no such"
                        + " folder",
                "explain ../model-zoo/mlp.json first --run main|the file is missing",
            })
    void badInputIsOneSentenceAndExitCodeTwo(String line, String sentence) {
        assertThat(run(List.of(), line.split(" ", -1))).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }
}
