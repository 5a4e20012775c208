package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;

/// The search for exponents of the backward pass: the gradient of a tensor of exponent e is
/// computed as `2^e` times the derivative of the loss by the tensor as it is stored. A vertex for
/// every node whose gradient the loss reaches.
///
/// All uses of a tensor agree on e, as their gradients are summed. A use whose consumer has another
/// exponent than the tensor needs a factor, `2^(e(tensor) − e(consumer))`; the exponent of the loss
/// is 0. So on a cut edge one factor changes all that lies behind it, while a cycle must be entered
/// and left on every path.
final class BackwardSearch {
    private final Graph graph;
    private final TensorRanges ranges;
    private final Map<String, Integer> vertices = new LinkedHashMap<>();
    private final List<FewestChanges.Edge> edges = new ArrayList<>();
    private final List<Graph.Use> uses = new ArrayList<>();
    private final Map<Integer, ExponentRange> limits = new HashMap<>();

    /// Over a graph whose derivatives by tensors as they are stored have these ranges.
    BackwardSearch(Graph graph, TensorRanges ranges) {
        this.graph = graph;
        this.ranges = ranges;
        reach();
        vertices.forEach((path, v) -> restrict(graph.node(path), v));
        limits.put(vertex(graph.loss().node()), new ExponentRange(0, 0));
    }

    private int vertex(String path) {
        return vertices.computeIfAbsent(path, p -> vertices.size());
    }

    private void reach() {
        vertex(graph.loss().node());
        for (Node node : graph.nodes().reversed()) {
            if (node instanceof Node.Operation operation && vertices.containsKey(node.path())) {
                for (int i = 0; i < operation.inputs().size(); i++) {
                    Node producer = graph.node(operation.inputs().get(i).node());
                    if (!producer.isIndex()) {
                        edges.add(
                                new FewestChanges.Edge(
                                        vertex(producer.path()), vertex(node.path())));
                        uses.add(new Graph.Use(operation, i));
                    }
                }
            }
        }
    }

    /// Outputs of one node have one exponent; where they exclude each other the first counts.
    private void restrict(Node node, int vertex) {
        for (int output = 0; output < node.outputs().size(); output++) {
            OutputRef tensor = new OutputRef(node.path(), output);
            ExponentRange range =
                    ranges.ranges().get(new TensorKey(tensor, node.role().gradient()));
            if (range != null) {
                ExponentRange before = limits.getOrDefault(vertex, range);
                limits.put(vertex, before.and(range).orElse(before));
            }
        }
    }

    /// What was found.
    ///
    /// @param exponents by node
    /// @param patches the factors, from the loss back
    /// @param regions by node what it hangs together with in one exponent
    record Found(
            Map<String, Integer> exponents, List<Patch> patches, Map<String, Integer> regions) {
        /// Copies all.
        Found {
            exponents = Map.copyOf(exponents);
            patches = List.copyOf(patches);
            regions = Map.copyOf(regions);
        }
    }

    /// The exponents of fewest factors, every region of one exponent in the middle of what it may
    /// have; empty if the graph is too entangled.
    Optional<Found> solve() {
        return FewestChanges.of(vertices.size(), limits, edges)
                .map(labels -> FewestChanges.centered(labels, limits, edges))
                .map(this::found);
    }

    private Found found(int[] labels) {
        int[] regions = FewestChanges.regions(labels, edges);
        Map<String, Integer> exponents = new HashMap<>();
        Map<String, Integer> regionOf = new HashMap<>();
        vertices.forEach((path, v) -> {
            exponents.put(path, labels[v]);
            regionOf.put(path, regions[v]);
        });
        List<Patch> patches = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            int exponent = labels[edges.get(i).from()] - labels[edges.get(i).to()];
            if (exponent != 0) {
                Graph.Use use = uses.get(i);
                patches.add(
                        Patch.of(
                                Patch.Kind.GRADIENT,
                                use.consumer().path(),
                                use.input(),
                                use.consumer().inputs().get(use.input()),
                                exponent));
            }
        }
        return new Found(exponents, patches, regionOf);
    }
}
