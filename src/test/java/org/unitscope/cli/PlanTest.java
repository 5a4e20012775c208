package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.run.RunStore;
import org.unitscope.statistics.Verdict;
import org.unitscope.task.CancellationToken;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `plan`, as a user meets it.
class PlanTest {
    private static final String MLP = "../model-zoo/mlp.json";
    private static final String RUN = "../sample-runs/mlp-fp8";
    private static final List<String> SMALL = List.of("--set", "width=64", "--set", "batch=16");

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console() {
        out.reset();
        err.reset();
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100);
    }

    private int run(List<String> more, String... arguments) {
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(more);
        return Unitscope.run(console(), nowhere, all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(out());
    }

    private static int outside(JsonNode row) {
        int sum = 0;
        for (String role : List.of("W", "A", "gA", "gW")) {
            sum += row.path("outside").path(role).asInt();
        }
        return sum;
    }

    @Test
    void theTableComparesWithUnitScaling() {
        assertThat(run(SMALL, "plan", MLP)).isZero();

        assertThat(out().lines().map(String::strip))
                .anyMatch(line -> line.matches("as it is +0 +0 +0 +0 .*"))
                .anyMatch(line -> line.matches("plan +\\d+ +\\d+ +\\d+ +\\d+ +0 +0 +0 +0"))
                .anyMatch(line -> line.startsWith("unit:paper"))
                .anyMatch(line -> line.startsWith("unit:library"))
                .anyMatch(
                        line -> line.matches("2\\^\\d+ +gradient from loss to readout: saves .*"));
    }

    /// The written model is the planned one: it needs nothing more, has as many factors, and is
    /// outside where the plan said.
    @Test
    void theWrittenModelHasTheNumbersOfThePlan() throws IOException {
        Path file = folder.resolve("planned.json");
        Path patch = folder.resolve("patch.json");
        assertThat(
                        run(
                                SMALL,
                                "plan",
                                MLP,
                                "--json",
                                "-o",
                                file.toString(),
                                "--patch",
                                patch.toString()))
                .isZero();
        JsonNode first = json();
        assertThat(outside(first.path("compared").path("as it is"))).isPositive();
        assertThat(outside(first.path("compared").path("plan"))).isZero();
        assertThat(run(List.of(), "plan", file.toString(), "--json", "--alone")).isZero();
        JsonNode again = json();

        assertThat(again.path("factors").asInt()).isZero();
        assertThat(again.path("patches")).isEmpty();
        JsonNode asItIs = again.path("compared").path("as it is");
        JsonNode planned = first.path("compared").path("plan");
        for (String number : List.of("factors", "forward", "backward", "outside")) {
            assertThat(asItIs.path(number)).isEqualTo(planned.path(number));
        }
        assertThat(again.path("compared").has("unit:paper")).isFalse();
        JsonNode written = JsonMapper.shared().readTree(Files.readString(patch));
        assertThat(written.path("patches")).isEqualTo(first.path("patches"));
        written.path("patches")
                .forEach(change ->
                        change.path("saves")
                                .forEach(saved ->
                                        assertThat(saved.propertyNames())
                                                .as("the same order in every JVM")
                                                .containsExactly("tensor", "role")));
        assertThat(written.path("factors")).isEqualTo(first.path("factors"));
        assertThat(written.has("compared")).isFalse();
        assertThat(written.path("tensors").size()).isGreaterThan(20);
        for (JsonNode tensor : written.path("tensors")) {
            assertThat(tensor.path("exponent").asInt())
                    .isBetween(tensor.path("lowest").asInt(), tensor.path("highest").asInt());
        }
    }

    /// Sampled again with the factors, nothing is outside.
    @Test
    void aSampledPlanHoldsInTheSampledStep() {
        assertThat(run(SMALL, "plan", MLP, "--sampled", "--seed", "3", "--json", "--alone"))
                .isZero();

        assertThat(json().path("evidence").asString()).isEqualTo("sampled, seed 3");
        assertThat(outside(json().path("compared").path("as it is"))).isPositive();
        assertThat(outside(json().path("compared").path("plan"))).isZero();
    }

    /// The sizes are the run's; what is outside are its own verdicts.
    @Test
    void aRunPlansByWhatItRecorded() throws Exception {
        assertThat(run(List.of(), "plan", MLP, "--run", RUN, "--json", "--alone")).isZero();
        long bad =
                RunStore.read(Path.of(RUN)).tensors().stream()
                        .filter(tensor -> !tensor.key().toString().equals("loss gA"))
                        .filter(tensor ->
                                tensor.measured().orElseThrow().statistics().verdict()
                                        != Verdict.REPRESENTABLE)
                        .count();

        JsonNode compared = json().path("compared");
        assertThat(outside(compared.path("as it is"))).isEqualTo((int) bad).isPositive();
        assertThat(outside(compared.path("plan"))).isZero();
        assertThat(json().path("evidence").asString()).isEqualTo("recorded");
        assertThat(err()).contains("the run rounded to fp8: what was flushed on its way");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--headroom 61|--headroom: must be from 0 to 60 octaves, got 61",
                "--headroom nan|--headroom",
                "--formats fp9|--formats",
                "--formats fp8,nothing.*:A=bf16|--formats: nothing in 'mlp' matches nothing.*:A=bf16",
                "--run ../sample-runs/mlp-fp8 --sampled|--run and --sampled: each measures; ask for one",
                "--run nowhere|--run: there is no folder 'nowhere'; name a run that --out wrote",
                "--run ../sample-runs/mlp-fp8 --set width=64|--run: it is a run of",
                "--run ../sample-runs/bert-base-fp8-unit|was rewritten by unit:",
                "--out nowhere/x.json|--out: 'nowhere/x.json' cannot be written: there is no folder",
                "--patch nowhere/x.json|--patch: 'nowhere/x.json' cannot be written: there is no folder",
                "--out x.json --patch ./x.json|--patch: './x.json' is the file of --out too"
            })
    void badInputIsSaid(String options, String sentence) {
        assertThat(run(List.of(options.split(" ", -1)), "plan", MLP)).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }

    /// Ctrl+C in the middle: said, the code of a cancelled command, and nothing written.
    @Test
    void cancelledIsSaidAndNothingIsWritten() throws Exception {
        Path file = folder.resolve("planned.json");
        AtomicInteger all = new AtomicInteger();
        assertThat(plan(file, () -> all.incrementAndGet() < 0)).isZero();
        Files.delete(file);
        AtomicInteger polls = new AtomicInteger();

        assertThat(plan(file, () -> polls.incrementAndGet() > all.get() / 2)).isEqualTo(130);
        assertThat(err()).contains("cancelled; nothing written");
        assertThat(out()).isEmpty();
        assertThat(file).doesNotExist();
    }

    private int plan(Path file, CancellationToken token) throws Exception {
        Plan command = new Plan(console());
        new CommandLine(command)
                .parseArgs(MLP, "--set", "width=64", "--alone", "-o", file.toString());
        return command.run(token);
    }
}
