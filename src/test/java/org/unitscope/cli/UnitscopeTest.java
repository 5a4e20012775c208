package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.run.TensorTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UnitscopeTest {
    private static final String MLP = "../model-zoo/mlp.json";

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
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
        return Unitscope.run(console, nowhere, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("analyze", "sample", "replay", "Example:");
        assertThat(run("sample", "--help")).isZero();
        assertThat(out()).contains("--formats", "--set", "--seed", "--out", "--json");
    }

    /// The list has the first line of a description, which must say something by itself.
    @Test
    void theListOfCommandsHasWholeSentences() {
        assertThat(run("--help")).isZero();
        String list = out().substring(out().indexOf("Commands:"));
        String entries = list.substring(0, list.indexOf("\n\n")).replaceAll("\\n {8,}", " ");
        assertThat(entries.lines().skip(1).filter(line -> !line.isBlank()))
                .hasSizeGreaterThan(12)
                .allMatch(line -> line.stripTrailing().endsWith("."));
    }

    /// Descriptions are format strings: a per cent sign that is not doubled is left without its
    /// line breaks and default.
    @ParameterizedTest
    @ValueSource(
            strings = {"analyze", "sample", "explain", "replay", "compare", "accuracy", "formats"})
    void helpFillsInDefaults(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out()).doesNotContain("%%", "${", "%n");
        assertThat(out().lines().filter(line -> line.length() > 80)).isEmpty();
        if (command.equals("accuracy")) {
            assertThat(out()).contains("but 5 %. Default: 50.");
        }
    }

    @Test
    void anExceptionThatMatchesNothingIsRefused() {
        assertThat(run("analyze", MLP, "--formats", "fp8,blocks.0.*:A=bf16,matmul/left=fp16"))
                .isEqualTo(2);
        assertThat(err())
                .contains("'blocks.0.*:A=bf16' matches nothing in the model")
                .contains("'matmul/left=fp16' matches nothing in the model");
        assertThat(run("analyze", MLP, "--formats", "fp8,linear/gradient=bf16,first:A=fp16"))
                .isZero();
    }

    @Test
    void analyzePredictsEveryTensor() {
        assertThat(run("analyze", MLP, "--set", "batch=8")).isZero();
        assertThat(out()).contains("readout.weight", "predicted", "mlp: 42 tensors", "batch=8");
        assertThat(err()).isEmpty();
    }

    /// Predicted verdicts are marked; in single precision there is nothing to judge.
    @Test
    void analyzeMarksPredictedVerdicts() {
        assertThat(run("analyze", MLP, "--set", "batch=8", "--formats", "fp8")).isZero();
        assertThat(out()).containsPattern("first.weight +W .*~representable");
        assertThat(run("analyze", MLP, "--set", "batch=8")).isZero();
        assertThat(out()).doesNotContain("~");
    }

    @Test
    void aSchemeIsAppliedAndKeptWithTheRun() throws IOException {
        String kept = folder.resolve("scaled").toString();
        assertThat(
                        run(
                                "sample",
                                MLP,
                                "--set",
                                "batch=4",
                                "--set",
                                "width=32",
                                "--scheme",
                                "unit:library",
                                "--out",
                                kept))
                .isZero();
        assertThat(Files.readString(folder.resolve("scaled/manifest.json")))
                .contains("\"scheme\" : \"unit:library\"");
        assertThat(run("replay", kept)).isZero();
        assertThat(out()).contains("same: spec, tensors and histograms agree byte for byte");
    }

    @Test
    void aWrongSchemeIsOneSentence() {
        assertThat(run("analyze", MLP, "--scheme", "unit:papr")).isEqualTo(2);
        assertThat(err())
                .contains("--scheme")
                .contains("no preset is called 'papr'; there are paper, library, mus");
    }

    @Test
    void sampleKeepsARunThatReplaysToTheSameBytes() throws IOException {
        String kept = folder.resolve("a run").toString();

        assertThat(
                        run(
                                "sample",
                                MLP,
                                "--set",
                                "batch=4",
                                "--set",
                                "width=32",
                                "--formats",
                                "fp8",
                                "--out",
                                kept))
                .isZero();
        assertThat(err()).contains("run written to " + kept);
        assertThat(Files.readString(folder.resolve("a run/tensors.csv")))
                .startsWith(String.join(",", TensorTable.COLUMNS) + "\n");
        assertThat(run("replay", kept)).isZero();
        assertThat(out()).contains("agree byte for byte");

        Path table = folder.resolve("a run/tensors.csv");
        Files.writeString(table, Files.readString(table).replaceFirst("representable", "lost"));
        assertThat(run("replay", kept)).isEqualTo(4);
        assertThat(out()).contains("verdict: stored 'lost', recomputed 'representable'");
    }

    @Test
    void jsonIsOneObjectWithNumbersAsNumbers() {
        assertThat(run("sample", MLP, "--set", "batch=4", "--set", "width=32", "--json")).isZero();
        JsonNode result = JsonMapper.shared().readTree(out());

        assertThat(result.path("spec").path("seed").asInt()).isEqualTo(1);
        assertThat(result.path("tensors").size()).isEqualTo(42);
        JsonNode first = result.path("tensors").get(0);
        assertThat(first.path("tensor").asString()).isEqualTo("x");
        assertThat(first.path("measured_rms").isNumber()).isTrue();
        assertThat(first.path("shape").asString()).isEqualTo("[4, 256]");
    }

    @Test
    void withoutADisplayAReportIsWritten() throws IOException {
        Path report = folder.resolve("report.html");

        assertThat(run(MLP, "--set", "batch=4", "--set", "width=32", "--out", report.toString()))
                .isZero();
        assertThat(err()).contains("there is no display; set DISPLAY");
        assertThat(out().strip()).isEqualTo(report.toString());
        assertThat(Files.readString(report)).contains(">Verdict</h2>", "<svg", "readout.weight");
    }

    @Test
    void withoutADisplayAndAModelItSaysWhatToDo() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("there is no display", "name a model to get a report");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "analyze no.json|no.json: there is no such file",
                "analyze ../model-zoo|this is a folder",
                "analyze|Missing required parameter: 'MODEL'",
                "analyse ../model-zoo/mlp.json|there is no command 'analyse'; did you mean"
                        + " analyze?",
                "analyze ../model-zoo/mlp.json --set batch|must be NAME=NUMBER, for example"
                        + " batch=64",
                "analyze ../model-zoo/mlp.json --set batch=4f|must be NAME=NUMBER, for example"
                        + " batch=64",
                "analyze ../model-zoo/mlp.json --set batch=1 --set batch=2|is set twice; keep one",
                "analyze ../model-zoo/mlp.json --set bach=1|no parameter 'bach' to set; did you"
                        + " mean batch?",
                "sample ../model-zoo/mlp.json --formats fp9|unknown base 'fp9'",
                "sample ../model-zoo/mlp.json --formats fp8,gB=fp16|no role 'gB'",
                "sample ../model-zoo/mlp.json --formats fp8,A=e9m9|--formats: ",
                "sample ../model-zoo/mlp.json --seed x|Invalid value for option '--seed'",
                "sample ../model-zoo/mlp.json --threads 0|--threads: must be at least 1, got 0",
                "sample ../model-zoo/mlp.json --html no/such/r.html|there is no folder",
                "sample ../model-zoo/mlp.json --out main|holds files that are no run",
                "replay nowhere|there is no such folder",
                "replay main|the file is missing",
            })
    void badInputIsOneSentenceAndExitCodeTwo(String line, String sentence) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }

    @Test
    void everyProblemOfOptionsAndModelIsSaidAtOnce() {
        assertThat(run("sample", "no.json", "--formats", "fp9", "--set", "x", "--threads", "0"))
                .isEqualTo(2);
        assertThat(err().lines()).hasSize(4);
    }

    @Test
    void aReplayOfAChangedModelIsRefused() throws IOException {
        Path model = folder.resolve("m.json");
        Files.copy(Path.of(MLP), model);
        String kept = folder.resolve("run").toString();
        assertThat(
                        run(
                                "sample",
                                model.toString(),
                                "--set",
                                "batch=2",
                                "--set",
                                "width=8",
                                "--out",
                                kept))
                .isZero();
        Files.writeString(model, Files.readString(model) + "\n");

        assertThat(run("replay", kept)).isEqualTo(2);
        assertThat(err()).contains("the model has changed since the run");
    }
}
