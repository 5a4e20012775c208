package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorCatalogue;

/// Everything [MomentAnalysis] has found: the states behind the predictions, and what each use of a
/// tensor gave to its gradient. What could not be predicted has no state.
///
/// @param singlePositions whether rows are described position by position
/// @param forward states of activations, parameters and indices
/// @param backward states of their gradients
/// @param uses what made up a gradient, the use that is last in the graph first
/// @param predictions of every real tensor and its gradient, in graph order
public record Analysis(
        Graph graph,
        OperatorCatalogue catalogue,
        boolean singlePositions,
        Map<OutputRef, TensorState> forward,
        Map<OutputRef, TensorState> backward,
        Map<OutputRef, List<Pull>> uses,
        Map<TensorKey, Prediction> predictions) {
    private static final TensorState NOTHING = TensorState.of(0, 0);

    /// What one use of a tensor gives to its gradient.
    ///
    /// @param consumer the node that uses it
    /// @param input as which input
    public record Pull(Node.Operation consumer, int input, TensorState gradient) {}

    /// The state of a tensor.
    public Optional<TensorState> state(TensorKey key) {
        Map<OutputRef, TensorState> pass = key.role().isGradient() ? backward : forward;
        return Optional.ofNullable(pass.get(key.tensor()));
    }

    /// What made up a gradient.
    public List<Pull> uses(OutputRef tensor) {
        return uses.getOrDefault(tensor, List.of());
    }

    /// Whether a tensor's number comes from rules alone, not from sampling an operator by itself.
    boolean isRuled(TensorKey key) {
        List<Node> makers = new ArrayList<>();
        if (key.role().isGradient()) {
            uses(key.tensor()).forEach(use -> makers.add(use.consumer()));
        } else {
            makers.add(graph.node(key.tensor().node()));
        }
        return makers.stream().allMatch(this::isRuled);
    }

    private boolean isRuled(Node node) {
        return !(node instanceof Node.Operation operation)
                || !(catalogue.of(operation).moments() instanceof MomentRule.SampledOnly);
    }

    /// The formulas of a node's rule.
    MomentRule.Formulas formulas(Node.Operation node) {
        return catalogue.of(node).moments().formulas();
    }

    /// What is static about a node.
    Invocation invocation(Node.Operation node) {
        return Invocations.of(graph, node, singlePositions);
    }

    /// The outputs of a node.
    static List<OutputRef> outputs(Node node) {
        return IntStream.range(0, node.outputs().size())
                .mapToObj(i -> new OutputRef(node.path(), i))
                .toList();
    }

    /// The forward pass of a node whose outputs have states.
    Application forward(Node.Operation node) {
        return new Application(invocation(node), states(node.inputs()), states(outputs(node)));
    }

    /// The backward pass of a node that has given to a gradient.
    Application backward(Node.Operation node) {
        List<TensorState> gradients =
                outputs(node).stream().map(o -> backward.getOrDefault(o, NOTHING)).toList();
        return new Application(
                invocation(node),
                states(node.inputs()),
                states(outputs(node)),
                gradients,
                pulled(node));
    }

    private List<Optional<TensorState>> pulled(Node.Operation node) {
        List<Optional<TensorState>> pulled = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            int input = i;
            pulled.add(
                    uses(node.inputs().get(i)).stream()
                            .filter(use ->
                                    use.consumer().path().equals(node.path())
                                            && use.input() == input)
                            .map(Pull::gradient)
                            .findFirst());
        }
        return pulled;
    }

    private List<TensorState> states(List<OutputRef> tensors) {
        return tensors.stream()
                .map(tensor ->
                        Optional.ofNullable(forward.get(tensor))
                                .orElseThrow(() ->
                                        new IllegalStateException(tensor.path() + " has no state")))
                .toList();
    }
}
