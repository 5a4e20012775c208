package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;

/// One row of every sequence, `[B, 1, d]`, at all positions of `[B, T, d]`, and the sum over
/// positions that its gradient is.
final class PositionSums {
    private PositionSums() {}

    /// Two positions of a sequence hold the same row: `A = D`, and C as of the rows.
    static TensorState repeated(TensorState row, RowGrid grid) {
        Positions t = grid.positions();
        double second = row.kernels().diagonal(0);
        double[] diagonal = new double[t.blocks()];
        double[] means = new double[t.blocks()];
        Arrays.fill(diagonal, second);
        Arrays.fill(means, row.mean());
        Kernels k = row.kernels();
        Kernels kernels =
                k.isTracked()
                        ? Kernels.fill(
                                t,
                                k.classes(),
                                diagonal,
                                (c, i, j, across) -> across ? k.at(c, 0, 0, true) : second)
                        : Kernels.untracked(t, diagonal);
        return TensorState.of(grid, means, kernels, row.shape())
                .noisy(row.rowNoise(), row.pairNoise())
                .scattered(row.scatter());
    }

    /// `D' = Σ_t D_t + Σ_(t ≠ t') A(t, t')`, `C' = Σ_(t, t') C(t, t')`.
    static TensorState summed(TensorState g, RowGrid grid) {
        Positions t = g.rows().positions();
        Kernels k = g.kernels();
        double mean = t.total() * t.mean(g.means());
        double second = t.total() * t.mean(k.diagonal()) + pairs(g);
        if (!k.isTracked()) {
            return TensorState.of(
                            grid,
                            new double[] {mean},
                            Kernels.untracked(grid.positions(), second),
                            ElementShape.GAUSSIAN)
                    .scattered(g.scatter());
        }
        double[] across = new double[k.classes().count()];
        Arrays.setAll(across, c -> sum(t, k.side(c, true)));
        Kernels summed =
                Kernels.fill(
                        grid.positions(),
                        k.classes(),
                        new double[] {second},
                        (c, i, j, apart) -> apart ? across[c] : second);
        return TensorState.of(grid, new double[] {mean}, summed, ElementShape.GAUSSIAN)
                .scattered(g.scatter());
    }

    /// `Σ_(t ≠ t') A(t, t')`; of the means where nothing is known of pairs.
    static double pairs(TensorState g) {
        Positions t = g.rows().positions();
        if (!g.isTracked()) {
            double total = t.total() * t.mean(g.means());
            double[] squares = g.means().clone();
            Arrays.setAll(squares, i -> squares[i] * squares[i]);
            return total * total - t.total() * t.mean(squares);
        }
        double[] within = g.kernels().mean(false);
        double own = 0;
        for (int i = 0; i < t.blocks(); i++) {
            own += t.size(i) * within[i * t.blocks() + i];
        }
        return sum(t, within) - own;
    }

    private static double sum(Positions t, double[] matrix) {
        int blocks = t.blocks();
        double sum = 0;
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < blocks; j++) {
                sum += t.size(i) * t.size(j) * matrix[i * blocks + j];
            }
        }
        return sum;
    }
}
