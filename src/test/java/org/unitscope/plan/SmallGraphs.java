package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.tensor.Shape;

/// Graphs of a few operators on [2, 2], node by node.
final class SmallGraphs {
    private static final Shape SQUARE = Shape.of(2, 2);
    private static final ValueLaw NORMAL = new ValueLaw.Normal(0, 1);

    private final List<Node> nodes = new ArrayList<>();

    String input(String path) {
        nodes.add(new Node.RealInput(path, SQUARE, NORMAL));
        return path;
    }

    String parameter(String path) {
        nodes.add(new Node.Parameter(path, SQUARE, NORMAL));
        return path;
    }

    String operation(String path, String operator, String... inputs) {
        boolean isLoss = operator.equals("mean_squared_error");
        nodes.add(
                new Node.Operation(
                        path,
                        operator,
                        AttributeMap.NONE,
                        List.of(inputs).stream().map(OutputRef::of).toList(),
                        List.of(isLoss ? Shape.SCALAR : SQUARE)));
        return path;
    }

    Graph graph(String loss) {
        return new Graph("small", "", Map.of(), nodes, OutputRef.of(loss));
    }

    /// As if this were known of the values, and nothing of gradients.
    static TensorRanges ranges(Graph graph, Map<String, ExponentRange> values) {
        return ranges(graph, values, Map.of());
    }

    /// As if this were known, by node, and nothing else.
    static TensorRanges ranges(
            Graph graph, Map<String, ExponentRange> values, Map<String, ExponentRange> gradients) {
        Map<TensorKey, ExponentRange> ranges = new HashMap<>();
        List<TensorKey> keys = new ArrayList<>();
        List<TensorKey> outside = new ArrayList<>();
        for (TensorKey key : graph.tensors()) {
            Map<String, ExponentRange> known = key.role().isGradient() ? gradients : values;
            ExponentRange range = known.get(key.tensor().node());
            if (range != null) {
                ranges.put(key, range);
                keys.add(key);
                if (!range.contains(0)) {
                    outside.add(key);
                }
            }
        }
        return new TensorRanges(keys, ranges, outside, List.of(), List.of());
    }
}
