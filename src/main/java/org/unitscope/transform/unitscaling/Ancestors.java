package org.unitscope.transform.unitscaling;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// Which nodes of a graph depend on which.
final class Ancestors {
    private final List<Node> nodes;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, BitSet> ancestors = new HashMap<>();

    Ancestors(Graph graph) {
        nodes = graph.nodes();
        for (Node node : nodes) {
            int index = order.size();
            order.put(node.path(), index);
            BitSet all = new BitSet();
            all.set(index);
            for (OutputRef input : node.inputs()) {
                all.or(of(input.node()));
            }
            ancestors.put(node.path(), all);
        }
    }

    private BitSet of(String node) {
        return ancestors.getOrDefault(node, new BitSet());
    }

    /// The place of a node in graph order.
    int order(String node) {
        return order.getOrDefault(node, -1);
    }

    /// Whether a node is another or depends on it.
    boolean isAbove(String upper, String lower) {
        return order(upper) >= 0 && of(lower).get(order(upper));
    }

    /// The operations that depend on a node and that another depends on, both left out or in as
    /// they do: those between them.
    List<Node.Operation> between(String upper, String lower) {
        return of(lower).stream()
                .mapToObj(nodes::get)
                .filter(Node.Operation.class::isInstance)
                .map(Node.Operation.class::cast)
                .filter(node -> !node.path().equals(upper) && isAbove(upper, node.path()))
                .toList();
    }
}
