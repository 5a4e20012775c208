package org.unitscope.moments;

import java.util.Arrays;

/// Rows of experts by the experts' own weights: `K_y = n E w² K_x` for rows of one expert, nothing
/// between two; `E dW²` is the sum over all pairs of rows of one expert.
public final class ExpertRows {
    private ExpertRows() {}

    /// Sums of `terms` products with zero-mean weights.
    ///
    /// @param features of the result
    public static TensorState product(
            TensorState x, TensorState weight, double terms, double features) {
        Kernels scaled = x.kernels().scaled(terms * weight.secondMoment());
        double pairs = terms * (terms - 1) * weight.mean() * weight.mean();
        double[] means = new double[x.means().length];
        Arrays.setAll(means, i -> terms * weight.mean() * x.mean(i));
        Kernels kernels =
                scaled.isTracked()
                        ? Kernels.fill(
                                scaled.positions(),
                                scaled.classes(),
                                scaled.map((i, j, k) -> k + pairs * x.mean(i) * x.mean(j))
                                        .diagonal(),
                                (c, i, j, across) ->
                                        pairs * x.mean(i) * x.mean(j)
                                                + (across ? 0 : scaled.at(c, i, j, false)))
                        : scaled.map((i, j, k) -> k + pairs * x.mean(i) * x.mean(j));
        return TensorState.of(
                        x.rows(), means, kernels, x.shape().summed(weight.shape(), terms))
                .noisy(x.rowNoise() + 2 / features, x.pairNoise() + 1 / features)
                .scattered(x.scatter());
    }

    /// The gradient of the weights of all experts.
    public static TensorState weightGradient(
            TensorState x, TensorState g, double fanIn, double fanOut) {
        return WeightGradient.of(ofOne(x), ofOne(g), fanIn, fanOut);
    }

    private static TensorState ofOne(TensorState rows) {
        RowGrid one = new RowGrid(1, rows.rows().positions());
        return TensorState.of(one, rows.means(), rows.kernels(), rows.shape())
                .noisy(rows.rowNoise(), rows.pairNoise())
                .scattered(rows.scatter());
    }
}
