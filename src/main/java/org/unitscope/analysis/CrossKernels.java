package org.unitscope.analysis;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.Operator;

/// Covariances of two tensors of a graph, made when two of them meet in an operator: by the rules
/// of the operators between them and their common ancestor, see [CrossRule].
///
/// Two tensors are uncorrelated where no ancestor is common, and where one is odd in a parameter
/// that the other does not depend on: a residual branch that ends in a matrix of its own, and so
/// nearly everything in a transformer. What no rule says is taken as zero and can be asked for
/// ([#doubts]).
final class CrossKernels {
    private final Graph graph;
    private final Function<OutputRef, Optional<TensorState>> states;
    private final Function<Node.Operation, Operator> operators;
    private final Function<Node.Operation, Invocation> uses;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, BitSet> ancestors = new HashMap<>();
    private final Map<Pair, Optional<Kernels>> known = new HashMap<>();
    private final Map<Pair, String> doubts = new HashMap<>();

    private record Pair(OutputRef x, OutputRef y) {}

    CrossKernels(
            Graph graph,
            Function<OutputRef, Optional<TensorState>> states,
            Function<Node.Operation, Operator> operators,
            Function<Node.Operation, Invocation> uses) {
        this.graph = graph;
        this.states = states;
        this.operators = operators;
        this.uses = uses;
        for (Node node : graph.nodes()) {
            int index = order.size();
            order.put(node.path(), index);
            BitSet all = new BitSet();
            all.set(index);
            node.inputs().forEach(input -> all.or(ancestors(input)));
            ancestors.put(node.path(), all);
        }
    }

    private BitSet ancestors(OutputRef tensor) {
        return ancestors.getOrDefault(tensor.node(), new BitSet());
    }

    private int order(OutputRef tensor) {
        return order.getOrDefault(tensor.node(), -1);
    }

    /// Why the covariance of two tensors may not be what was said; empty where nothing speaks
    /// against it.
    Optional<String> doubts(OutputRef x, OutputRef y) {
        return Optional.ofNullable(doubts.get(new Pair(x, y)));
    }

    /// `cov(x, y)` over pairs of rows; empty where it is zero.
    Optional<Kernels> of(OutputRef x, OutputRef y) {
        Pair pair = new Pair(x, y);
        if (!known.containsKey(pair)) {
            Optional<Kernels> kernels = compute(x, y);
            known.put(pair, kernels);
        }
        return known.getOrDefault(pair, Optional.empty());
    }

    private Optional<Kernels> compute(OutputRef x, OutputRef y) {
        if (x.equals(y)) {
            return states.apply(x).filter(TensorState::isTracked).map(CrossKernels::centered);
        }
        if (order(x) > order(y)) {
            return of(y, x).map(Kernels::turned);
        }
        if (!ancestors(x).intersects(ancestors(y))) {
            return Optional.empty();
        }
        if (!(graph.node(y.node()) instanceof Node.Operation operation)) {
            return Optional.empty();
        }
        return switch (operators.apply(operation).cross()) {
            case CrossRule.Fresh fresh -> fresh(x, y, operation, fresh);
            case CrossRule.Responds responds -> responds(x, operation, responds);
            case CrossRule.Unknown unknown -> doubt(x, y, operation);
        };
    }

    private Optional<Kernels> doubt(OutputRef x, OutputRef y, Node.Operation operation) {
        doubts.put(
                new Pair(x, y),
                operation.path() + " (" + operation.operator() + ") has no rule for covariances");
        return Optional.empty();
    }

    /// Both through the same matrix: `out E w² cov(u, v)`; else zero if only one depends on it.
    private Optional<Kernels> fresh(
            OutputRef x, OutputRef y, Node.Operation operation, CrossRule.Fresh fresh) {
        OutputRef weight = operation.inputs().get(fresh.weight());
        if (!ancestors(x).get(order(weight))) {
            return Optional.empty();
        }
        if (graph.node(x.node()) instanceof Node.Operation other
                && other.operator().equals(operation.operator())
                && other.inputs().size() > fresh.weight()
                && other.inputs().get(fresh.weight()).equals(weight)) {
            double fanIn = graph.shape(weight).extent(-1);
            double factor = fresh.factor() * factor(other);
            double scale =
                    states.apply(weight).map(w -> factor * fanIn * w.secondMoment()).orElse(0.0);
            return of(other.inputs().getFirst(), operation.inputs().getFirst())
                    .map(kernels -> kernels.scaled(scale));
        }
        doubts.put(
                new Pair(x, y),
                "both depend on " + weight.path() + ", in a way that no rule follows");
        return Optional.empty();
    }

    private double factor(Node.Operation node) {
        return operators.apply(node).cross() instanceof CrossRule.Fresh fresh ? fresh.factor() : 1;
    }

    private Optional<Kernels> responds(
            OutputRef x, Node.Operation operation, CrossRule.Responds responds) {
        List<Optional<TensorState>> inputs = operation.inputs().stream().map(states).toList();
        if (inputs.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<double[]> slopes =
                responds.slopes()
                        .of(
                                uses.apply(operation),
                                inputs.stream().map(Optional::orElseThrow).toList());
        Kernels sum = null;
        for (int i = 0; i < slopes.size(); i++) {
            double[] slope = slopes.get(i);
            Optional<Kernels> part =
                    slope.length == 0 ? Optional.empty() : of(x, operation.inputs().get(i));
            if (part.isPresent() && part.get().positions().blocks() == slope.length) {
                Kernels scaled = part.get().map((p, q, k) -> k * slope[q]);
                sum = sum == null ? scaled : sum.plus(scaled);
            }
        }
        return Optional.ofNullable(sum);
    }

    /// Kernels without the product of means.
    static Kernels centered(TensorState state) {
        return state.isCentered()
                ? state.kernels()
                : state.kernels().map((i, j, k) -> k - state.mean(i) * state.mean(j));
    }
}
