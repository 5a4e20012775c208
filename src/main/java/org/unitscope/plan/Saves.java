package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;

/// Names with every change the tensors that it saves, each with one change: a value with the change
/// that its exponent comes from first, back along the inputs that have one; a gradient with the
/// first factor, seen from the loss, of the region of one exponent that it lies in. Gradients that
/// are saved by exponents of values alone are named with none.
final class Saves {
    private final Graph graph;
    private final ForwardSearch.Found forward;
    private final BackwardSearch.Found backward;
    private final Map<String, Integer> changes = new HashMap<>();
    private final Map<Integer, Integer> entrances = new HashMap<>();

    private Saves(Graph graph, ForwardSearch.Found forward, BackwardSearch.Found backward) {
        this.graph = graph;
        this.forward = forward;
        this.backward = backward;
        for (int i = 0; i < forward.patches().size(); i++) {
            changes.put(forward.patches().get(i).node(), i);
        }
        for (int i = 0; i < backward.patches().size(); i++) {
            String saved = backward.patches().get(i).tensor().node();
            entrances.putIfAbsent(
                    backward.regions().getOrDefault(saved, -1), forward.patches().size() + i);
        }
    }

    /// All changes, those of the forward pass first.
    ///
    /// @param saved tensors that were outside and are inside
    static List<Patch> named(
            Graph graph,
            ForwardSearch.Found forward,
            BackwardSearch.Found backward,
            List<TensorKey> saved) {
        Saves saves = new Saves(graph, forward, backward);
        List<Patch> all = new ArrayList<>(forward.patches());
        all.addAll(backward.patches());
        Map<Integer, List<TensorKey>> byPatch = new HashMap<>();
        for (TensorKey key : saved) {
            saves.patch(key)
                    .ifPresent(i -> byPatch.computeIfAbsent(i, k -> new ArrayList<>()).add(key));
        }
        for (int i = 0; i < all.size(); i++) {
            all.set(i, all.get(i).saving(byPatch.getOrDefault(i, List.of())));
        }
        return all;
    }

    private Optional<Integer> patch(TensorKey key) {
        String node = key.tensor().node();
        return key.role().isGradient()
                ? Optional.ofNullable(backward.regions().get(node))
                        .flatMap(region -> Optional.ofNullable(entrances.get(region)))
                : source(graph.node(node));
    }

    private Optional<Integer> source(Node node) {
        if (changes.containsKey(node.path())) {
            return Optional.ofNullable(changes.get(node.path()));
        }
        return node.inputs().stream()
                .map(input -> graph.node(input.node()))
                .filter(input -> forward.exponents().getOrDefault(input.path(), 0) != 0)
                .map(this::source)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
