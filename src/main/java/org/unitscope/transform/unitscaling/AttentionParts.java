package org.unitscope.transform.unitscaling;

import java.util.HashSet;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;

/// Which nodes of a graph are the core of attention: products of queries and keys, constants
/// between, softmax, the product with the values; or all of it as one operator. Softmax compresses
/// what goes through it, and no static factor undoes that.
public final class AttentionParts {
    private AttentionParts() {}

    /// Their paths.
    public static Set<String> of(Graph graph) {
        Set<String> paths = new HashSet<>();
        AttentionChain.all(graph).forEach(chain -> paths.addAll(chain.paths()));
        graph.nodes().stream()
                .filter(node -> node.operator().equals("attention"))
                .map(Node::path)
                .forEach(paths::add);
        return paths;
    }
}
