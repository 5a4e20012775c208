package org.unitscope.operators;

import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.Node;

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
                singlePositions);
    }
}
