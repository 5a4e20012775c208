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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.compare.AccuracyPlan;
import org.unitscope.compare.ModelAccuracy;
import org.unitscope.compare.ModelAccuracy.Ending;
import org.unitscope.compare.RandomModels;
import org.unitscope.graph.Graph;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccuracyTest {
    private static final String MLP = "../model-zoo/mlp.json";
    private static final String[] SMALL = {
        "--set", "batch=8", "--set", "width=16", "--set", "classes=5", "--set", "features=12"
    };

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console() {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display");
                };
        return Unitscope.run(console(), nowhere, arguments);
    }

    private int small(String... more) {
        List<String> line = new ArrayList<>(List.of("accuracy", MLP));
        line.addAll(List.of(SMALL));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsATableByRole() {
        assertThat(small("--seeds", "1..4")).isZero();
        assertThat(out())
                .contains("mlp: 37 tensors compared, 5 zero up to rounding (5 predicted so)")
                .contains("4 seeds, all seeds")
                .contains("Independence rules on the same tensors:")
                .doesNotContain("shift");
        assertThat(out().lines().filter(line -> line.matches("mlp +(A|W|gA|gW) +\\d+ .*%.*")))
                .hasSize(8);

        assertThat(small("--seeds", "1..2", "--details")).isZero();
        assertThat(out().lines().filter(line -> line.matches("first.weight +gW .*"))).hasSize(1);
        assertThat(out().lines().filter(line -> line.matches("first.bias +W .* zero .*")))
                .hasSize(1);
    }

    @Test
    void jsonHoldsSummaryAndTensors() {
        assertThat(small("--seeds", "5..8", "--standard-error", "0", "--json")).isZero();

        JsonNode model = JsonMapper.shared().readTree(out()).path("models").path(0);
        assertThat(model.path("sizes").path("width").asInt()).isEqualTo(16);
        assertThat(model.path("seeds")).hasSize(4);
        assertThat(model.path("seeds").path(0).asInt()).isEqualTo(5);
        assertThat(model.path("ended_by").asString()).isEqualTo("all seeds");
        assertThat(model.path("tensors")).hasSize(37);
        assertThat(model.path("zero")).hasSize(5);
        JsonNode x = model.path("tensors").path(0);
        assertThat(x.path("tensor").asString()).isEqualTo("x");
        assertThat(x.path("predicted").path("error").asDouble())
                .isEqualTo(
                        x.path("predicted").path("rms").asDouble()
                                        / x.path("sampled_rms").asDouble()
                                - 1);
        assertThat(
                        model.path("roles")
                                .path(0)
                                .path("predicted")
                                .path("error")
                                .path("max")
                                .asDouble())
                .isPositive();
    }

    /// A size goes to the models that have it: only one of these has `sequence`.
    @Test
    void severalModelsMakeOnePage() throws IOException {
        Path page = folder.resolve("accuracy.md");
        Path reasons = folder.resolve("reasons.md");
        Files.writeString(reasons, "* `*` `*` `*`: because.\n");
        List<String> line = new ArrayList<>(List.of("accuracy", MLP, "../model-zoo/gpt-mini.json"));
        line.addAll(List.of(SMALL));
        line.addAll(
                List.of(
                        "--set",
                        "sequence=8",
                        "--set",
                        "layers=1",
                        "--set",
                        "heads=2",
                        "--seeds",
                        "1..2",
                        "--reasons",
                        reasons.toString(),
                        "--out",
                        page.toString()));

        assertThat(run(line.toArray(String[]::new))).isZero();

        assertThat(err()).contains("page written to " + page);
        assertThat(out().lines().filter(row -> row.startsWith("all "))).hasSize(8);
        String text = Files.readString(page);
        assertThat(text)
                .contains("| mlp | batch=8, ", "| gpt-mini | batch=8, ", "sequence=8")
                .contains("Generated by `unitscope accuracy " + MLP)
                .contains("because. |")
                .doesNotContain("not explained |");
    }

    @Test
    void randomModelsCanBeKept() throws IOException, WorkbenchException {
        String kept = folder.toString();
        assertThat(run("accuracy", "--random", "3", "--keep", kept, "--set", "nothing=1"))
                .isEqualTo(2);
        assertThat(err()).contains("no model has a parameter 'nothing' to set; known are batch");
        for (int i = 0; i < RandomModels.COUNT; i++) {
            assertThat(Files.readString(folder.resolve("random-3-" + i + ".json")))
                    .isEqualTo(RandomModels.of(3, i));
        }
    }

    /// The token trips in the middle of the second model's seeds: the first is whole, the second
    /// has some.
    @Test
    void cancellingKeepsWhatWasFinished() throws WorkbenchException {
        Map<String, Double> sizes = Map.of("batch", 4.0, "width", 8.0, "classes", 3.0);
        Graph graph = JsonModels.load(Path.of(MLP), sizes, OperatorCatalogue.standard()).graph();
        AccuracyPlan plan = AccuracyPlan.DEFAULT.withThreads(1).withStandardError(0, 1);
        AtomicInteger polls = new AtomicInteger();
        List<ModelAccuracy> whole = new ArrayList<>();
        new Accuracy(console())
                .study(
                        List.of(graph),
                        plan,
                        () -> {
                            polls.incrementAndGet();
                            return false;
                        },
                        whole);
        int ofOne = polls.getAndSet(0);

        List<ModelAccuracy> finished = new ArrayList<>();
        boolean cancelled =
                new Accuracy(console())
                        .study(
                                List.of(graph, graph),
                                plan,
                                () -> polls.incrementAndGet() > 1.8 * ofOne,
                                finished);

        assertThat(cancelled).isTrue();
        assertThat(finished).hasSize(2);
        assertThat(finished.getFirst()).isEqualTo(whole.getFirst());
        assertThat(finished.getLast().ending()).isEqualTo(Ending.CANCELLED);
        assertThat(finished.getLast().seeds().size()).isBetween(1, 15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accuracy|MODEL: there is none; name model files, or --random SEED",
                "accuracy no.json|no.json: there is no such file",
                "accuracy ../model-zoo/mlp.json --set bach=1|no model has a parameter 'bach' to set; did you mean batch?",
                "accuracy ../model-zoo/mlp.json --set batch=0|batch",
                "accuracy ../model-zoo/mlp.json --seeds 4|needs 2 to 100000 seeds, got '4'",
                "accuracy ../model-zoo/mlp.json --seeds 4..2|needs 2 to 100000 seeds, got '4..2'",
                "accuracy ../model-zoo/mlp.json --seeds 1-4|must be FROM..TO, for example 1..16",
                "accuracy ../model-zoo/mlp.json --max-seconds 0|--max-seconds: must be above 0, got 0.0",
                "accuracy ../model-zoo/mlp.json --threads 0|--threads: must be at least 1, got 0",
                "accuracy ../model-zoo/mlp.json --standard-error -1|--standard-error: must be 0 to 100",
                "accuracy ../model-zoo/mlp.json --reached-by 101|--reached-by: must be above 0, at most 100",
                "accuracy ../model-zoo/mlp.json --out no/such/r.md|--out: 'no/such/r.md' cannot be written: there is no folder",
                "accuracy ../model-zoo/mlp.json --reasons no.md|--reasons: there is no file 'no.md'",
                "accuracy ../model-zoo/mlp.json --keep .|--keep: there are no random models to keep",
                "accuracy --random 1 --keep no/such|--keep: 'no/such' cannot be written: there is no folder",
                "accuracy --random x|Invalid value for option '--random'",
            })
    void badInputIsOneSentenceAndExitCodeTwo(String line, String sentence) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }
}
