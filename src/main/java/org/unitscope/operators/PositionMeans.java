package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;

/// Moments of means over positions: over all of a sequence, or over windows that do not overlap.
///
///     K_y(q, q') = mean over t in window q, t' in window q' of K_x(t, t'),   D on the diagonal,
///     G_x(t, t') = G_y(q(t), q(t')) / w²: all positions of a window get the same gradient.
///
/// The noise of finite width is independent from pair to pair of positions, and averages out.
public final class PositionMeans {
    private PositionMeans() {}

    /// The means.
    ///
    /// @param window positions of a window, all alike by themselves; 0 for the whole sequence
    /// @param features elements of a row
    public static TensorState of(TensorState x, int window, double features) {
        Positions in = x.rows().positions();
        Positions out = window == 0 ? Positions.ONE : Positions.single((int) in.total() / window);
        RowGrid grid = new RowGrid(x.rows().sequences(), out);
        Kernels k = x.isTracked() ? x.kernels().denoised(0) : x.kernels();
        double[] means = new double[out.blocks()];
        double[] diagonal = new double[out.blocks()];
        Windows windows = new Windows(in, window);
        Arrays.setAll(means, q -> windows.mean(q, x.means()));
        if (!k.isTracked()) {
            double[] spread = new double[in.blocks()];
            Arrays.setAll(spread, i -> k.diagonal(i) - x.mean(i) * x.mean(i));
            double many = window == 0 ? in.total() : window;
            Arrays.setAll(diagonal, q -> means[q] * means[q] + windows.mean(q, spread) / many);
            return TensorState.of(
                    grid, means, Kernels.untracked(out, diagonal), ElementShape.GAUSSIAN);
        }
        double[] pairs = k.mean(false);
        Arrays.setAll(
                diagonal, q -> windows.mean(q, q, k, (i, j) -> pairs[i * in.blocks() + j], true));
        Kernels kernels =
                Kernels.fill(
                        out,
                        k.classes(),
                        diagonal,
                        (c, q, r, across) ->
                                windows.mean(
                                        q,
                                        r,
                                        k,
                                        (i, j) -> k.at(c, i, j, across),
                                        !across && q == r));
        return TensorState.of(grid, means, kernels, ElementShape.GAUSSIAN)
                .noisy(2 / features, 1 / features)
                .scattered(x.scatter());
    }

    /// The gradient of the rows.
    public static TensorState back(TensorState x, TensorState g, int window) {
        Positions in = x.rows().positions();
        double many = window == 0 ? in.total() : window;
        Kernels k = g.isTracked() ? g.kernels().denoised(0) : g.kernels();
        double share = 1 / (many * many);
        double[] diagonal = new double[in.blocks()];
        double[] means = new double[in.blocks()];
        Arrays.setAll(diagonal, i -> share * k.diagonal(window == 0 ? 0 : i / window));
        Arrays.setAll(means, i -> g.mean(window == 0 ? 0 : i / window) / many);
        PairClasses classes = k.classes();
        Kernels kernels =
                k.isTracked()
                        ? Kernels.fill(
                                in,
                                classes,
                                diagonal,
                                (c, i, j, across) -> {
                                    int q = window == 0 ? 0 : i / window;
                                    int r = window == 0 ? 0 : j / window;
                                    return share
                                            * (q == r && !across
                                                    ? k.diagonal(q)
                                                    : k.at(c, q, r, across));
                                })
                        : Kernels.untracked(in, diagonal);
        return TensorState.of(x.rows(), means, kernels, g.shape()).scattered(g.scatter());
    }

    /// A kernel at a pair of blocks.
    private interface Pair {
        double at(int i, int j);
    }

    /// Which blocks a window covers.
    private record Windows(Positions in, int window) {
        private int first(int q) {
            return window == 0 ? 0 : q * window;
        }

        private int end(int q) {
            return window == 0 ? in.blocks() : (q + 1) * window;
        }

        private double many() {
            return window == 0 ? in.total() : window;
        }

        double mean(int q, double[] perBlock) {
            double sum = 0;
            for (int i = first(q); i < end(q); i++) {
                sum += in.size(i) * perBlock[i];
            }
            return sum / many();
        }

        /// @param own whether a position meets itself
        double mean(int q, int r, Kernels k, Pair pair, boolean own) {
            double sum = 0;
            for (int i = first(q); i < end(q); i++) {
                for (int j = first(r); j < end(r); j++) {
                    double n = in.size(i) * in.size(j);
                    double itself = own && i == j ? in.size(i) : 0;
                    sum += (n - itself) * pair.at(i, j);
                    sum += itself * (itself == 0 ? 0 : k.diagonal(i));
                }
            }
            return sum / (many() * many());
        }
    }
}
