package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.compare.RandomModels;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Scaling;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.tensor.Shape;

/// What is written reads back as the same graph.
class JsonModelWriterTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final Path FILE = Path.of("written.json");

    private static Graph read(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return JsonModels.load(FILE, bytes, Map.of(), CATALOGUE).graph();
        } catch (ModelFormatException broken) {
            throw new IllegalStateException(broken.getMessage() + "\n" + text, broken);
        }
    }

    private static void requireSame(Graph graph) {
        String text = JsonModelWriter.text(graph, CATALOGUE);
        Graph again = read(text);

        assertThat(CanonicalText.of(again)).isEqualTo(CanonicalText.of(graph));
        assertThat(again.name()).isEqualTo(graph.name());
        assertThat(again.description()).isEqualTo(graph.description());
        assertThat(again.symbols()).isEqualTo(graph.symbols());
        assertThat(JsonModelWriter.text(again, CATALOGUE)).isEqualTo(text);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> zoo = Files.walk(Path.of("../model-zoo"));
                Stream<Path> own = Files.walk(Path.of("test/resources/models"))) {
            return Stream.concat(zoo, own)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyModelFileReadsBack(Path file) throws ModelFormatException {
        requireSame(JsonModels.load(file, Map.of(), CATALOGUE).graph());
    }

    static IntStream drawn() {
        return IntStream.range(0, RandomModels.COUNT);
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void randomModelsReadBack(int index) {
        requireSame(read(RandomModels.of(7, index)));
    }

    /// Sources stand in the order they are met, and what is listed is met before what is named.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'weights': { 'bias': BIAS, 'weight': WEIGHT }, 'inputs': ['x']",
                "'weights': { 'weight': 'w', 'input': 'x' }",
                "'inputs': ['w', 'w']"
            })
    void sourcesKeepTheirOrder(String node) {
        String text =
                """
                { "format": "unitscope-model", "version": 1, "name": "order",
                  "inputs": { "x": { "shape": [3, 4], "law": { "normal": { "std": 1 } } } },
                  "weights": { "w": { "shape": [4, 4], "law": { "normal": { "std": 1 } } } },
                  "nodes": [ { "id": "y", "op": "linear", NODE },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["y", "y"] } ],
                  "loss": "loss" }
                """
                        .replace("NODE", node)
                        .replace("BIAS", "{ 'shape': [4], 'law': 'zeros' }")
                        .replace("WEIGHT", "{ 'shape': [4, 4], 'law': 'ones' }")
                        .replace('\'', '"');
        requireSame(read(text));
    }

    private static Node input(String path, ValueLaw law) {
        return new Node.RealInput(path, Shape.of(2, 3), law);
    }

    private static Node relu(String path, String input, Scaling scaling) {
        return new Node.Operation(
                path,
                "relu",
                AttributeMap.NONE,
                List.of(OutputRef.of(input)),
                List.of(Shape.of(2, 3)),
                scaling);
    }

    private static Graph against(List<Node> nodes, String last) {
        List<Node> all = new java.util.ArrayList<>(nodes);
        all.add(
                new Node.Operation(
                        "loss",
                        "mean_squared_error",
                        AttributeMap.NONE,
                        List.of(OutputRef.of(last), OutputRef.of(last)),
                        List.of(Shape.SCALAR)));
        return new Graph("small", "", Map.of("a", 0.1), all, OutputRef.of("loss"));
    }

    static Stream<ValueLaw> laws() {
        return Stream.of(
                new ValueLaw.Normal(0, 0.02),
                new ValueLaw.Normal(-1.5, 1 / 3.0),
                new ValueLaw.Uniform(-Math.sqrt(3), Math.sqrt(3)),
                new ValueLaw.Constant(0),
                new ValueLaw.Constant(-0.0),
                new ValueLaw.Constant(1),
                new ValueLaw.Constant(1e-300));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyLawReadsBack(ValueLaw law) {
        requireSame(against(List.of(input("x", law), relu("y", "x", Scaling.NONE)), "y"));
    }

    static Stream<IndexLaw> indexLaws() {
        return Stream.of(
                new IndexLaw.Uniform(7),
                new IndexLaw.Zipf(7, 1.25),
                new IndexLaw.Masked(7, 0.3),
                new IndexLaw.Range(7, 2),
                new IndexLaw.ExceptLast(2, new IndexLaw.Uniform(7)));
    }

    @ParameterizedTest
    @MethodSource("indexLaws")
    void everyLawOfIndicesReadsBack(IndexLaw law) {
        Node labels = new Node.IndexInput("labels", Shape.of(2, 5), law);
        Node x = new Node.RealInput("x", Shape.of(2, 5, 7), new ValueLaw.Normal(0, 1));
        Node loss =
                new Node.Operation(
                        "loss",
                        "cross_entropy",
                        AttributeMap.NONE,
                        List.of(OutputRef.of("x"), OutputRef.of("labels")),
                        List.of(Shape.SCALAR),
                        new Scaling(1, List.of(), List.of(10 / 3.0, 1.0)));
        requireSame(new Graph("law", "", Map.of(), List.of(x, labels, loss), OutputRef.of("loss")));
    }

    @Test
    void factorsReadBack() {
        Scaling derivative = new Scaling(0.3, List.of(0.7), List.of(0.3 * 0.7));
        Scaling own = new Scaling(1, List.of(1.0), List.of(1e-7));
        requireSame(
                against(
                        List.of(
                                input("x", new ValueLaw.Normal(0, 1)),
                                relu("a", "x", derivative),
                                relu("b", "a", own)),
                        "b"));
    }

    /// `x` inside the group `g.x` would mean another node than the input `x`.
    @Test
    void aNearerNodeOfTheSameNameIsNotTaken() {
        requireSame(
                against(
                        List.of(
                                input("x", new ValueLaw.Normal(0, 1)),
                                relu("g.x", "x", Scaling.NONE),
                                relu("g.g.x", "x", Scaling.NONE),
                                relu("g.g.y", "g.x", Scaling.NONE),
                                relu("h", "g.g.y", Scaling.NONE),
                                relu("g.z", "h", Scaling.NONE)),
                        "g.z"));
    }

    static Stream<Arguments> random() {
        return LongStream.range(1, 30)
                .boxed()
                .map(seed -> Arguments.of(seed, new java.util.Random(seed)));
    }

    /// Chains of nodes whose paths are drawn from few names, so that groups are left and opened
    /// again.
    @ParameterizedTest
    @MethodSource("random")
    void groupsInAnyOrderReadBack(long seed, java.util.Random random) {
        List<Node> nodes =
                new java.util.ArrayList<>(List.of(input("x", new ValueLaw.Normal(0, 1))));
        Map<String, Integer> used = new HashMap<>();
        for (int i = 0; i < 25; i++) {
            String group =
                    String.join(
                            ".",
                            IntStream.range(0, random.nextInt(3))
                                    .mapToObj(
                                            k -> "abx".substring(random.nextInt(3)).substring(0, 1))
                                    .toList());
            String id = "n" + used.merge(group, 1, Integer::sum);
            String from = nodes.get(random.nextInt(nodes.size())).path();
            nodes.add(relu(group.isEmpty() ? id : group + "." + id, from, Scaling.NONE));
        }
        requireSame(against(nodes, nodes.getLast().path()));
    }
}
