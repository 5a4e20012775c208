package org.unitscope.transform.unitscaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCatalogue;

/// Products whose constraint another one undoes: a feed-forward block of one or more products m to
/// n, functions of their elements, and one product n to m. With a factor of its own for each
/// gradient, the first have the ratio `√(m/n)` and the last `√(n/m)`, and every path through the
/// block meets one of each, so the ratio of the block is 1 and none of them needs to be tied. The
/// library's feed-forward module rests on it.
final class MirroredProducts {
    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final Map<String, String> mirrors = new HashMap<>();

    private MirroredProducts(Graph graph, OperatorCatalogue catalogue) {
        this.graph = graph;
        this.catalogue = catalogue;
    }

    /// Per product that is mirrored the one that mirrors it.
    static Map<String, String> of(Graph graph, OperatorCatalogue catalogue) {
        MirroredProducts products = new MirroredProducts(graph, catalogue);
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation last && last.operator().equals("linear")) {
                products.first(last).ifPresent(first -> products.add(first, last));
            }
        }
        return products.mirrors;
    }

    private void add(List<Node.Operation> first, Node.Operation last) {
        if (first.stream().anyMatch(node -> mirrors.containsKey(node.path()))
                || mirrors.containsKey(last.path())) {
            return;
        }
        first.forEach(node -> mirrors.put(node.path(), last.path()));
        mirrors.put(last.path(), first.getFirst().path());
    }

    /// The products that a last one undoes; empty if something else is on a way to it.
    private Optional<List<Node.Operation>> first(Node.Operation last) {
        List<Node.Operation> found = new ArrayList<>();
        Deque<OutputRef> open = new ArrayDeque<>(List.of(last.inputs().getFirst()));
        while (!open.isEmpty()) {
            OutputRef tensor = open.removeFirst();
            if (!(graph.node(tensor.node()) instanceof Node.Operation node)
                    || graph.uses(tensor).size() != 1) {
                return Optional.empty();
            }
            if (node.operator().equals("linear")) {
                if (width(node, 0) != width(last, 1) || width(node, 1) != width(last, 0)) {
                    return Optional.empty();
                }
                found.add(node);
            } else if (isElementwise(node)) {
                open.addAll(node.inputs());
            } else {
                return Optional.empty();
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private int width(Node.Operation linear, int axis) {
        return graph.shape(linear.inputs().get(1)).extent(axis);
    }

    private boolean isElementwise(Node.Operation node) {
        return node.operator().equals("glu")
                || catalogue
                        .find(node.operator())
                        .filter(ElementwiseUnary.class::isInstance)
                        .isPresent();
    }
}
