package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.NoMomentsException;
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
/// but for their means. An operator without a rule is sampled alone ([LocalSampling]); what cannot
/// be is a [Prediction.Unknown] with the reason, and so is all that depends on it. No rounding: the
/// prediction is for real arithmetic.
public final class MomentAnalysis {
    private static final TensorState INDEX = TensorState.of(Double.NaN, Double.NaN);

    /// Weight of a tensor's own kernels beside those of independent rows: all, or none.
    private final UnaryOperator<TensorState> assumption;

    private final boolean singlePositions;
    private final CrossKernels crosses;
    private final GradientCrosses gradientCrosses;
    private final Map<OutputRef, List<Contribution>> contributed = new HashMap<>();

    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final Map<OutputRef, Belief> forward = new HashMap<>();
    private final Map<OutputRef, Belief> backward = new HashMap<>();
    private final Map<OutputRef, List<Analysis.Pull>> uses = new HashMap<>();

    /// A use that has handed on a gradient, and how much of the tensor itself is in it.
    private record Contribution(Graph.Use origin, double alignment) {}

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
        crosses = new CrossKernels(graph, this::state, this::operator, node -> use(node));
        gradientCrosses =
                new GradientCrosses(
                        graph,
                        this::state,
                        tensor -> stateOf(backward.get(tensor)),
                        this::operator,
                        node -> use(node));
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

    /// An input's rows are independent draws, unless its law says otherwise.
    private Belief rows(ValueLaw law, Shape shape) {
        double features = shape.rank() == 0 ? 1 : shape.extent(-1);
        RowGrid grid = RowGrid.of(shape, singlePositions);
        TensorState state =
                law instanceof ValueLaw.CorrelatedRows rows
                        ? TensorState.correlatedRows(
                                grid, rows.secondMoment(), rows.correlation(), features)
                        : TensorState.independentRows(
                                grid,
                                new Moments(law.mean(), law.secondMoment()),
                                features,
                                ValueLaws.shape(law));
        return new Belief.Known(assumption.apply(state), Basis.EXACT);
    }

    private static Belief of(ValueLaw law, Shape shape) {
        Moments moments = new Moments(law.mean(), law.secondMoment());
        return new Belief.Known(
                TensorState.of(moments, ValueLaws.shape(law))
                        .scattered(ValueLaws.scatter(law, shape)),
                Basis.EXACT);
    }

    private Optional<TensorState> state(OutputRef tensor) {
        return stateOf(forward.get(tensor));
    }

    private static Optional<TensorState> stateOf(@Nullable Belief belief) {
        return belief instanceof Belief.Known known ? Optional.of(known.state()) : Optional.empty();
    }

    private Invocation use(Node.Operation node) {
        return Invocations.of(graph, node, singlePositions);
    }

    /// The output where its first two inputs are found to be correlated.
    private TensorState correlated(
            Operator operator, Node.Operation node, List<TensorState> inputs, TensorState output) {
        if (operator.correlatedInputs().isEmpty() || !output.isTracked()) {
            return output;
        }
        return crosses.of(node.inputs().get(0), node.inputs().get(1))
                .filter(covariance -> covariance.positions().equals(output.rows().positions()))
                .map(covariance ->
                        operator.correlatedInputs()
                                .orElseThrow()
                                .apply(inputs.get(0), inputs.get(1), output, covariance))
                .orElse(output);
    }

    private void forwardOperation(Node.Operation node) {
        Operator operator = operator(node);
        List<Belief> inputs = node.inputs().stream().map(forward::get).toList();
        Optional<String> obstacle = obstacle(operator, node, inputs);
        try {
            if (obstacle.isEmpty()) {
                predictOutputs(operator, node, inputs);
            }
        } catch (NoMomentsException none) {
            obstacle = Optional.of(why(node, operator, none));
        }
        obstacle.ifPresent(reason -> {
            for (int i = 0; i < node.outputs().size(); i++) {
                forward.put(new OutputRef(node.path(), i), new Belief.Unknown(reason));
            }
        });
    }

    private static String why(Node.Operation node, Operator operator, NoMomentsException none) {
        return node.path() + " (" + operator.name() + "): " + none.reason();
    }

    private void predictOutputs(Operator operator, Node.Operation node, List<Belief> inputs) {
        int outputs = node.outputs().size();
        Invocation use = use(node);
        boolean sampled = operator.moments() instanceof MomentRule.SampledOnly;
        Basis basis =
                weakest(
                        sampled
                                ? Basis.LOCALLY_SAMPLED
                                : operator.moments().formulas().forwardBasis(),
                        inputs);
        List<TensorState> states =
                sampled
                        ? new LocalSampling(operator, use, states(inputs)).forward()
                        : operator.moments().formulas().forward().apply(use, states(inputs));
        for (int i = 0; i < outputs; i++) {
            forward.put(
                    new OutputRef(node.path(), i),
                    new Belief.Known(
                            assumption.apply(
                                    correlated(operator, node, states(inputs), states.get(i))),
                            basis));
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
        try {
            if (obstacle.isEmpty()) {
                predictGradients(operator, node, inputs, outputs, gradients);
            }
        } catch (NoMomentsException none) {
            obstacle = Optional.of(why(node, operator, none));
        }
        obstacle.ifPresent(reason -> {
            for (int i = 0; i < node.inputs().size(); i++) {
                contribute(
                        node.inputs().get(i), new Graph.Use(node, i), new Belief.Unknown(reason));
            }
        });
    }

    private void predictGradients(
            Operator operator,
            Node.Operation node,
            List<Belief> inputs,
            List<OutputRef> outputs,
            List<Belief> gradients) {
        Invocation use = use(node);
        List<Belief> results = outputs.stream().map(forward::get).toList();
        boolean sampled = operator.moments() instanceof MomentRule.SampledOnly;
        Basis own = sampled ? Basis.LOCALLY_SAMPLED : operator.moments().formulas().backwardBasis();
        Basis basis = weakest(weakest(own, inputs), gradients);
        List<Optional<TensorState>> pulled =
                sampled
                        ? new LocalSampling(operator, use, states(inputs))
                                .backward(states(gradients))
                        : operator.moments()
                                .formulas()
                                .backward()
                                .apply(use, states(inputs), states(results), states(gradients));
        boolean squared = isSquare(node);
        for (int i = 0; i < node.inputs().size(); i++) {
            OutputRef input = node.inputs().get(i);
            int index = i;
            Graph.Use origin = new Graph.Use(node, i);
            pulled.get(i)
                    .map(assumption)
                    .ifPresent(state -> {
                        if (!squared || index == 0) {
                            TensorState all = squared ? state.scaled(1 + ratio(pulled)) : state;
                            contribute(input, origin, new Belief.Known(all, basis));
                        }
                        uses.computeIfAbsent(input, tensor -> new ArrayList<>())
                                .add(new Analysis.Pull(node, index, state));
                    });
        }
    }

    /// The second gradient of a product of a tensor with itself over the first: 1, but where they
    /// have factors.
    private static double ratio(List<Optional<TensorState>> pulled) {
        double own = pulled.get(0).orElseThrow().secondMoment();
        double other = pulled.get(1).orElseThrow().secondMoment();
        return own == 0 ? 1 : Math.sqrt(other / own);
    }

    /// A product of a tensor with itself: both of its uses hand on the same gradient, `g x`, which
    /// adds up to twice as much, not to the root of two.
    private static boolean isSquare(Node.Operation node) {
        return node.operator().equals("multiply")
                && node.inputs().get(0).equals(node.inputs().get(1));
    }

    private void contribute(OutputRef tensor, Graph.Use origin, Belief belief) {
        if (!graph.node(tensor.node()).isIndex()) {
            Contribution last = new Contribution(origin, alignment(belief));
            backward.merge(
                    tensor, belief, (sum, more) -> withCrosses(sum(sum, more), tensor, last));
            contributed.computeIfAbsent(tensor, key -> new ArrayList<>()).add(last);
        }
    }

    private static double alignment(Belief belief) {
        return belief instanceof Belief.Known known ? known.state().alignment() : 0;
    }

    /// A sum of gradients whose last term correlates with those before: by what uses hand on of one
    /// gradient, or by what both hold of the tensor itself.
    private Belief withCrosses(Belief sum, OutputRef tensor, Contribution last) {
        if (!(sum instanceof Belief.Known known) || !known.state().isTracked()) {
            return sum;
        }
        TensorState state = known.state();
        for (Contribution before : contributed.getOrDefault(tensor, List.of())) {
            Optional<Kernels> covariance =
                    gradientCrosses
                            .of(before.origin(), last.origin())
                            .or(() -> ownInCommon(tensor, before.alignment() * last.alignment()));
            if (covariance.isPresent()
                    && covariance.get().positions().equals(state.rows().positions())) {
                Kernels q = covariance.get();
                state = state.with(state.kernels().plus(q).plus(q.turned()));
            }
        }
        return new Belief.Known(state, known.basis());
    }

    private Optional<Kernels> ownInCommon(OutputRef tensor, double share) {
        return share == 0
                ? Optional.empty()
                : state(tensor).filter(TensorState::isTracked).map(x -> x.kernels().scaled(share));
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
        return catalogue.of(node);
    }

    private Optional<String> obstacle(Operator operator, Node.Operation node, List<Belief> needed) {
        if (operator.moments() instanceof MomentRule.SampledOnly only) {
            Optional<String> tooLarge = LocalSampling.obstacle(use(node));
            if (tooLarge.isPresent()) {
                return Optional.of(
                        node.path()
                                + " ("
                                + operator.name()
                                + "): "
                                + only.reason()
                                + ", and it is "
                                + tooLarge.get());
            }
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
