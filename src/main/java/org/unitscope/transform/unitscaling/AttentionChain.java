package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// Attention made of operators of its own: queries by keys, constants, softmax, weights by values.
///
/// @param products of queries and keys
/// @param scales constants between products and softmax, the last first
/// @param softmax the softmax
/// @param mixed the product of its weights and the values
/// @param width features of a head
/// @param keys extent of the softmax
record AttentionChain(
        Node.Operation products,
        List<Node.Operation> scales,
        Node.Operation softmax,
        Node.Operation mixed,
        double width,
        double keys,
        boolean causal) {
    /// All of a graph.
    static List<AttentionChain> all(Graph graph) {
        List<AttentionChain> all = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation softmax && softmax.operator().equals("softmax")) {
                of(graph, softmax).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<AttentionChain> of(Graph graph, Node.Operation softmax) {
        List<Graph.Use> uses = graph.uses(OutputRef.of(softmax.path()));
        if (uses.size() != 1
                || uses.getFirst().input() != 0
                || !uses.getFirst().consumer().operator().equals("matmul")) {
            return Optional.empty();
        }
        List<Node.Operation> scales = new ArrayList<>();
        OutputRef from = softmax.inputs().getFirst();
        while (graph.node(from.node()) instanceof Node.Operation scale
                && scale.operator().equals("scale")
                && graph.uses(from).size() == 1) {
            scales.add(scale);
            from = scale.inputs().getFirst();
        }
        if (!(graph.node(from.node()) instanceof Node.Operation products)
                || !products.operator().equals("matmul")
                || graph.uses(from).size() != 1
                || products.attributes().flag("transpose_left")
                || !products.attributes().flag("transpose_right")) {
            return Optional.empty();
        }
        return Optional.of(
                new AttentionChain(
                        products,
                        scales,
                        softmax,
                        uses.getFirst().consumer(),
                        graph.shape(products.inputs().getFirst()).extent(-1),
                        graph.shape(OutputRef.of(softmax.path())).extent(-1),
                        softmax.attributes().flag("causal")));
    }

    /// The product of the constants.
    double factor() {
        return scales.stream()
                .mapToDouble(scale -> scale.attributes().number("factor"))
                .reduce(1, (a, b) -> a * b);
    }

    /// Paths of all its nodes.
    Set<String> paths() {
        Set<String> paths = new HashSet<>(List.of(products.path(), softmax.path(), mixed.path()));
        scales.forEach(scale -> paths.add(scale.path()));
        return paths;
    }
}
