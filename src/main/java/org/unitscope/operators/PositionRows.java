package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.Moments;

/// Rows of a table looked up by position: place t takes row `t / divisor`, in every sequence alike.
/// Positions with divisor 1, segments with half the length. The noise of finite width is left to
/// the tensors they are added to: it is independent of theirs, which common noise nodes would not
/// say.
public final class PositionRows {
    private static final int MOST_PLACES = 256;

    private PositionRows() {}

    /// The looked-up rows.
    ///
    /// @param divisor how many neighbors share a row
    public static TensorState of(TensorState table, int divisor, double features, RowGrid grid) {
        Positions t = grid.positions();
        double mean = table.mean();
        double second = table.secondMoment();
        double variance = second - mean * mean;
        double[] diagonal = new double[t.blocks()];
        double[] means = new double[diagonal.length];
        Arrays.fill(diagonal, second);
        Arrays.fill(means, mean);
        Kernels kernels =
                Kernels.fill(
                        t,
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, across) -> {
                            double same = sameRow(t, i, j, divisor, across);
                            return mean * mean + same * variance;
                        });
        return TensorState.of(grid, means, kernels, table.shape())
                .noisy(2 / features, 1 / features)
                .scattered(2 / features * kernels.concentration(grid.sequences()));
    }

    /// The share of pairs between two blocks that take the same row; within a sequence a position
    /// is no pair with itself.
    private static double sameRow(Positions t, int i, int j, int divisor, boolean across) {
        double same = 0;
        double left = t.start(i);
        double right = t.start(j);
        for (double p = left; p < left + t.size(i); p++) {
            double from = Math.floor(p / divisor) * divisor;
            double first = Math.max(from, right);
            double last = Math.min(from + divisor, right + t.size(j));
            same += Math.max(0, last - first);
        }
        double pairs = t.size(i) * t.size(j);
        boolean own = i == j && !across;
        double rest = own ? pairs - t.size(i) : pairs;
        return rest == 0 ? 1 : (own ? same - t.size(i) : same) / rest;
    }

    /// The table's gradient: every row in use sums the gradients of its places in all sequences.
    ///
    /// @param table number of rows of the table
    public static TensorState toTable(TensorState g, int divisor, double table) {
        Positions t = g.rows().positions();
        PairSum pairs = pairs(g, divisor);
        double sum = sum(pairs);
        double used = Math.min(1, Math.ceil(t.total() / divisor) / table);
        double mean = g.mean() * g.rows().rows() / table;
        ElementShape shape =
                g.shape()
                        .summed()
                        .withRows(
                                RowLaw.present(used)
                                        .times(RowLaw.profile(g.kernels()))
                                        .times(summed(g, divisor)));
        return TensorState.of(new Moments(mean, Math.max(0, sum) / table), shape)
                .coherent(sum > 0 ? Math.clamp(1 - pairs.alone() / sum, 0, 1) : 0)
                .scattered(g.scatter());
    }

    /// What a sum over all places of a row leaves of factors that the gradient's rows have, such as
    /// a missing label.
    private static RowLaw summed(TensorState g, int divisor) {
        RowLaw one = g.shape().rows();
        double places = Math.min(g.rows().positions().total(), divisor) * g.rows().sequences();
        return one.meanWith(one, 1, (int) Math.min(places, MOST_PLACES));
    }

    /// Where the second moment of the table's gradient comes from.
    ///
    /// @param table number of rows of the table
    public static Derivation ofTable(TensorState g, int divisor, double table) {
        PairSum pairs = pairs(g, divisor);
        return new Derivation(
                "a row of the table sums the gradients of its places",
                "E g_t² = (N E g² + Σ_pairs of one row K_g) / V",
                PairTerms.ofTable(g, pairs, table, Math.max(0, sum(pairs)) / table));
    }

    private static double sum(PairSum pairs) {
        return pairs.isTracked() ? pairs.alone() + pairs.within() + pairs.across() : pairs.alone();
    }

    /// Sums over places, and over pairs of places that take the same row of the table.
    private static PairSum pairs(TensorState g, int divisor) {
        Positions t = g.rows().positions();
        double sequences = g.rows().sequences();
        double alone = sequences * t.total() * g.secondMoment();
        if (!g.isTracked()) {
            return new PairSum(alone, Double.NaN, Double.NaN);
        }
        double inside = 0;
        double outside = 0;
        double[] within = g.kernels().mean(false);
        double[] across = g.kernels().mean(true);
        for (int i = 0; i < t.blocks(); i++) {
            for (int j = 0; j < t.blocks(); j++) {
                int cell = i * t.blocks() + j;
                double both = t.size(i) * t.size(j);
                double others = i == j ? both - t.size(i) : both;
                inside += others * sameRow(t, i, j, divisor, false) * within[cell];
                outside += both * sameRow(t, i, j, divisor, true) * across[cell];
            }
        }
        return new PairSum(alone, sequences * inside, sequences * (sequences - 1) * outside);
    }
}
