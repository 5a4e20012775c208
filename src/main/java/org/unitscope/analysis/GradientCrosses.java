package org.unitscope.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Graph.Use;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.Operator;

/// Covariances of the gradients that a tensor gets from two of its uses. A use hands on the
/// gradient of its output by its mean slope; through a matrix of its own the gradient is odd in
/// that matrix, on which nothing depends that comes after it. So a residual branch that ends in one
/// adds nothing, and `x + φ(x)` adds `E φ'` twice.
final class GradientCrosses {
    private final Graph graph;
    private final Map<String, Integer> order = new HashMap<>();
    private final Function<OutputRef, Optional<TensorState>> values;
    private final Function<OutputRef, Optional<TensorState>> gradients;
    private final Function<Node.Operation, Operator> operators;
    private final Function<Node.Operation, Invocation> uses;
    private final Map<Pair, Optional<Kernels>> known = new HashMap<>();

    private record Pair(OutputRef x, OutputRef y) {}

    GradientCrosses(
            Graph graph,
            Function<OutputRef, Optional<TensorState>> values,
            Function<OutputRef, Optional<TensorState>> gradients,
            Function<Node.Operation, Operator> operators,
            Function<Node.Operation, Invocation> uses) {
        this.graph = graph;
        this.values = values;
        this.gradients = gradients;
        this.operators = operators;
        this.uses = uses;
        for (Node node : graph.nodes()) {
            order.put(node.path(), order.size());
        }
    }

    /// The covariance of what two uses contribute; empty where it is zero.
    Optional<Kernels> of(Use a, Use b) {
        double[] left = slope(a);
        double[] right = slope(b);
        if (left.length == 0 || right.length == 0) {
            return Optional.empty();
        }
        return gradients(output(a), output(b))
                .filter(k -> left.length == k.positions().blocks())
                .filter(k -> right.length == left.length)
                .map(k -> k.map((i, j, value) -> left[i] * right[j] * value));
    }

    private static OutputRef output(Use use) {
        return OutputRef.of(use.consumer().path());
    }

    /// The mean slope of a use; empty where its gradient is odd in a parameter, or nothing is said.
    private double[] slope(Use use) {
        Node.Operation node = use.consumer();
        if (!(operators.apply(node).cross() instanceof CrossRule.Responds responds)) {
            return new double[0];
        }
        List<Optional<TensorState>> inputs = node.inputs().stream().map(values).toList();
        if (inputs.stream().anyMatch(Optional::isEmpty)) {
            return new double[0];
        }
        List<double[]> slopes =
                responds.pulls()
                        .of(uses.apply(node), inputs.stream().map(Optional::orElseThrow).toList());
        return use.input() < slopes.size() ? slopes.get(use.input()) : new double[0];
    }

    /// `cov` of the gradients of two tensors.
    private Optional<Kernels> gradients(OutputRef x, OutputRef y) {
        Pair pair = new Pair(x, y);
        if (!known.containsKey(pair)) {
            Optional<Kernels> kernels = compute(x, y);
            known.put(pair, kernels);
        }
        return known.getOrDefault(pair, Optional.empty());
    }

    private Optional<Kernels> compute(OutputRef x, OutputRef y) {
        if (x.equals(y)) {
            return gradients.apply(x).filter(TensorState::isTracked).map(CrossKernels::centered);
        }
        if (order.getOrDefault(x.node(), -1) > order.getOrDefault(y.node(), -1)) {
            return gradients(y, x).map(Kernels::turned);
        }
        Kernels sum = null;
        for (Use use : graph.uses(x)) {
            double[] slope = slope(use);
            Optional<Kernels> part =
                    slope.length == 0 ? Optional.empty() : gradients(output(use), y);
            if (part.isPresent() && part.get().positions().blocks() == slope.length) {
                Kernels scaled = part.get().map((i, j, k) -> slope[i] * k);
                sum = sum == null ? scaled : sum.plus(scaled);
            }
        }
        return Optional.ofNullable(sum);
    }
}
