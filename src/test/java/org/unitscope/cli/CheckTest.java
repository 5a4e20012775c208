package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.run.RunFiles;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `check` on the stored sample runs, with the policies beside them.
class CheckTest {
    private static final String RUNS = "../sample-runs/";
    private static final String POLICIES = RUNS + "policies/";

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
                        110);
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        return Unitscope.run(console, nowhere, arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String messages() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// What the README says of these runs: 267 of 441 gradients, 121 of 184.
    @ParameterizedTest
    @CsvSource({
        "bert-base-fp8-unscaled, 1, 267 of 441",
        "bert-base-fp8-unit, 0, 0 of 441",
        "gpt-mini-fp8-unscaled, 1, 121 of 184",
        "gpt-mini-fp8-unit, 0, 0 of 184"
    })
    void unitScalingPassesWhatFp8NeedsAndTheModelAsItIsDoesNot(
            String name, int code, String failing) {
        assertThat(run("check", RUNS + name, "--policy", POLICIES + "fp8-representable.json"))
                .isEqualTo(code);
        assertThat(output()).contains("gradients-survive: " + failing + " tensors fail");
        assertThat(output()).contains("factors-representable: 0 of ");
        assertThat(output().contains("backward of cross_entropy 'loss'")).isEqualTo(code == 1);
    }

    @Test
    void aRunDoesNotDriftFromItself() {
        assertThat(
                        run(
                                "check",
                                RUNS + "mlp-fp8",
                                "--policy",
                                POLICIES + "no-drift.json",
                                "--baseline",
                                RUNS + "mlp-fp8"))
                .isZero();
        assertThat(output()).contains("passed: 0 of 2 rules violated");
    }

    /// A mapping that says that another tensor is meant is seen in what has drifted.
    @Test
    void aMappingSaysWhatIsComparedWithWhat(@TempDir Path folder) throws IOException {
        Path map = folder.resolve("map.json");
        Files.writeString(
                map, "{\"pairs\": [{\"a\": \"first.weight\", \"b\": \"readout.weight\"}]}");
        String[] plain = {
            "check",
            RUNS + "mlp-fp8",
            "--policy",
            POLICIES + "no-drift.json",
            "--baseline",
            RUNS + "mlp-fp8"
        };
        String[] mapped = Arrays.copyOf(plain, plain.length + 2);
        mapped[plain.length] = "--map";
        mapped[plain.length + 1] = map.toString();
        assertThat(run(plain)).isZero();
        out.reset();
        assertThat(run(mapped)).isEqualTo(1);
        assertThat(output()).contains("readout.weight");

        assertThat(
                        run(
                                "check",
                                RUNS + "mlp-fp8",
                                "--policy",
                                POLICIES + "fp8-representable.json",
                                "--map",
                                map.toString()))
                .isEqualTo(2);
        assertThat(messages()).contains("--map: aligns a run with a baseline");
    }

    /// The edit that explains it all: unit scaling gives every weight unit variance, so log2 50 up
    /// from 0.02.
    @Test
    void aDriftIsTracedToTheEdit() {
        assertThat(
                        run(
                                "check",
                                RUNS + "gpt-mini-fp8-unit",
                                "--policy",
                                POLICIES + "no-drift.json",
                                "--baseline",
                                RUNS + "gpt-mini-fp8-unscaled"))
                .isEqualTo(1);
        assertThat(output())
                .contains("they differ in scheme")
                .contains("parameter 'embeddings.token.table' (+5.64 octaves)");
    }

    /// Every number of the JSON is the text of the cell in `tensors.csv`.
    @Test
    void numbersAreThoseOfTheTable() throws Exception {
        Path json = folder.resolve("check.json");
        Path source = Path.of(RUNS + "gpt-mini-fp8-unscaled");
        run(
                "check",
                source.toString(),
                "--policy",
                POLICIES + "fp8-representable.json",
                "--json",
                json.toString());
        Map<String, List<String>> rows = new HashMap<>();
        RunStore.read(source)
                .tensors()
                .forEach(tensor ->
                        rows.put(
                                tensor.key().toString(),
                                TensorTable.row(tensor, RunStore.SCHEMA_VERSION)));
        String table = Files.readString(source.resolve(RunFiles.TENSORS));
        int compared = 0;
        for (JsonNode rule : JsonMapper.shared().readTree(Files.readString(json)).path("rules")) {
            for (JsonNode finding : rule.path("findings")) {
                String quantity = finding.path("quantity").asString();
                String column = quantity.equals("rms") ? "measured_rms" : quantity;
                String key =
                        finding.path("tensor").asString() + " " + finding.path("role").asString();
                String cell =
                        rows.getOrDefault(key, List.of()).get(TensorTable.COLUMNS.indexOf(column));
                assertThat(Double.toString(finding.path("value").asDouble())).isEqualTo(cell);
                assertThat(finding.path("problem").asString())
                        .startsWith(quantity + " is " + cell + ",");
                assertThat(table).contains("," + cell + ",");
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(121);
    }

    @Test
    void writesItsFilesAndLeavesNothingElse() throws IOException {
        int code =
                run(
                        "check",
                        RUNS + "mlp-fp8",
                        "--policy",
                        POLICIES + "fp8-representable.json",
                        "--junit",
                        folder.resolve("a.xml").toString(),
                        "--markdown",
                        folder.resolve("a.md").toString(),
                        "--json",
                        folder.resolve("a.json").toString());

        assertThat(code).isEqualTo(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("a.xml", "a.md", "a.json");
        }
        assertThat(folder.resolve("a.md")).content().startsWith("## Policy fp8-representable viol");
    }

    @Test
    void badInputIsSaidAtOnceAndWritesNothing() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.json"), "{ \"rules\": [] }");
        Path file = folder.resolve("out.xml");

        int code =
                run(
                        "check",
                        folder.resolve("no-run").toString(),
                        "--policy",
                        policy.toString(),
                        "--baseline",
                        RUNS + "neither",
                        "--junit",
                        file.toString(),
                        "--json",
                        file.toString());

        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(messages())
                .contains("p.json:1:1: a policy needs the key 'format'")
                .contains("a policy without rules passes whatever happens")
                .contains("no-run: there is no such folder")
                .contains("neither: there is no such folder")
                .contains("is the file of another option");
        assertThat(file).doesNotExist();
    }

    @Test
    void aRuleOfDriftWithoutABaselineIsBadInput() {
        assertThat(run("check", RUNS + "mlp-fp8", "--policy", POLICIES + "no-drift.json"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(messages()).contains("no-drift.json:7:5: the rule 'scales-stay' compares");
    }

    /// Two models that share a few names: what only one has is a finding, not passed over.
    @Test
    void aBaselineOfAnotherModelFailsByWhatIsMissing() {
        int code =
                run(
                        "check",
                        RUNS + "transformer-ffn-fp16",
                        "--policy",
                        POLICIES + "no-drift.json",
                        "--baseline",
                        RUNS + "mlp-fp8");

        assertThat(code).isEqualTo(ExitCode.VIOLATED);
        assertThat(output())
                .contains("they differ in model: mlp | transformer-ffn")
                .contains("are absent")
                .contains("the baseline has no such tensor");
    }

    @Test
    void anEarlierRunIsJudgedByWhatItHas() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.json"), predicted("underflow_fraction"));
        String earlier = "test/resources/run/schema-2";

        assertThat(run("check", earlier, "--policy", policy.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(messages()).contains("is of schema version 2, which has none; run it anew");
        Files.writeString(policy, predicted("rms"));
        assertThat(run("check", earlier, "--policy", policy.toString())).isZero();
    }

    private static String predicted(String quantity) {
        return """
        { "format": "unitscope-policy", "version": 1, "name": "p", "rules": [
          { "name": "r", "numbers": "predicted", "tensors": "W",
            "limits": { "%s": { "max": 1e9 } } } ] }
        """
                .formatted(quantity);
    }

    /// Without the model limits are judged all the same, and it is said why nothing is traced.
    @Test
    void withoutItsModelNothingIsTraced() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("run"));
        try (Stream<Path> files = Files.list(Path.of(RUNS + "mlp-fp8"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
            }
        }
        Path manifest = copy.resolve(RunFiles.MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest).replace("model-zoo/mlp.json", "nowhere/gone.json"));
        Path policy =
                Files.writeString(
                        folder.resolve("p.json"),
                        predicted("rms").replace("1e9", "0").replace("predicted", "sampled"));

        assertThat(run("check", copy.toString(), "--policy", policy.toString())).isEqualTo(1);
        assertThat(output())
                .contains("not traced upstream: ")
                .contains("'nowhere/gone.json' is neither here nor above the run");
    }
}
