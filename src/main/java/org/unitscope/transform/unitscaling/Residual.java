package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// An add of a tensor to what depends on it: a skip and a branch. Where the branch is a product of
/// the skip itself, `x + x s`, as of adaptive norms, it is a modulation, `x (1 + s)`, and no
/// residual.
///
/// @param add the add
/// @param skip which of its inputs is the skip
/// @param entries the uses by which gradients leave the branch upward: of the skip's tensor, and of
///   any other that comes from outside
/// @param exit a tensor of the branch that is used outside of it, if there is one: then the branch
///   cannot have a scale of its own
/// @param attention whether the branch has a softmax
record Residual(
        Node.Operation add,
        int skip,
        List<Graph.Use> entries,
        Optional<String> exit,
        boolean attention) {
    /// All of a graph, in graph order.
    static List<Residual> all(Graph graph) {
        Ancestors ancestors = new Ancestors(graph);
        List<Residual> all = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation add
                    && add.operator().equals("add")
                    && graph.shape(add.inputs().get(0)).equals(graph.shape(add.inputs().get(1)))) {
                for (int skip = 0; skip < 2; skip++) {
                    OutputRef from = add.inputs().get(skip);
                    OutputRef branch = add.inputs().get(1 - skip);
                    if (!from.node().equals(branch.node())
                            && !(graph.node(from.node()) instanceof Node.Parameter)
                            && ancestors.isAbove(from.node(), branch.node())
                            && !isModulation(graph, from, branch)) {
                        all.add(of(graph, ancestors, add, skip));
                    }
                }
            }
        }
        return all;
    }

    private static boolean isModulation(Graph graph, OutputRef from, OutputRef branch) {
        return graph.node(branch.node()) instanceof Node.Operation product
                && product.operator().equals("multiply")
                && product.inputs().contains(from);
    }

    private static Residual of(Graph graph, Ancestors ancestors, Node.Operation add, int skip) {
        OutputRef from = add.inputs().get(skip);
        OutputRef branch = add.inputs().get(1 - skip);
        List<Node.Operation> inside = ancestors.between(from.node(), branch.node());
        Set<String> paths = new HashSet<>();
        inside.forEach(node -> paths.add(node.path()));
        List<Graph.Use> entries = new ArrayList<>();
        Optional<String> exit = Optional.empty();
        boolean attention = false;
        for (Node.Operation node : inside) {
            attention |= node.operator().equals("softmax") || node.operator().equals("attention");
            for (int i = 0; i < node.inputs().size(); i++) {
                Node producer = graph.node(node.inputs().get(i).node());
                boolean source = producer instanceof Node.Parameter || producer.isIndex();
                if (!source && !paths.contains(producer.path())) {
                    entries.add(new Graph.Use(node, i));
                }
            }
            boolean leaves =
                    graph.uses(OutputRef.of(node.path())).stream()
                            .anyMatch(use ->
                                    !paths.contains(use.consumer().path())
                                            && !use.consumer().path().equals(add.path()));
            exit = leaves ? Optional.of(node.path()) : exit;
        }
        return new Residual(add, skip, entries, exit, attention);
    }
}
