package org.unitscope.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.Scaling;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.DoubleStep;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// Blake, Orr and Luschi's theorem on every model, preset and constraint, in double precision: the
/// rewritten forward pass is the original with its constants written in, and every parameter's
/// gradient is a known positive constant times the derivative of that forward pass.
class UnitScalingProofTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    /// Where a sum of a few thousand products of order one is rounded in another order.
    private static final double SAME = 1e-10;

    record Model(String file, Map<String, Double> sizes) {
        /// At the sizes that the file has a name for.
        Graph load() {
            Path path = Path.of("../model-zoo/" + file);
            try {
                Map<String, Double> known = new HashMap<>(sizes);
                known.keySet()
                        .retainAll(Set.copyOf(JsonModels.sizeNames(path, JsonModels.read(path))));
                return JsonModels.load(path, known, CATALOGUE).graph();
            } catch (ModelFormatException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    private static Map<String, Double> transformer() {
        return Map.ofEntries(
                Map.entry("batch", 2.0),
                Map.entry("sequence", 6.0),
                Map.entry("source", 5.0),
                Map.entry("patches", 6.0),
                Map.entry("pixels", 5.0),
                Map.entry("layers", 2.0),
                Map.entry("heads", 2.0),
                Map.entry("key_heads", 1.0),
                Map.entry("width", 8.0),
                Map.entry("hidden", 12.0),
                Map.entry("inner", 12.0),
                Map.entry("intermediate", 12.0),
                Map.entry("frequencies", 6.0),
                Map.entry("experts", 4.0),
                Map.entry("positions", 8.0),
                Map.entry("context", 8.0),
                Map.entry("classes", 7.0),
                Map.entry("vocabulary", 12.0));
    }

    private static Model zoo(String name) {
        return new Model(name + ".json", transformer());
    }

    private static final List<Model> MODELS =
            List.of(
                    new Model(
                            "mlp.json",
                            Map.of("batch", 4.0, "width", 8.0, "features", 6.0, "classes", 5.0)),
                    new Model(
                            "accuracy/conv.json",
                            Map.of("batch", 2.0, "sequence", 8.0, "channels", 4.0, "width", 6.0)),
                    new Model("transformer-ffn.json", Map.of("batch", 3.0, "width", 8.0)),
                    new Model(
                            "quick-gelu.json",
                            Map.of("batch", 4.0, "width", 8.0, "features", 6.0, "classes", 5.0)),
                    new Model("../src/test/resources/models/operators.json", Map.of()),
                    zoo("accuracy/gpt"),
                    zoo("accuracy/gpt2"),
                    zoo("accuracy/bert"),
                    zoo("bert-base"),
                    zoo("char-lm"),
                    zoo("char-lm-post-norm"),
                    zoo("dit-s2"),
                    zoo("gpt-mini"),
                    zoo("gpt2"),
                    zoo("llama-32x4096"),
                    zoo("mixtral-8x7b"),
                    zoo("transformer-base"),
                    zoo("vit-b16"));

    private static final List<String> SCHEMES =
            List.of(
                    "unit:paper",
                    "unit:paper,constraint=hmean,residual=running-mean",
                    "unit:paper,constraint=amean,residual=ratio:0.3",
                    "unit:paper,constraint=to-grad-input",
                    "unit:library",
                    "unit:library,powers-of-two",
                    "unit:mus",
                    "loss-scale=2^7");

    static Stream<Arguments> all() {
        return MODELS.stream()
                .flatMap(model -> SCHEMES.stream().map(scheme -> Arguments.of(model, scheme)));
    }

    /// Operators that no model above has, and why.
    private static final Map<String, String> NOT_PROVEN =
            Map.of(
                    "sqrt", "has no factor for inputs of mean 0",
                    "rsqrt", "has no factor for inputs of mean 0",
                    "log", "has no factor for inputs of mean 0",
                    "divide", "the quotient of two Gaussians has no variance",
                    "stop_gradient", "what is behind it has no gradient",
                    "quantize", "rounds scaled values elsewhere");

    @Test
    void everyOperatorIsInAModelThatIsProven() {
        Set<String> used = new TreeSet<>(NOT_PROVEN.keySet());
        for (Model model : MODELS) {
            model.load().nodes().stream()
                    .filter(node -> node instanceof Node.Operation)
                    .forEach(node -> used.add(((Node.Operation) node).operator()));
        }
        assertThat(CATALOGUE.all())
                .extracting(Operator::name)
                .as("use a new operator in operators.json, or say why not")
                .allMatch(used::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqrt", "rsqrt", "log"})
    void whatHasNoFactorIsRefused(String operator) throws ModelFormatException {
        String text =
                """
                { "format": "unitscope-model", "version": 1, "name": "m",
                  "inputs": {
                    "x": { "shape": [4, 8], "law": { "normal": { "std": 1 } } },
                    "t": { "shape": [4, 8], "law": { "normal": { "std": 1 } } }
                  },
                  "nodes": [
                    { "id": "up", "op": "exp", "inputs": ["x"] },
                    { "id": "node", "op": "OPERATOR", "inputs": ["up"] },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["node", "t"] }
                  ],
                  "loss": "loss" }
                """
                        .replace("OPERATOR", operator);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Graph graph = JsonModels.load(Path.of("m.json"), bytes, Map.of(), CATALOGUE).graph();
        assertThatThrownBy(() -> Scheme.parse("unit:paper").apply(graph, CATALOGUE))
                .hasMessage(
                        "node 'node' (%s) has no rule for unit scaling: none holds for inputs [4, 8] of mean 0 and scale 1"
                                .formatted(operator));
    }

    private static Rewritten rewrite(Graph graph, String scheme) {
        try {
            return Scheme.parse(scheme).apply(graph, CATALOGUE);
        } catch (RewriteException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Original weights and inputs, drawn; the rewritten graph's weights are these times its
    /// factors.
    private static Function<Node, Tensor> times(
            Function<Node, Tensor> drawn, Graph original, RewriteLog log) {
        return node -> {
            Tensor value = drawn.apply(original.node(node.path()));
            double factor =
                    log.weights().stream()
                            .filter(weight -> weight.path().equals(node.path()))
                            .mapToDouble(RewriteLog.WeightRewrite::factor)
                            .findFirst()
                            .orElse(1);
            return value instanceof DoubleTensor real ? multiplied(real, factor) : value;
        };
    }

    private static DoubleTensor multiplied(DoubleTensor tensor, double factor) {
        double[] values = tensor.array().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new DoubleTensor(tensor.shape(), values);
    }

    @ParameterizedTest
    @MethodSource("all")
    void forwardIsTheOriginalWithItsConstantsWrittenIn(Model model, String scheme) {
        Graph original = model.load();
        Rewritten rewritten = rewrite(original, scheme);
        Graph written = WrittenIn.of(original, rewritten.log());
        Function<Node, Tensor> drawn = DoubleStep.drawn(1, path -> path);
        DoubleStep expected = DoubleStep.forward(written, drawn);
        DoubleStep found =
                DoubleStep.forward(rewritten.graph(), times(drawn, original, rewritten.log()));

        for (Node node : rewritten.graph().nodes()) {
            if (!node.isIndex()) {
                requireClose(
                        node.path(),
                        found.value(node.path()),
                        expected.value(WrittenIn.path(written, node.path())),
                        1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyParametersGradientIsAConstantTimesTheDerivative(Model model, String scheme) {
        Graph original = model.load();
        Rewritten rewritten = rewrite(original, scheme);
        assertThat(ratios(rewritten)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(deviation(original, rewritten)).isLessThan(SAME);
    }

    private static Map<String, Double> ratios(Rewritten rewritten) {
        return GradientRatios.of(rewritten.graph()).parameters();
    }

    /// The largest relative deviation of a parameter's gradient from its ratio times the
    /// derivative. The written-in graph's parameter is the original one, `1 / factor` of the
    /// rewritten one.
    private static double deviation(Graph original, Rewritten rewritten) {
        Graph written = WrittenIn.of(original, rewritten.log());
        Function<Node, Tensor> drawn = DoubleStep.drawn(1, path -> path);
        DoubleStep derivative = DoubleStep.run(written, drawn);
        DoubleStep found =
                DoubleStep.run(rewritten.graph(), times(drawn, original, rewritten.log()));
        double largest = 0;
        for (Map.Entry<String, Double> entry : ratios(rewritten).entrySet()) {
            String path = WrittenIn.path(written, entry.getKey());
            largest =
                    Math.max(
                            largest,
                            deviation(
                                    found.gradient(entry.getKey()).orElseThrow(),
                                    derivative.gradient(path).orElseThrow(),
                                    entry.getValue()));
        }
        return largest;
    }

    private static double deviation(RealTensor found, RealTensor expected, double factor) {
        double size = 0;
        double apart = 0;
        for (int i = 0; i < expected.shape().length(); i++) {
            double wanted = factor * expected.get(i);
            size = Math.max(size, Math.abs(wanted));
            apart = Math.max(apart, Math.abs(wanted - found.get(i)));
        }
        return size < 1e-13 ? 0 : apart / size;
    }

    private static void requireClose(
            String path, RealTensor found, RealTensor expected, double factor) {
        assertThat(deviation(found, expected, factor)).as(path).isLessThan(SAME);
    }

    /// The derivative itself, by central differences of the loss along a random direction of each
    /// parameter: `(L(w + h v) − L(w − h v)) / 2h`. With h = 2^-14 the error is h² times third
    /// derivatives plus 2^-52 L / h, below 1e-6 of the size; kinks are hit by a share h of
    /// elements.
    @ParameterizedTest
    @MethodSource("all")
    void andCentralDifferencesAgree(Model model, String scheme) {
        Graph original = model.load();
        Rewritten rewritten = rewrite(original, scheme);
        Function<Node, Tensor> sources =
                times(DoubleStep.drawn(1, path -> path), original, rewritten.log());
        DoubleStep step = DoubleStep.run(rewritten.graph(), sources);
        Function<Node, Tensor> directions = DoubleStep.drawn(2, path -> path);
        List<String> paths = new ArrayList<>(ratios(rewritten).keySet());

        for (String path :
                List.of(paths.getFirst(), paths.get(paths.size() / 2), paths.getLast())) {
            DoubleTensor v =
                    multiplied((DoubleTensor) directions.apply(rewritten.graph().node(path)), 1);
            double h = 0x1p-14;
            double numeric =
                    (loss(rewritten.graph(), sources, path, v, h)
                                    - loss(rewritten.graph(), sources, path, v, -h))
                            / (2 * h);
            RealTensor gradient = step.gradient(path).orElseThrow();
            double dot = 0;
            double size = 0;
            for (int i = 0; i < v.array().length; i++) {
                dot += v.array()[i] * gradient.get(i);
                size += v.array()[i] * v.array()[i] * gradient.get(i) * gradient.get(i);
            }
            double ratio = ratios(rewritten).getOrDefault(path, Double.NaN);
            assertThat(dot / ratio)
                    .as(path)
                    .isCloseTo(numeric, within(1e-4 * Math.sqrt(size) / ratio + 1e-9));
        }
    }

    private static double loss(
            Graph graph, Function<Node, Tensor> sources, String path, DoubleTensor v, double h) {
        return DoubleStep.forward(
                        graph,
                        node -> {
                            Tensor value = sources.apply(node);
                            if (!node.path().equals(path)) {
                                return value;
                            }
                            double[] moved = ((DoubleTensor) value).array().clone();
                            for (int i = 0; i < moved.length; i++) {
                                moved[i] += h * v.array()[i];
                            }
                            return new DoubleTensor(v.shape(), moved);
                        })
                .loss();
    }

    /// What the test would say of a rewrite that leaves an edge of a cycle untied: the skip hands
    /// on another ratio than the branch, and parameters above get a wrong direction.
    @Test
    void anUntiedEdgeOnACycleIsSeen() {
        Graph original = new Model("accuracy/gpt.json", transformer()).load();
        Rewritten rewritten = rewrite(original, "unit:library");
        Node.Operation query = (Node.Operation) rewritten.graph().node("blocks.1.attention.query");
        Scaling old = query.scaling();
        Scaling untied =
                new Scaling(
                        old.output(), old.inputs(), List.of(3 * old.gradient(0), old.gradient(1)));
        Graph broken =
                Rewrites.replaced(rewritten.graph(), Map.of(query.path(), query.with(untied)));

        assertThat(deviation(original, new Rewritten(broken, rewritten.log()))).isGreaterThan(0.01);
        assertThat(GradientRatios.of(broken).conflicts()).isNotEmpty();
        assertThat(GradientRatios.of(rewritten.graph()).conflicts()).isEmpty();
    }

    @Test
    void withoutConstraintItIsSaidThatGradientsAreNotThoseOfTheFunction() {
        Graph original = new Model("accuracy/gpt.json", transformer()).load();
        Rewritten rewritten = rewrite(original, "unit:paper,constraint=none");

        assertThat(rewritten.log().warnings())
                .singleElement()
                .asString()
                .contains("gradients of different ratios are summed at");
        assertThat(deviation(original, rewritten)).isGreaterThan(0.01);
    }
}
