package org.unitscope.transform.unitscaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.ValueLaw;
import org.unitscope.tensor.Shape;

/// Cut edges against their definition: an edge whose removal leaves its ends unconnected.
class CyclesTest {
    private static Node input(int index) {
        return new Node.RealInput(name(index), Shape.SCALAR, new ValueLaw.Normal(0, 1));
    }

    private static String name(int index) {
        return "n" + index;
    }

    private static Node add(int index, int... inputs) {
        List<OutputRef> edges = IntStream.of(inputs).mapToObj(i -> OutputRef.of(name(i))).toList();
        String operator = inputs.length == 1 ? "relu" : "add";
        return new Node.Operation(
                name(index), operator, AttributeMap.NONE, edges, List.of(Shape.SCALAR));
    }

    private static Graph graph(List<Node> nodes) {
        return new Graph("g", "", Map.of(), nodes, OutputRef.of(nodes.getLast().path()));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutEdgesAreThoseWhoseRemovalDisconnects(long seed) {
        Random random = new Random(seed);
        int count = 3 + random.nextInt(12);
        List<Node> nodes = new ArrayList<>(List.of(input(0), input(1)));
        for (int i = 2; i < count; i++) {
            nodes.add(
                    random.nextBoolean()
                            ? add(i, random.nextInt(i))
                            : add(i, random.nextInt(i), random.nextInt(i)));
        }
        Graph graph = graph(nodes);
        Cycles cycles = Cycles.of(graph);
        List<int[]> edges = edges(graph);
        int at = 0;
        for (Node node : nodes) {
            for (int i = 0; i < node.inputs().size(); i++) {
                boolean cut = !connectedWithout(edges, at++);
                Graph.Use use = new Graph.Use((Node.Operation) node, i);
                assertThat(cycles.through(use).isEmpty())
                        .as("edge into %s, input %d", node.path(), i)
                        .isEqualTo(cut);
            }
        }
    }

    private static List<int[]> edges(Graph graph) {
        List<String> names = graph.nodes().stream().map(Node::path).toList();
        List<int[]> edges = new ArrayList<>();
        for (Node node : graph.nodes()) {
            for (OutputRef input : node.inputs()) {
                edges.add(new int[] {names.indexOf(input.node()), names.indexOf(node.path())});
            }
        }
        return edges;
    }

    private static boolean connectedWithout(List<int[]> edges, int removed) {
        Set<Integer> reached = new HashSet<>(Set.of(edges.get(removed)[0]));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (int i = 0; i < edges.size(); i++) {
                int[] edge = edges.get(i);
                if (i != removed && (reached.contains(edge[0]) || reached.contains(edge[1]))) {
                    grew |= reached.addAll(List.of(edge[0], edge[1]));
                }
            }
        }
        return reached.contains(edges.get(removed)[1]);
    }

    @Test
    void aCycleIsNamedByWhereItsPathsPartAndMeet() {
        Graph graph = graph(List.of(input(0), add(1, 0), add(2, 1), add(3, 1, 2), add(4, 3)));
        Cycles cycles = Cycles.of(graph);

        Node.Operation meeting = (Node.Operation) graph.node("n3");
        assertThat(cycles.through(new Graph.Use(meeting, 0)))
                .hasValue(new Cycles.Cycle("n1", "n3"));
        assertThat(cycles.through(new Graph.Use((Node.Operation) graph.node("n4"), 0))).isEmpty();
    }

    /// A residual stream of 50,000 blocks: no recursion, and no time worth mentioning.
    @Test
    void aLongChainNeedsNoDeepStack() {
        List<Node> nodes = new ArrayList<>(List.of(input(0)));
        for (int i = 1; i < 100_000; i += 2) {
            nodes.add(add(i, i - 1));
            nodes.add(add(i + 1, i - 1, i));
        }
        Graph graph = graph(nodes);
        Cycles cycles = Cycles.of(graph);

        Node.Operation last = (Node.Operation) nodes.getLast();
        assertThat(cycles.through(new Graph.Use(last, 0))).isPresent();
    }
}
