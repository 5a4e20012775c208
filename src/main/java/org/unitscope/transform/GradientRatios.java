package org.unitscope.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// What gradients computed with a graph's factors are to the derivatives of the function that its
/// forward pass computes: a positive constant per tensor, if all its uses agree.
///
/// Backward from the loss, whose ratio is 1: a use hands on the ratio of its result times `β_i / (α
/// φ_i)`, see [org.unitscope.graph.Scaling#ratio]. Gradients of uses are summed, so that the sum is
/// in proportion to the derivative only where the ratios of all uses are one.
public final class GradientRatios {
    /// Ratios closer than this are one: of products of a few thousand factors in double.
    private static final double SAME = 1e-9;

    private final Graph graph;
    private final Map<OutputRef, Double> ratios = new HashMap<>();
    private final List<String> conflicts = new ArrayList<>();

    private GradientRatios(Graph graph) {
        this.graph = graph;
    }

    /// Of a graph.
    public static GradientRatios of(Graph graph) {
        GradientRatios result = new GradientRatios(graph);
        result.ratios.put(graph.loss(), 1.0);
        for (Node node : graph.nodes().reversed()) {
            for (int output = 0; output < node.outputs().size(); output++) {
                result.collect(new OutputRef(node.path(), output));
            }
            result.compare(node);
        }
        return result;
    }

    private void collect(OutputRef tensor) {
        double first = Double.NaN;
        for (Graph.Use use : graph.uses(tensor)) {
            Optional<Double> ratio = of(use);
            if (ratio.isEmpty()) {
                continue;
            }
            if (Double.isNaN(first)) {
                first = ratio.get();
            } else if (!(Math.abs(ratio.get() / first - 1) < SAME)) {
                conflicts.add(tensor.path());
                break;
            }
        }
        if (!Double.isNaN(first)) {
            ratios.putIfAbsent(tensor, first);
        }
    }

    /// An operation that makes several tensors joins their gradients: their ratios must be one.
    private void compare(Node node) {
        double first = Double.NaN;
        for (int output = 0; output < node.outputs().size(); output++) {
            Optional<Double> ratio = of(new OutputRef(node.path(), output));
            if (ratio.isPresent() && Double.isNaN(first)) {
                first = ratio.get();
                ratios.putIfAbsent(OutputRef.of(node.path()), first);
            } else if (ratio.isPresent() && !(Math.abs(ratio.get() / first - 1) < SAME)) {
                conflicts.add(node.path());
                return;
            }
        }
    }

    /// The ratio that one use hands on; empty where the loss does not depend on it.
    public Optional<Double> of(Graph.Use use) {
        return of(OutputRef.of(use.consumer().path()))
                .map(ratio -> ratio * use.consumer().scaling().ratio(use.input()));
    }

    /// The ratio of a tensor's gradient, that of its first use where they differ; empty where the
    /// loss does not depend on it.
    public Optional<Double> of(OutputRef tensor) {
        return Optional.ofNullable(ratios.get(tensor));
    }

    /// Tensors whose gradient sums parts of different ratios, last in the graph first.
    public List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    /// The ratios of all parameters that the loss depends on.
    public Map<String, Double> parameters() {
        Map<String, Double> result = new TreeMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Parameter) {
                of(OutputRef.of(node.path())).ifPresent(ratio -> result.put(node.path(), ratio));
            }
        }
        return result;
    }
}
