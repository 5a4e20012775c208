package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.moments.AttentionKernels;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GridLaw.LogitGradient;
import org.unitscope.moments.GridLaw.Product;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.KeyMask;
import org.unitscope.moments.LogitNormalRows;
import org.unitscope.moments.PulledRows;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;

/// How pairs of rows go through attention: rows by rows, softmax, weights by rows, each an operator
/// of its own, or all in one. What goes beyond these steps is left to the plain rules.
public final class AttentionRule {
    private AttentionRule() {}

    /// Products of two tensors of rows, `a bᵀ`, where pairs of both are known.
    ///
    /// @param features how many products an element sums
    /// @param grid how the result's rows, the queries, are arranged
    public static Optional<TensorState> products(
            TensorState left, TensorState right, double features, RowGrid grid) {
        if (!left.isTracked()
                || !right.isTracked()
                || !left.isCentered()
                || !right.isCentered()
                || !grid.positions().equals(left.rows().positions())) {
            return Optional.empty();
        }
        double[] second = left.kernels().scaled(features * right.secondMoment()).diagonal();
        ElementShape shape =
                ElementShape.GAUSSIAN
                        .times(ElementShape.of(() -> ElementLaw.rootGamma(2 / features)))
                        .withRows(left.shape().rows());
        return Optional.of(
                TensorState.centered(grid, Kernels.untracked(grid.positions(), second), shape)
                        .with(new Product(left, right, features, features))
                        .scattered(left.scatter() + right.scatter()));
    }

    /// Softmax of such products.
    ///
    /// @param keys extent of the softmax
    public static TensorState weights(
            Product logits, AttentionMask visible, double keys, RowGrid grid) {
        TensorState q = logits.left();
        TensorState k = logits.right();
        int count = (int) k.rows().positions().total();
        KeyMask mask =
                KeyMask.of(
                        q.rows().positions(),
                        k.rows().positions(),
                        (query, from, to) -> visible.visible(query, from, to, count));
        boolean self = q.rows().equals(k.rows());
        AttentionKernels attention = new AttentionKernels(q, k, logits.factor(), mask, self);
        double[] second = Arrays.stream(attention.overlap()).map(s -> s / keys).toArray();
        double[] means = new double[second.length];
        Arrays.fill(means, 1 / keys);
        ElementShape shape =
                visible.alibi().isNone()
                        ? ElementShape.whole(() -> LogitNormalRows.weights(attention))
                        : ElementShape.whole(() -> new AlibiWeights(visible, count).law(attention));
        return TensorState.of(grid, means, Kernels.untracked(grid.positions(), second), shape)
                .with(new Weights(attention));
    }

    /// Weights times rows.
    ///
    /// @param features width of a row, all heads together
    public static TensorState mixed(Weights weights, TensorState values, double features) {
        AttentionKernels attention = weights.attention();
        Kernels output = attention.output(values.kernels());
        double[] means = mean(attention.mask(), values);
        double apart = 1 - Math.clamp(attention.keyCorrelation(), 0, 1);
        double hidden = values.isTracked() ? values.kernels().nodeNoise() : 0;
        double noise = 1 / features + (1 / features + hidden) * apart;
        RowGrid grid = attention.queries().rows();
        double fresh = 2 / features * output.concentration(grid.sequences());
        return TensorState.of(grid, means, output, ElementShape.GAUSSIAN)
                .noisy(2 * noise, noise)
                .scattered(values.scatter() + fresh)
                .scaled(weights.factor());
    }

    private static double[] mean(KeyMask mask, TensorState values) {
        double[] means = new double[mask.queries().blocks()];
        if (!values.isCentered()) {
            Arrays.setAll(means, i -> mask.mean(i, values.means()));
        }
        return means;
    }

    /// Gradients of both factors of weights times rows.
    ///
    /// @param features width of a row of one head
    /// @param width of a row, all heads together
    public static List<Optional<TensorState>> mixedGradients(
            Weights weights,
            TensorState values,
            TensorState g,
            double features,
            double width,
            RowGrid grid) {
        AttentionKernels attention = weights.attention();
        Kernels pulled = attention.toValues(g.kernels());
        double fresh = 2 / width * pulled.concentration(values.rows().sequences());
        TensorState toValues =
                TensorState.centered(values.rows(), pulled, ElementShape.GAUSSIAN)
                        .scattered(g.scatter() + fresh)
                        .scaled(weights.factor());
        Optional<TensorState> toWeights = products(g, values, features, grid);
        return List.of(toWeights, Optional.of(toValues));
    }

    /// The gradient of logits from that of their softmax.
    ///
    /// @param keys extent of the softmax
    /// @param unlike shape of the weights, where keys are not alike
    public static TensorState logitGradient(
            Weights weights,
            Product gradient,
            double keys,
            RowGrid grid,
            Optional<ElementShape> unlike) {
        AttentionKernels attention = weights.attention();
        double[] second =
                Arrays.stream(gradients(weights, gradient).logits())
                        .map(row -> row / keys)
                        .toArray();
        ElementShape shape =
                unlike.map(p -> p.times(ElementShape.GAUSSIAN))
                        .orElseGet(() ->
                                ElementShape.whole(() ->
                                        LogitNormalRows.gradients(
                                                attention,
                                                second,
                                                gradient.left().shape().rows())));
        Kernels kernels = Kernels.untracked(grid.positions(), second);
        return TensorState.centered(grid, kernels, shape)
                .with(new LogitGradient(weights, gradient))
                .scattered(gradient.left().scatter());
    }

    private static AttentionKernels.Gradients gradients(Weights weights, Product gradient) {
        return weights.attention()
                .gradients(
                        gradient.left().kernels(), gradient.right().kernels(), gradient.factor());
    }

    /// The gradients of queries and keys from that of their products.
    public static List<Optional<TensorState>> productGradients(LogitGradient law) {
        AttentionKernels.Gradients both = gradients(law.weights(), law.gradient());
        AttentionKernels attention = law.weights().attention();
        TensorState g = law.gradient().left();
        Kernels values = law.gradient().right().kernels();
        double width = law.gradient().features();
        double scatter = g.scatter() + law.gradient().right().scatter();
        ElementShape queries = PulledRows.queries(attention, g, values, both.toQueries(), width);
        ElementShape keys = PulledRows.keys(attention, g, values, both.toKeys(), width);
        return List.of(
                Optional.of(
                        TensorState.centered(attention.queries().rows(), both.toQueries(), queries)
                                .scattered(scatter)),
                Optional.of(
                        TensorState.centered(attention.keys().rows(), both.toKeys(), keys)
                                .scattered(scatter)));
    }
}
