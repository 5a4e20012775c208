package org.unitscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.statistics.Moments;

/// A graph as a listing with the scales of both passes behind every line, `(-> forward std, <-
/// backward std)`: the form in which scales are compared in threads. Factors, where a node has any,
/// stand before them: `[× result, <- × gradient of each input]`.
public final class ScaleListing {
    private static final int WIDEST = 96;

    private ScaleListing() {}

    /// The lines.
    ///
    /// @param scales moments of tensors and gradients; what is missing is shown as `?`
    public static List<String> of(Graph graph, Map<TensorKey, Moments> scales) {
        List<String> left = graph.nodes().stream().map(ScaleListing::call).toList();
        int width = Math.min(WIDEST, left.stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Node node = graph.nodes().get(i);
            lines.add(
                    (left.get(i) + " ".repeat(Math.max(0, width - left.get(i).length())))
                            + (node.isIndex() ? "" : "  " + scales(node, scales))
                            + factors(node));
        }
        return lines.stream().map(String::stripTrailing).toList();
    }

    private static String call(Node node) {
        return switch (node) {
            case Node.Operation operation ->
                    operation.path()
                            + " = "
                            + operation.operator()
                            + operation.inputs().stream()
                                    .map(OutputRef::path)
                                    .collect(Collectors.joining(", ", "(", ")"));
            default -> node.path() + " = " + node.operator() + node.outputs().getFirst();
        };
    }

    private static String scales(Node node, Map<TensorKey, Moments> scales) {
        OutputRef tensor = OutputRef.of(node.path());
        return "(-> %s, <- %s)"
                .formatted(
                        deviation(scales, new TensorKey(tensor, node.role())),
                        deviation(scales, new TensorKey(tensor, node.role().gradient())));
    }

    private static String deviation(Map<TensorKey, Moments> scales, TensorKey key) {
        Moments moments = scales.get(key);
        return moments == null ? "?" : number(moments.standardDeviation());
    }

    private static String factors(Node node) {
        if (!(node instanceof Node.Operation operation) || operation.scaling().isNone()) {
            return "";
        }
        List<String> gradients = new ArrayList<>();
        for (int i = 0; i < operation.inputs().size(); i++) {
            gradients.add("× " + number(operation.scaling().gradient(i)));
        }
        return "  [× %s, <- %s]"
                .formatted(number(operation.scaling().output()), String.join(" ", gradients));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
