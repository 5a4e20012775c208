package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.Scaling;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.Rewrites;

/// Carries changes out on a graph.
final class Patches {
    private Patches() {}

    /// The graph with the changes.
    ///
    /// @throws WorkbenchException if factors of one node come to one beyond [Scaling#LARGEST]
    static Graph applied(Graph graph, List<Patch> patches) throws WorkbenchException {
        Map<String, Node> changed = new HashMap<>();
        for (Patch patch : patches) {
            Node node = changed.getOrDefault(patch.node(), graph.node(patch.node()));
            try {
                changed.put(patch.node(), applied(graph, node, patch));
            } catch (IllegalArgumentException tooLarge) {
                throw new WorkbenchException(
                        patch.node(),
                        "its factors come to one beyond 2^99, which no node can hold; ask for a"
                                + " wider format or less --headroom");
            }
        }
        return Rewrites.replaced(graph, changed);
    }

    private static Node applied(Graph graph, Node node, Patch patch) {
        double factor = StrictMath.scalb(1.0, patch.exponent());
        return switch (node) {
            case Node.Parameter w ->
                    new Node.Parameter(w.path(), w.shape(), w.law().scaled(factor));
            case Node.RealInput x ->
                    new Node.RealInput(x.path(), x.shape(), x.law().scaled(factor));
            case Node.Operation operation -> applied(graph, operation, patch, factor);
            case Node.IndexInput indices -> throw new IllegalStateException(indices.path());
        };
    }

    private static Node applied(Graph graph, Node.Operation node, Patch patch, double factor) {
        Scaling old = node.scaling();
        boolean result = patch.kind() == Patch.Kind.RESULT;
        List<Double> inputs = new ArrayList<>();
        List<Double> gradients = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean here = i == patch.input();
            boolean real = !graph.node(node.inputs().get(i).node()).isIndex();
            boolean operand = here && patch.kind() == Patch.Kind.OPERAND;
            inputs.add(old.input(i) * (operand ? factor : 1));
            gradients.add(old.gradient(i) * (here || (result && real) ? factor : 1));
        }
        return node.with(new Scaling(old.output() * (result ? factor : 1), inputs, gradients));
    }
}
