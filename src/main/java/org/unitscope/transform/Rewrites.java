package org.unitscope.transform;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;

/// What rewrites share.
public final class Rewrites {
    private Rewrites() {}

    /// The graph with nodes of the same paths instead of some of its own.
    public static Graph replaced(Graph graph, Map<String, Node> changed) {
        List<Node> nodes =
                graph.nodes().stream()
                        .map(node -> changed.getOrDefault(node.path(), node))
                        .toList();
        return new Graph(graph.name(), graph.description(), graph.symbols(), nodes, graph.loss());
    }
}
