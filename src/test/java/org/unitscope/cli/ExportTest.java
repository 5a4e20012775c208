package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `export`, held against what the tools read (see the sources named in the export classes).
class ExportTest {
    private static final String RUN = "../sample-runs/mlp-fp8";

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
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

    private JsonNode written(String option, String... more) throws Exception {
        Path file = folder.resolve("out.json");
        List<String> arguments = new ArrayList<>(List.of("export", RUN, option, file.toString()));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private static RunRecord stored() throws Exception {
        return RunStore.read(Path.of(RUN));
    }

    /// What Netron would drop without a word: an item without kind, target or name, a second of the
    /// same name, a line break, a model item with a target.
    @Test
    void netronKeepsEveryItem() throws Exception {
        JsonNode file = written("--netron");

        assertThat(file.path("signature").asString()).isEqualTo("netron:attachment");
        Set<String> seen = new HashSet<>();
        for (String container : List.of("metadata", "metrics")) {
            assertThat(file.path(container)).isNotEmpty();
            for (JsonNode item : file.path(container)) {
                String kind = item.path("kind").asString();
                String target = item.path("target").asString();
                String name = item.path("name").asString();
                assertThat(kind).isIn("model", "node", "tensor");
                assertThat(target.isEmpty()).isEqualTo(kind.equals("model"));
                assertThat(name).isNotEmpty();
                assertThat(target + name).doesNotContain("\n");
                assertThat(seen.add(container + kind + target + "\n" + name)).isTrue();
            }
        }
    }

    @Test
    void netronShowsTheNumbersOfTheRun() throws Exception {
        JsonNode metrics = written("--netron").path("metrics");
        for (TensorRecord tensor : stored().tensors()) {
            boolean parameter = tensor.key().role().isParameter();
            String rms = tensor.key().role().symbol() + " measured_rms";
            assertThat(metrics)
                    .filteredOn(item ->
                            item.path("target").asString().equals(tensor.path())
                                    && item.path("name").asString().equals(rms))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.path("kind").asString())
                                .isEqualTo(parameter ? "tensor" : "node");
                        assertThat(Double.parseDouble(item.path("value").asString()))
                                .isEqualTo(
                                        tensor.measured()
                                                .orElseThrow()
                                                .statistics()
                                                .moments()
                                                .rms());
                    });
        }
    }

    @Test
    void nodeDataHasANumberForEveryTensorOfTheRole() throws Exception {
        JsonNode file = written("--model-explorer", "--role", "gW", "--column", "amax");
        List<TensorRecord> tensors =
                stored().tensors().stream()
                        .filter(tensor -> tensor.key().role() == Role.WEIGHT_GRADIENT)
                        .toList();

        assertThat(file.path("results")).hasSize(tensors.size()).isNotEmpty();
        for (TensorRecord tensor : tensors) {
            assertThat(file.path("results").path(tensor.path()).path("value").asDouble())
                    .isEqualTo(tensor.measured().orElseThrow().statistics().amax());
        }
        assertThat(file.path("gradient"))
                .extracting(stop -> stop.path("stop").asInt())
                .containsExactly(0, 1);
    }

    @Test
    void theGraphHasEveryNodeAndNoEdgeFromNowhere() throws Exception {
        JsonNode nodes = written("--model-explorer-graph").path("graphs").path(0).path("nodes");
        Set<String> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.path("id").asString()));

        assertThat(ids).hasSize(22).contains("hidden.0.linear", "labels", "loss");
        for (JsonNode node : nodes) {
            for (JsonNode edge : node.path("incomingEdges")) {
                assertThat(ids).contains(edge.path("sourceNodeId").asString());
            }
        }
        assertThat(nodes)
                .filteredOn(node -> node.path("id").asString().equals("hidden.0.linear"))
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.path("namespace").asString()).isEqualTo("hidden/0");
                    assertThat(node.path("incomingEdges"))
                            .extracting(edge -> edge.path("sourceNodeId").asString())
                            .containsExactly(
                                    "first_relu", "hidden.0.linear.weight", "hidden.0.linear.bias");
                });
    }

    /// `first` of the stored run has standard deviations 1.42 and 3.43e-4.
    @Test
    void theListingHasWhatWasSampled() {
        assertThat(run("export", RUN, "--listing")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("first = linear\\(x, .*\\) +\\(-> 1.42, <- 0.000343\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mlp-fp8 --listing --column sqnr | did you mean sqnr_db?",
                "mlp-fp8 --listing --column verdict | is no column of numbers",
                "mlp-fp8 --listing --role G | no role 'G'",
                "mlp-fp8 | nothing is asked for",
                "neither --listing | there is no such folder",
                "mlp-fp8 --netron nowhere/a.json | make it first",
                "mlp-fp8 --netron a.json --model-explorer a.json | is the file of --netron too"
            })
    void badInputIsOneSentence(String arguments, String message) {
        String[] all = ("export ../sample-runs/" + arguments).split(" ", -1);

        assertThat(run(all)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
        assertThat(Path.of("a.json")).doesNotExist();
    }
}
