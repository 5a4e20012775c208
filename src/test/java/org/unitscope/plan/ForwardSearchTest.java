package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.random.RandomStream;
import org.unitscope.task.WorkbenchException;

/// The fewest factors of forward passes, against trying everything.
class ForwardSearchTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final int SPAN = 1;

    /// The terms of the operators used here, written down once more.
    private static final Map<String, List<List<Integer>>> TERMS =
            Map.of(
                    "linear", List.of(List.of(0, 1)),
                    "multiply", List.of(List.of(0, 1)),
                    "add", List.of(List.of(0), List.of(1)),
                    "relu", List.of(List.of(0)),
                    "tanh", List.of(),
                    "mean_squared_error", List.of());

    private static <V> V at(Map<String, V> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow();
    }

    private static ForwardSearch.Found solve(Graph graph, Map<String, ExponentRange> ranges) {
        return new ForwardSearch(graph, CATALOGUE, SmallGraphs.ranges(graph, ranges))
                .solve()
                .orElseThrow();
    }

    private static long factors(ForwardSearch.Found found) {
        return found.patches().stream().filter(patch -> patch.kind().isFactor()).count();
    }

    /// Factors that an operator needs between these exponents: with one of its result, or without.
    private static long needed(Node.Operation node, Map<String, Integer> exponents) {
        List<List<Integer>> terms = at(TERMS, node.operator());
        List<Integer> inTerms = terms.stream().flatMap(List::stream).toList();
        long others = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean zero = at(exponents, node.inputs().get(i).node()) == 0;
            others += inTerms.contains(i) || zero ? 0 : 1;
        }
        int result = at(exponents, node.path());
        if (terms.isEmpty()) {
            return others + (result == 0 ? 0 : 1);
        }
        long least = Long.MAX_VALUE;
        for (int output = -8; output <= 8; output++) {
            long count = output == 0 ? 0 : 1;
            for (List<Integer> term : terms) {
                int sum = output;
                for (int input : term) {
                    sum += at(exponents, node.inputs().get(input).node());
                }
                count += sum == result ? 0 : 1;
            }
            least = Math.min(least, count);
        }
        return others + least;
    }

    private static long needed(Graph graph, Map<String, Integer> exponents) {
        long count = 0;
        for (Node node : graph.nodes()) {
            count +=
                    switch (node) {
                        case Node.Operation operation -> needed(operation, exponents);
                        case Node.RealInput input -> at(exponents, input.path()) == 0 ? 0 : 1;
                        default -> 0;
                    };
        }
        return count;
    }

    private static long leastOfAll(Graph graph, Map<String, ExponentRange> ranges) {
        return leastOfAll(graph, ranges, graph.nodes(), new HashMap<>());
    }

    private static long leastOfAll(
            Graph graph,
            Map<String, ExponentRange> ranges,
            List<Node> open,
            Map<String, Integer> exponents) {
        if (open.isEmpty()) {
            return needed(graph, exponents);
        }
        String path = open.getFirst().path();
        long least = Long.MAX_VALUE;
        for (int f = at(ranges, path).low(); f <= at(ranges, path).high(); f++) {
            exponents.put(path, f);
            List<Node> rest = open.subList(1, open.size());
            least = Math.min(least, leastOfAll(graph, ranges, rest, exponents));
        }
        return least;
    }

    /// An input, two parameters, five operators on what is there already, and the loss; ranges of
    /// one to three exponents for every tensor, so that what the search may try is what is tried.
    @Test
    void noExponentsNeedFewerFactors() {
        RandomStream random = RandomStream.of(11, "plan", "forward");
        long draw = 0;
        List<String> operators = List.of("linear", "multiply", "add", "relu", "tanh");
        long all = 0;
        for (int round = 0; round < 40; round++) {
            SmallGraphs graphs = new SmallGraphs();
            List<String> paths = new ArrayList<>();
            paths.add(graphs.input("x"));
            paths.add(graphs.parameter("v"));
            paths.add(graphs.parameter("w"));
            for (int i = 0; i < 5; i++) {
                String operator =
                        operators.get((int) Long.remainderUnsigned(random.bits(draw++), 5));
                String a =
                        paths.get((int) Long.remainderUnsigned(random.bits(draw++), paths.size()));
                String b =
                        paths.get((int) Long.remainderUnsigned(random.bits(draw++), paths.size()));
                boolean unary = operator.equals("relu") || operator.equals("tanh");
                String path = "n" + i;
                paths.add(
                        unary
                                ? graphs.operation(path, operator, a)
                                : graphs.operation(path, operator, a, b));
            }
            paths.add(graphs.operation("loss", "mean_squared_error", "n4", "n3"));
            Map<String, ExponentRange> ranges = new HashMap<>();
            for (String path : paths) {
                int low = (int) Long.remainderUnsigned(random.bits(draw++), 3) - SPAN;
                int more = (int) Long.remainderUnsigned(random.bits(draw++), 3);
                ranges.put(path, new ExponentRange(low, Math.min(SPAN, low + more)));
            }
            ranges.put("loss", new ExponentRange(0, 0));
            Graph graph = graphs.graph("loss");
            ForwardSearch.Found found = solve(graph, ranges);

            assertThat(factors(found))
                    .as("round %d", round)
                    .isEqualTo(leastOfAll(graph, ranges))
                    .isEqualTo(needed(graph, found.exponents()));
            found.exponents()
                    .forEach((path, f) -> assertThat(at(ranges, path).contains(f)).isTrue());
            all += factors(found);
        }
        assertThat(all).isGreaterThan(40);
    }

    /// Two weights, each to be four times as large or more: a gain before takes back what it can.
    @Test
    void aParameterTakesBackWhatAnotherBrings() {
        SmallGraphs graphs = new SmallGraphs();
        graphs.input("x");
        graphs.parameter("gain");
        graphs.parameter("weight");
        graphs.operation("gained", "multiply", "x", "gain");
        graphs.operation("product", "linear", "gained", "weight");
        graphs.operation("curved", "tanh", "product");
        graphs.operation("loss", "mean_squared_error", "curved", "x");
        Graph graph = graphs.graph("loss");
        Map<String, ExponentRange> ranges = new HashMap<>();
        ranges.put("weight", new ExponentRange(2, 9));

        ForwardSearch.Found found = solve(graph, ranges);

        assertThat(factors(found)).isZero();
        assertThat(at(found.exponents(), "product")).isZero();
        assertThat(at(found.exponents(), "gain"))
                .isEqualTo(at(found.exponents(), "gained"))
                .isEqualTo(-at(found.exponents(), "weight"));

        ranges.put("gain", new ExponentRange(-1, 1));
        assertThat(factors(solve(graph, ranges))).isEqualTo(1);
    }

    /// A weight of two uses is one number: it is not free.
    @Test
    void aSharedParameterHasOneExponent() {
        SmallGraphs graphs = new SmallGraphs();
        graphs.input("x");
        graphs.parameter("weight");
        graphs.operation("a", "linear", "x", "weight");
        graphs.operation("b", "linear", "a", "weight");
        graphs.operation("loss", "mean_squared_error", "b", "x");
        Graph graph = graphs.graph("loss");

        ForwardSearch.Found found = solve(graph, Map.of("weight", new ExponentRange(3, 5)));

        assertThat(factors(found)).isEqualTo(1);
        assertThat(found.patches().getLast().exponent()).isIn(-3 * 2, -4 * 2, -5 * 2);
    }

    /// Eight tensors of nine exponents, all sums of two of them: 9^7 > 2^21, so it is said.
    @Test
    void tooEntangledIsSaid() {
        SmallGraphs graphs = new SmallGraphs();
        List<String> sources = new ArrayList<>();
        String all = graphs.input("x");
        graphs.parameter("w");
        for (int i = 0; i < 8; i++) {
            sources.add(graphs.operation("t" + i, "relu", "x"));
        }
        for (String a : sources) {
            for (String b : sources) {
                if (a.compareTo(b) < 0) {
                    String sum = graphs.operation(a + b, "add", a, b);
                    all = graphs.operation(a + b + "all", "multiply", all, sum);
                }
            }
        }
        graphs.operation("out", "linear", all, "w");
        graphs.operation("loss", "mean_squared_error", "out", "x");
        Graph graph = graphs.graph("loss");
        Map<String, ExponentRange> values = new HashMap<>();
        graph.nodes().forEach(node -> values.put(node.path(), new ExponentRange(-4, 4)));
        values.put("w", new ExponentRange(2, 3));
        TensorRanges ranges = SmallGraphs.ranges(graph, values);

        assertThatThrownBy(() -> ScalingPlan.of(graph, CATALOGUE, ranges))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("forward pass has cycles too entangled")
                .hasMessageContaining("unitscope rewrite");
    }
}
