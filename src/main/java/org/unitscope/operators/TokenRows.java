package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.CountLaw;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.Moments;

/// Rows of a table looked up by indices drawn at random: two rows are equal with probability `Σ
/// p²`, else independent.
public final class TokenRows {
    /// Counts up to this keep the scatter of the rows they sum; more are Gaussian.
    private static final int FEW = 40;

    private static final double NEGLIGIBLE = 1e-6;

    private TokenRows() {}

    /// The looked-up rows.
    ///
    /// @param identity name of the look-up
    /// @param probabilities of the indices
    public static TensorState of(
            TensorState table,
            String identity,
            double[] probabilities,
            double features,
            RowGrid grid) {
        double same = Arrays.stream(probabilities).map(p -> p * p).sum();
        PairClasses classes = new PairClasses(List.of(identity), List.of(same));
        double mean = table.mean();
        double second = table.secondMoment();
        double noise = (second - mean * mean) / Math.sqrt(features);
        double[] diagonal = new double[grid.positions().blocks()];
        double[] means = new double[diagonal.length];
        Arrays.fill(diagonal, second);
        Arrays.fill(means, mean);
        Kernels kernels =
                Kernels.fill(
                        grid.positions(),
                        classes,
                        diagonal,
                        (c, i, j, across) ->
                                classes.isSame(c, 0)
                                        ? second
                                        : mean * mean + (c % 2 == 0 ? -noise : noise));
        double scatter = 2 / features * kernels.concentration(grid.sequences());
        return TensorState.of(grid, means, kernels, table.shape())
                .noisy(2 / features, 0)
                .scattered(scatter);
    }

    /// The table's gradient: a row sums the gradients of its hits, `(N E g² + Σ p² Σ_pairs G_same)
    /// / V`, G_same being the kernel of pairs that hold the same index.
    public static TensorState toTable(TensorState g, String identity, double[] probabilities) {
        double rows = g.rows().rows();
        double vocabulary = probabilities.length;
        double mean = g.mean() * rows / vocabulary;
        double[] given =
                g.isTracked() ? g.kernels().classes().weightsGiven(identity) : new double[0];
        double same = Arrays.stream(probabilities).map(p -> p * p).sum();
        double pairs = Arrays.stream(given).sum() > 0 ? pairs(g, given) : 0;
        double alone = rows * g.secondMoment();
        double second = (alone + same * pairs) / vocabulary;
        double other = rows > 1 ? pairs / (rows * (rows - 1)) : 0;
        double variance = Math.max(second, Double.MIN_NORMAL);
        ElementShape shape =
                ElementShape.GAUSSIAN.withRows(
                        law(g, CountLaw.of(probabilities, rows), other, variance));
        double coherent = Math.clamp(same * pairs / (second * vocabulary), 0, 1);
        return TensorState.of(new Moments(mean, Math.max(0, second)), shape)
                .coherent(coherent)
                .scattered(g.scatter() + 2 / vocabulary);
    }

    /// Where the second moment of the table's gradient comes from.
    public static Derivation ofTable(TensorState g, String identity, double[] probabilities) {
        double rows = g.rows().rows();
        double same = Arrays.stream(probabilities).map(p -> p * p).sum();
        double[] given =
                g.isTracked() ? g.kernels().classes().weightsGiven(identity) : new double[0];
        double pairs = Arrays.stream(given).sum() > 0 ? pairs(g, given) : 0;
        Quantity table =
                new Quantity("1/V", 1.0 / probabilities.length, "one over the rows of the table");
        Quantity square =
                Quantity.square("g", g.secondMoment(), "the gradient of the looked-up rows");
        List<Term> terms = new ArrayList<>();
        terms.add(
                Term.of(
                        "hits alone",
                        Quantity.count(rows, "number of looked-up rows"),
                        square,
                        table));
        if (pairs != 0) {
            terms.add(
                    Term.completed(
                            "pairs of hits of one row",
                            same * pairs / probabilities.length,
                            "⟨ρ⟩",
                            "correlation of the gradients of two places with the same index",
                            new Quantity("pairs", rows * (rows - 1), "pairs of looked-up rows"),
                            new Quantity("Σp²", same, "share of pairs with the same index"),
                            square,
                            table));
        }
        PairTerms.close(terms, toTable(g, identity, probabilities).secondMoment());
        return new Derivation(
                "a row of the table sums the gradients of its hits",
                "E g_t² = (N E g² + Σp² Σ_pairs K_g) / V",
                terms);
    }

    private static double pairs(TensorState g, double[] given) {
        Kernels kernels = g.kernels();
        PairSum sum = PairSum.of(g.rows(), kernels.mean(given, false), kernels.mean(given, true));
        return sum.within() + sum.across();
    }

    /// The variance of a row of the table against the mean: by how many places it sums, and what
    /// scatter the mean of few places keeps.
    private static RowLaw law(TensorState g, CountLaw counts, double other, double second) {
        RowLaw one = RowLaw.profile(g.kernels()).times(g.shape().rows());
        List<Double> weights = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        RowLaw mean = one;
        int drawn = 1;
        for (int k = 0; k < counts.counts().length; k++) {
            double weight = counts.weights()[k];
            int count = (int) counts.counts()[k];
            if (weight < NEGLIGIBLE) {
                continue;
            }
            if (count > 0 && count <= FEW) {
                mean = mean.meanWith(one, drawn, count);
                drawn = count;
            }
            double variance = count * g.secondMoment() + (double) count * (count - 1) * other;
            RowLaw scatter = count > 0 && count <= FEW ? mean : RowLaw.ONE;
            for (int r = 0; r < scatter.values().length; r++) {
                weights.add(weight * scatter.weights()[r]);
                values.add(Math.max(0, variance) * scatter.values()[r] / second);
            }
        }
        return new RowLaw(array(weights), array(values)).compressed();
    }

    private static double[] array(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
