package org.unitscope.moments;

import java.util.Arrays;
import java.util.List;
import org.unitscope.statistics.ElementLaw;

/// A part of a tensor along one axis, and a tensor of zeros but for a part: along sequences,
/// positions or the features of a row. Sequences are exchangeable and so are features, so of those
/// it only counts how many are taken.
public final class RowParts {
    private RowParts() {}

    /// Some of the sequences.
    public static TensorState ofSequences(TensorState x, RowGrid grid) {
        return onGrid(x, grid, x.means(), x.kernels(), x.shape());
    }

    /// A share of the features of every row. Products over fewer features scatter more.
    public static TensorState ofFeatures(TensorState x, double share) {
        return x.with(x.kernels().denoised(1 / Math.sqrt(share)))
                .noisy(x.rowNoise() / share, x.pairNoise() / share)
                .freeOf(FreeDirections.NONE)
                .with(GridLaw.None.NONE);
    }

    /// The positions `from + step · i`.
    public static TensorState ofPositions(TensorState x, RowGrid grid, int from, int step) {
        double[][] taken = taken(grid.positions(), x.rows().positions(), from, step);
        Kernels k = averaged(x.kernels(), grid.positions(), taken);
        double[] means = averages(x.means(), grid.positions(), taken);
        return onGrid(x, grid, means, k, x.shape());
    }

    /// The gradient of a tensor of which some sequences were taken.
    public static TensorState toSequences(TensorState g, RowGrid grid) {
        double share = g.rows().sequences() / grid.sequences();
        double pairs =
                grid.sequences() < 2 ? share : (g.rows().sequences() - 1) / (grid.sequences() - 1);
        Kernels k = g.kernels();
        Kernels spread =
                k.isTracked()
                        ? Kernels.fill(
                                k.positions(),
                                k.classes(),
                                k.scaled(share).diagonal(),
                                (c, i, j, across) ->
                                        share * (across ? pairs : 1) * k.at(c, i, j, across))
                        : k.scaled(share);
        return onGrid(g, grid, times(g.means(), share), spread, sparse(g, share))
                .aligned(share * g.alignment());
    }

    /// The gradient of a tensor of which a share of the features was taken.
    public static TensorState toFeatures(TensorState g, double share) {
        return g.with(g.kernels().scaled(share))
                .withMeans(times(g.means(), share))
                .with(sparse(g, share))
                .noisy(g.rowNoise(), g.pairNoise())
                .aligned(share * g.alignment())
                .freeOf(FreeDirections.NONE)
                .with(GridLaw.None.NONE);
    }

    /// The gradient of a tensor of which the positions `from + step · i` were taken.
    public static TensorState toPositions(TensorState g, RowGrid grid, int from, int step) {
        double[][] taken = taken(g.rows().positions(), grid.positions(), from, step);
        double[][] back = new double[grid.positions().blocks()][taken.length];
        for (int i = 0; i < taken.length; i++) {
            for (int b = 0; b < back.length; b++) {
                back[b][i] = taken[i][b];
            }
        }
        double share = g.rows().positions().total() / grid.positions().total();
        Kernels k = averaged(g.kernels(), grid.positions(), back);
        double[] means = averages(g.means(), grid.positions(), back);
        return onGrid(g, grid, means, k, sparse(g, share)).aligned(share * g.alignment());
    }

    /// The gradient of a tensor of which one element in `1 / share` was taken, anywhere; nothing is
    /// known of pairs.
    public static TensorState scattered(TensorState g, RowGrid grid, double share) {
        double[] diagonal = new double[grid.positions().blocks()];
        double[] means = new double[diagonal.length];
        Arrays.fill(diagonal, share * g.secondMoment());
        Arrays.fill(means, share * g.mean());
        return TensorState.of(
                        grid,
                        means,
                        Kernels.untracked(grid.positions(), diagonal),
                        sparse(g, share))
                .scattered(g.scatter());
    }

    private static TensorState onGrid(
            TensorState x, RowGrid grid, double[] means, Kernels kernels, ElementShape shape) {
        return TensorState.of(grid, means, kernels, shape)
                .noisy(x.rowNoise(), x.pairNoise())
                .aligned(x.alignment())
                .scattered(x.scatter());
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    /// Elements with zeros among them.
    private static ElementShape sparse(TensorState g, double share) {
        return share == 1
                ? g.shape()
                : ElementShape.whole(() ->
                        ElementLaw.mixture(
                                List.of(g.law(), ElementLaw.constant(0)),
                                new double[] {share, 1 - share}));
    }

    /// How many positions of every block of the part, `p ↦ from + step · p`, lie in every block of
    /// the whole.
    private static double[][] taken(Positions part, Positions whole, int from, int step) {
        double[][] counts = new double[part.blocks()][whole.blocks()];
        double place = from;
        int block = 0;
        double end = whole.size(0);
        for (int i = 0; i < counts.length; i++) {
            for (int p = 0; p < part.size(i); p++) {
                while (place >= end) {
                    end += whole.size(++block);
                }
                counts[i][block]++;
                place += step;
            }
        }
        return counts;
    }

    private static double[] averages(double[] values, Positions to, double[][] counts) {
        double[] result = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            for (int b = 0; b < values.length; b++) {
                result[i] += counts[i][b] * values[b] / to.size(i);
            }
        }
        return result;
    }

    /// Kernels of blocks made of so many positions of others; of what is missing they are zero.
    private static Kernels averaged(Kernels k, Positions to, double[][] counts) {
        double[] diagonal = averages(k.diagonal(), to, counts);
        return k.isTracked()
                ? Kernels.fill(
                        to,
                        k.classes(),
                        diagonal,
                        (c, i, j, across) -> average(k, to, counts, c, i, j, across))
                : Kernels.untracked(to, diagonal);
    }

    private static double average(
            Kernels k, Positions to, double[][] counts, int c, int i, int j, boolean across) {
        boolean own = i == j && !across && to.size(i) > 1;
        double sum = 0;
        for (int a = 0; a < counts[i].length; a++) {
            for (int b = 0; counts[i][a] > 0 && b < counts[j].length; b++) {
                double pairs = counts[i][a] * (own && a == b ? counts[j][b] - 1 : counts[j][b]);
                sum += pairs == 0 ? 0 : pairs * k.at(c, a, b, across);
            }
        }
        return sum / (to.size(i) * (own ? to.size(j) - 1 : to.size(j)));
    }
}
