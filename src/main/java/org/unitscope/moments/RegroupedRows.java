package org.unitscope.moments;

import java.util.Arrays;

/// The elements of a tensor in rows of another arrangement.
///
/// Mean, second moment and law of an element, over all of them, are always kept. What is known of
/// pairs stays where rows stay rows: the positions of all sequences taken as rows without an order
/// get the average over all pairs of them, and rows without an order taken as positions the same
/// for every pair. Where rows are cut or mixed, pairs are untracked.
public final class RegroupedRows {
    private RegroupedRows() {}

    /// The positions of all sequences as rows of their own: `[b, t, d]` to `[b · t, d]`.
    public static TensorState merged(TensorState x, RowGrid grid) {
        Kernels k = x.kernels();
        double rows = grid.rows();
        if (!k.isTracked() || rows == 1) {
            return plain(x, grid);
        }
        Kernels averaged =
                Kernels.fill(
                        grid.positions(),
                        k.classes(),
                        new double[] {x.secondMoment()},
                        (c, i, j, across) -> pairs(k, c, x.rows().sequences()));
        return noise(x, TensorState.of(grid, new double[] {x.mean()}, averaged, whole(x)));
    }

    /// The mean over ordered pairs of unlike rows.
    private static double pairs(Kernels k, int pairClass, double sequences) {
        Positions t = k.positions();
        double sum = 0;
        for (int i = 0; i < t.blocks(); i++) {
            for (int j = 0; j < t.blocks(); j++) {
                double all = t.size(i) * t.size(j);
                double within = i == j ? all - t.size(i) : all;
                sum += within * k.at(pairClass, i, j, false);
                sum += (sequences - 1) * all * k.at(pairClass, i, j, true);
            }
        }
        return sum / (t.total() * (sequences * t.total() - 1));
    }

    /// Rows without an order as the positions of sequences: `[b · t, d]` to `[b, t, d]`.
    public static TensorState split(TensorState x, RowGrid grid) {
        Kernels k = x.kernels();
        if (!k.isTracked()) {
            return plain(x, grid);
        }
        Positions t = grid.positions();
        Kernels spread =
                Kernels.fill(
                        t,
                        k.classes(),
                        filled(t, x.secondMoment()),
                        (c, i, j, across) -> k.at(c, 0, 0, true));
        return noise(x, TensorState.of(grid, filled(t, x.mean()), spread, x.shape()));
    }

    /// Elements alone.
    public static TensorState plain(TensorState x, RowGrid grid) {
        Positions t = grid.positions();
        return TensorState.of(
                        grid,
                        filled(t, x.mean()),
                        Kernels.untracked(t, filled(t, x.secondMoment())),
                        whole(x))
                .aligned(x.alignment())
                .scattered(x.scatter());
    }

    private static TensorState noise(TensorState x, TensorState state) {
        return state.noisy(x.rowNoise(), x.pairNoise())
                .aligned(x.alignment())
                .freeOf(x.free())
                .scattered(x.scatter());
    }

    private static double[] filled(Positions t, double value) {
        double[] all = new double[t.blocks()];
        Arrays.fill(all, value);
        return all;
    }

    /// The law of an element wherever it stands: positions of one scale need no mixture.
    static ElementShape whole(TensorState x) {
        double[] d = x.kernels().diagonal();
        boolean flat = Arrays.stream(d).allMatch(value -> value == d[0]);
        return flat ? x.shape() : ElementShape.whole(x::law);
    }
}
