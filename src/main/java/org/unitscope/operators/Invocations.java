package org.unitscope.operators;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.Node;
import org.unitscope.graph.ValueLaw;

/// Makes the [Invocation] of a node of a graph.
public final class Invocations {
    private Invocations() {}

    /// Everything static about this use.
    public static Invocation of(Graph graph, Node.Operation node) {
        return of(graph, node, false);
    }

    /// The same.
    ///
    /// @param singlePositions whether rows are described position by position
    public static Invocation of(Graph graph, Node.Operation node, boolean singlePositions) {
        return new Invocation(
                node.path(),
                node.attributes(),
                node.inputs().stream().map(graph::shape).toList(),
                node.outputs(),
                node.inputs().stream()
                        .map(input ->
                                graph.node(input.node()) instanceof Node.IndexInput index
                                        ? Optional.of(index.law())
                                        : Optional.<IndexLaw>empty())
                        .toList(),
                orthogonal(graph, node),
                0,
                singlePositions);
    }

    private static Set<Integer> orthogonal(Graph graph, Node.Operation node) {
        return IntStream.range(0, node.inputs().size())
                .filter(i ->
                        graph.node(node.inputs().get(i).node()) instanceof Node.Parameter weight
                                && weight.law() instanceof ValueLaw.Orthogonal)
                .boxed()
                .collect(Collectors.toSet());
    }
}
