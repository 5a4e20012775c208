package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.statistics.Moments;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.tensor.Shape;

/// Predicts mean and second moment of every tensor: forward through the graph in its order, then
/// backward from the loss (whose gradient is 1).
///
/// The gradient of a tensor is the sum over its uses, whose contributions are taken as uncorrelated
/// but for their means. What no rule gives is a [Prediction.Unknown] with the reason, and so is all
/// that depends on it. No random numbers, no rounding: the prediction is for real arithmetic.
public final class MomentAnalysis {
    private static final TensorState INDEX = TensorState.of(Double.NaN, Double.NaN);

    /// Weight of a tensor's own kernels beside those of independent rows: all, or none.
    private final UnaryOperator<TensorState> assumption;

    private final boolean singlePositions;

    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final Map<OutputRef, Belief> forward = new HashMap<>();
    private final Map<OutputRef, Belief> backward = new HashMap<>();
    private final Map<OutputRef, List<Analysis.Pull>> uses = new HashMap<>();

    /// What is known of one tensor on the way.
    private sealed interface Belief {
        record Known(TensorState state, Basis basis) implements Belief {}

        record Unknown(String reason) implements Belief {}
    }

    private MomentAnalysis(
            Graph graph, OperatorCatalogue catalogue, UnaryOperator<TensorState> assumption) {
        this.assumption = assumption;
        singlePositions =
                graph.nodes().stream()
                        .map(node -> catalogue.find(node.operator()))
                        .anyMatch(o -> o.isPresent() && o.get().needsSinglePositions());
        this.graph = graph;
        this.catalogue = catalogue;
    }

    /// Predictions for every real tensor and its gradient, in graph order.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static Map<TensorKey, Prediction> analyze(
            Graph graph, OperatorCatalogue catalogue, Progress progress, CancellationToken token) {
        return analysis(graph, catalogue, progress, token).predictions();
    }

    /// The same with the states behind the predictions.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static Analysis analysis(
            Graph graph, OperatorCatalogue catalogue, Progress progress, CancellationToken token) {
        return new MomentAnalysis(graph, catalogue, UnaryOperator.identity()).run(progress, token);
    }

    /// The same as if all elements were independent of each other, with one second moment for all
    /// positions: what scale rules by hand assume. For comparison.
    public static Map<TensorKey, Prediction> analyzeIndependent(
            Graph graph, OperatorCatalogue catalogue, Progress progress, CancellationToken token) {
        return new MomentAnalysis(graph, catalogue, TensorState::independent)
                .run(progress, token)
                .predictions();
    }

    private Analysis run(Progress progress, CancellationToken token) {
        List<Node> nodes = graph.nodes();
        int steps = 2 * nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            token.throwIfCancelled();
            progress.report("predict " + nodes.get(i).path(), i, steps);
            forward(nodes.get(i));
        }
        TensorState one = TensorState.of(1, 1);
        backward.put(graph.loss(), new Belief.Known(one, Basis.EXACT));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            token.throwIfCancelled();
            progress.report("predict gradient of " + nodes.get(i).path(), steps - 1 - i, steps);
            if (nodes.get(i) instanceof Node.Operation operation) {
                backward(operation);
            }
        }
        return new Analysis(
                graph,
                catalogue,
                singlePositions,
                known(forward),
                known(backward),
                uses,
                predictions());
    }

    private static Map<OutputRef, TensorState> known(Map<OutputRef, Belief> beliefs) {
        Map<OutputRef, TensorState> states = new HashMap<>();
        beliefs.forEach((tensor, belief) -> {
            if (belief instanceof Belief.Known known) {
                states.put(tensor, known.state());
            }
        });
        return states;
    }

    private void forward(Node node) {
        switch (node) {
            case Node.RealInput input ->
                    forward.put(OutputRef.of(input.path()), rows(input.law(), input.shape()));
            case Node.Parameter weight ->
                    forward.put(OutputRef.of(weight.path()), of(weight.law(), weight.shape()));
            case Node.IndexInput index ->
                    forward.put(OutputRef.of(index.path()), new Belief.Known(INDEX, Basis.EXACT));
            case Node.Operation operation -> forwardOperation(operation);
        }
    }

    /// An input's rows are independent draws.
    private Belief rows(ValueLaw law, Shape shape) {
        double features = shape.rank() == 0 ? 1 : shape.extent(-1);
        TensorState state =
                TensorState.independentRows(
                        RowGrid.of(shape, singlePositions),
                        new Moments(law.mean(), law.secondMoment()),
                        features,
                        ValueLaws.shape(law));
        return new Belief.Known(assumption.apply(state), Basis.EXACT);
    }

    private static Belief of(ValueLaw law, Shape shape) {
        Moments moments = new Moments(law.mean(), law.secondMoment());
        return new Belief.Known(
                TensorState.of(moments, ValueLaws.shape(law)).scattered(2.0 / shape.count()),
                Basis.EXACT);
    }

    private void forwardOperation(Node.Operation node) {
        Operator operator = operator(node);
        int outputs = node.outputs().size();
        List<Belief> inputs = node.inputs().stream().map(forward::get).toList();
        Optional<String> obstacle = obstacle(operator, node, inputs);
        if (obstacle.isPresent()) {
            for (int i = 0; i < outputs; i++) {
                forward.put(new OutputRef(node.path(), i), new Belief.Unknown(obstacle.get()));
            }
            return;
        }
        MomentRule.Formulas rules = operator.moments().formulas();
        Basis basis = weakest(rules.forwardBasis(), inputs);
        List<TensorState> states =
                rules.forward().apply(Invocations.of(graph, node, singlePositions), states(inputs));
        for (int i = 0; i < outputs; i++) {
            forward.put(
                    new OutputRef(node.path(), i),
                    new Belief.Known(assumption.apply(states.get(i)), basis));
        }
    }

    private void backward(Node.Operation node) {
        List<OutputRef> outputs =
                IntStream.range(0, node.outputs().size())
                        .mapToObj(i -> new OutputRef(node.path(), i))
                        .toList();
        if (outputs.stream().noneMatch(backward::containsKey)) {
            return;
        }
        Operator operator = operator(node);
        List<Belief> inputs = node.inputs().stream().map(forward::get).toList();
        List<Belief> gradients =
                outputs.stream().map(o -> backward.getOrDefault(o, zero())).toList();
        Optional<String> obstacle =
                obstacle(operator, node, inputs).or(() -> obstacle(operator, node, gradients));
        if (obstacle.isPresent()) {
            node.inputs().forEach(input -> contribute(input, new Belief.Unknown(obstacle.get())));
            return;
        }
        MomentRule.Formulas rules = operator.moments().formulas();
        Basis basis = weakest(weakest(rules.backwardBasis(), inputs), gradients);
        List<Belief> results = outputs.stream().map(forward::get).toList();
        List<Optional<TensorState>> pulled =
                rules.backward()
                        .apply(
                                Invocations.of(graph, node, singlePositions),
                                states(inputs),
                                states(results),
                                states(gradients));
        for (int i = 0; i < node.inputs().size(); i++) {
            OutputRef input = node.inputs().get(i);
            int index = i;
            pulled.get(i)
                    .map(assumption)
                    .ifPresent(state -> {
                        contribute(input, new Belief.Known(state, basis));
                        uses.computeIfAbsent(input, tensor -> new ArrayList<>())
                                .add(new Analysis.Pull(node, index, state));
                    });
        }
    }

    private void contribute(OutputRef tensor, Belief belief) {
        if (!graph.node(tensor.node()).isIndex()) {
            backward.merge(tensor, belief, MomentAnalysis::sum);
        }
    }

    private static Belief sum(Belief left, Belief right) {
        if (left instanceof Belief.Known a && right instanceof Belief.Known b) {
            Basis basis = weaker(weaker(a.basis(), b.basis()), Basis.INDEPENDENT_INPUTS);
            return new Belief.Known(a.state().plus(b.state()), basis);
        }
        return left instanceof Belief.Unknown ? left : right;
    }

    private static Belief zero() {
        return new Belief.Known(TensorState.of(0, 0), Basis.EXACT);
    }

    private Operator operator(Node.Operation node) {
        return catalogue
                .find(node.operator())
                .orElseThrow(() -> new IllegalStateException(catalogue.unknown(node.operator())));
    }

    private static Optional<String> obstacle(
            Operator operator, Node.Operation node, List<Belief> needed) {
        if (operator.moments() instanceof MomentRule.SampledOnly only) {
            return Optional.of(node.path() + " (" + operator.name() + "): " + only.reason());
        }
        return needed.stream()
                .filter(Belief.Unknown.class::isInstance)
                .map(belief -> ((Belief.Unknown) belief).reason())
                .findFirst();
    }

    private static List<TensorState> states(List<Belief> beliefs) {
        return beliefs.stream().map(belief -> ((Belief.Known) belief).state()).toList();
    }

    private static Basis weakest(Basis own, List<Belief> beliefs) {
        Basis weakest = own;
        for (Belief belief : beliefs) {
            if (belief instanceof Belief.Known known) {
                weakest = weaker(weakest, known.basis());
            }
        }
        return weakest;
    }

    private static Basis weaker(Basis a, Basis b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private Map<TensorKey, Prediction> predictions() {
        Map<TensorKey, Prediction> result = new LinkedHashMap<>();
        for (TensorKey key : graph.tensors()) {
            Belief belief =
                    key.role().isGradient()
                            ? backward.getOrDefault(
                                    key.tensor(),
                                    new Belief.Unknown("the loss does not depend on it"))
                            : forward.getOrDefault(key.tensor(), new Belief.Unknown("no rule"));
            result.put(
                    key,
                    switch (belief) {
                        case Belief.Known known ->
                                new Prediction.Known(
                                        known.state().moments(),
                                        known.basis(),
                                        Optional.of(new PredictedDetails(known.state())));
                        case Belief.Unknown unknown -> new Prediction.Unknown(unknown.reason());
                    });
        }
        return result;
    }
}
