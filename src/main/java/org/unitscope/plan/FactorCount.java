package org.unitscope.plan;

import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.Scaling;
import org.unitscope.graph.ValueLaw;

/// How many factors a rewrite has put into a graph.
///
/// A factor of the forward pass brings its own along in the backward pass, as automatic
/// differentiation does; a gradient's factor counts by itself only where the gradient is not that
/// derivative.
///
/// @param forward factors of inputs of the model, of results and of operands
/// @param backward gradients that are not the derivative
/// @param parameters that start from another law
/// @param constants numbers other than 1 in the nodes: what a training step multiplies by, in both
///   passes
public record FactorCount(int forward, int backward, int parameters, int constants) {
    /// Ratios closer than this to 1 are derivatives: they are quotients of a few factors.
    private static final double SAME = 1e-9;

    /// Of a graph, against the one it was made from.
    public static FactorCount of(Graph graph, Graph original) {
        FactorCount all = new FactorCount(0, 0, 0, 0);
        for (Node node : graph.nodes()) {
            all =
                    switch (node) {
                        case Node.Parameter w ->
                                all.plus(0, 0, isNew(w.path(), w.law(), original) ? 1 : 0, 0);
                        case Node.RealInput x -> {
                            int changed = isNew(x.path(), x.law(), original) ? 1 : 0;
                            yield all.plus(changed, 0, 0, changed);
                        }
                        case Node.IndexInput indices -> all;
                        case Node.Operation operation -> all.plus(operation, graph);
                    };
        }
        return all;
    }

    private static boolean isNew(String path, ValueLaw law, Graph original) {
        return original.find(path)
                .map(node ->
                        switch (node) {
                            case Node.Parameter w -> !w.law().equals(law);
                            case Node.RealInput x -> !x.law().equals(law);
                            default -> true;
                        })
                .orElse(true);
    }

    private FactorCount plus(int ahead, int back, int laws, int numbers) {
        return new FactorCount(
                forward + ahead, backward + back, parameters + laws, constants + numbers);
    }

    private FactorCount plus(Node.Operation node, Graph graph) {
        Scaling scaling = node.scaling();
        int ahead = scaling.output() == 1 ? 0 : 1;
        int back = 0;
        int mirrored = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!graph.node(node.inputs().get(i).node()).isIndex()) {
                ahead += scaling.input(i) == 1 ? 0 : 1;
                back += Math.abs(scaling.ratio(i) - 1) < SAME ? 0 : 1;
                mirrored += scaling.gradient(i) == 1 ? 0 : 1;
            }
        }
        return plus(ahead, back, 0, ahead + mirrored);
    }

    /// Factors of both passes.
    public int factors() {
        return forward + backward;
    }
}
