package org.unitscope.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Scaling;
import org.unitscope.tensor.Shape;

/// An original graph with the forward constants of its rewrite written in as ordinary scale nodes,
/// whose gradients are derivatives: what a rewritten graph must compute.
final class WrittenIn {
    private final Graph original;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<OutputRef, OutputRef> names = new HashMap<>();

    private WrittenIn(Graph original) {
        this.original = original;
    }

    /// The graph; a tensor has the path it had, with `.scaled` behind it where a constant follows.
    static Graph of(Graph original, RewriteLog log) {
        WrittenIn written = new WrittenIn(original);
        Map<String, Double> weights = new HashMap<>();
        log.weights().forEach(weight -> weights.put(weight.path(), weight.factor()));
        for (Node node : original.nodes()) {
            if (node instanceof Node.Operation operation) {
                written.add(
                        operation,
                        log.node(node.path()).map(NodeRewrite::scaling).orElse(Scaling.NONE));
            } else {
                written.nodes.add(node);
                written.scaledOutput(node, weights.getOrDefault(node.path(), 1.0));
            }
        }
        return new Graph(
                "written in",
                "",
                original.symbols(),
                written.nodes,
                written.names.getOrDefault(original.loss(), original.loss()));
    }

    /// Where a tensor of the rewritten graph is in this one.
    static String path(Graph written, String path) {
        return written.find(path + ".scaled").isPresent() ? path + ".scaled" : path;
    }

    private void add(Node.Operation node, Scaling scaling) {
        List<OutputRef> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            OutputRef input = names.getOrDefault(node.inputs().get(i), node.inputs().get(i));
            double factor = scaling.input(i);
            inputs.add(
                    factor == 1
                            ? input
                            : scale(
                                    node.path() + ".input" + i,
                                    input,
                                    original.shape(node.inputs().get(i)),
                                    factor));
        }
        nodes.add(
                new Node.Operation(
                        node.path(), node.operator(), node.attributes(), inputs, node.outputs()));
        scaledOutput(node, scaling.output());
    }

    private void scaledOutput(Node node, double factor) {
        if (factor != 1) {
            OutputRef own = OutputRef.of(node.path());
            names.put(own, scale(node.path() + ".scaled", own, node.outputs().getFirst(), factor));
        }
    }

    private OutputRef scale(String path, OutputRef input, Shape shape, double factor) {
        nodes.add(
                new Node.Operation(
                        path,
                        "scale",
                        new AttributeMap(Map.of("factor", factor)),
                        List.of(input),
                        List.of(shape)));
        return OutputRef.of(path);
    }
}
