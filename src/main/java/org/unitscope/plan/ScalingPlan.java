package org.unitscope.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;

/// The fewest power-of-two factors that bring every tensor of a training step inside its format.
///
/// In two stages. First the forward pass: every value gets an exponent f and is stored as `2^f`
/// times what the model as given computes, so that the loss stays what it is, see [ForwardSearch].
/// Then the backward pass on top of it, whose derivatives are by the stored tensors and so are
/// `2^-f` times the model's, see [BackwardSearch]. Each count is the least possible for its stage
/// and the ranges given; their sum need not be. Of forward plans with as few factors the one is
/// taken that changes the fewest parameters.
///
/// @param original the graph as given
/// @param graph with the changes
/// @param before what the plan was made for
/// @param exponents by key what a tensor, or its gradient, is multiplied by compared to the
///   original's, as an exponent of two; only those that are not 0
/// @param patches the changes: parameters and inputs, factors of the forward pass in graph order,
///   then factors of gradients from the loss back
public record ScalingPlan(
        Graph original,
        Graph graph,
        TensorRanges before,
        Map<TensorKey, Integer> exponents,
        List<Patch> patches) {
    /// Copies all.
    public ScalingPlan {
        exponents = Map.copyOf(exponents);
        patches = List.copyOf(patches);
    }

    /// Plans.
    ///
    /// @param ranges of all tensors of the graph and their gradients
    /// @throws WorkbenchException if the graph is too entangled for the exact search, or a factor
    ///   would be beyond what a node can hold
    public static ScalingPlan of(Graph graph, OperatorCatalogue catalogue, TensorRanges ranges)
            throws WorkbenchException {
        ForwardSearch.Found forward =
                require(new ForwardSearch(graph, catalogue, ranges).solve(), graph, "forward");
        Map<TensorKey, Integer> exponents = new HashMap<>();
        for (TensorKey key : graph.tensors()) {
            int exponent = forward.exponents().getOrDefault(key.tensor().node(), 0);
            exponents.put(key, key.role().isGradient() ? -exponent : exponent);
        }
        BackwardSearch.Found backward =
                require(
                        new BackwardSearch(graph, ranges.shifted(exponents)).solve(),
                        graph,
                        "backward");
        for (TensorKey key : graph.tensors()) {
            if (key.role().isGradient()) {
                exponents.merge(
                        key,
                        backward.exponents().getOrDefault(key.tensor().node(), 0),
                        Integer::sum);
            }
        }
        exponents.values().removeIf(exponent -> exponent == 0);
        List<TensorKey> still = ranges.shifted(exponents).outside();
        List<Patch> patches =
                Saves.named(
                        graph,
                        forward,
                        backward,
                        ranges.outside().stream().filter(key -> !still.contains(key)).toList());
        return new ScalingPlan(graph, Patches.applied(graph, patches), ranges, exponents, patches);
    }

    private static <T> T require(Optional<T> found, Graph graph, String pass)
            throws WorkbenchException {
        return found.orElseThrow(() ->
                new WorkbenchException(
                        graph.name(),
                        "its %s pass has cycles too entangled for the exact search, and no guess is printed as the fewest; unitscope rewrite scales it whole"
                                .formatted(pass)));
    }

    /// The ranges of the planned graph's tensors: those given, moved by the exponents.
    public TensorRanges after() {
        return before.shifted(exponents);
    }

    /// How many factors there are.
    public int factors() {
        return (int) patches.stream().filter(patch -> patch.kind().isFactor()).count();
    }

    /// Why a tensor is not inside in the planned graph.
    public String why(TensorKey key) {
        if (before.impossible().contains(key)) {
            return "wider than its format: no power of two brings it inside";
        }
        if (key.tensor().equals(graph.loss())) {
            return "the loss, which the plan leaves as it is";
        }
        if (!before.ranges().containsKey(key)) {
            return "not known before, so that no condition was set for it";
        }
        Node node = graph.node(key.tensor().node());
        return node.outputs().size() > 1
                ? "its node has other results, which exclude what it needs"
                : "its scale is not the one planned for";
    }
}
