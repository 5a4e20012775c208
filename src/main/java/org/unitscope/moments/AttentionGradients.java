package org.unitscope.moments;

import java.util.Arrays;
import org.unitscope.moments.AttentionSide.Side;
import org.unitscope.moments.AttentionSide.Summed;

/// Gradients of queries and keys on one side of an attention's kernels, see [AttentionKernels].
final class AttentionGradients {
    private final AttentionSide side;
    private final KeyMask mask;
    private final Side norm;
    private final Side gradient;
    private final Side values;
    private final double[] rowMean;
    private final Side center;
    private final int classes;
    private final boolean across;

    /// A number for a query and a key.
    @FunctionalInterface
    interface Square {
        double at(int query, int key);
    }

    AttentionGradients(AttentionSide side, KeyMask mask, Side norm, Side gradient, Kernels values) {
        this.side = side;
        this.mask = mask;
        this.norm = norm;
        this.gradient = gradient;
        across = side.isAcross();
        this.values = Side.of(values, across);
        classes = values.classes().count();
        rowMean = rowMean(values);
        center = center();
    }

    /// `r_i(j')`: the mean of the value kernel over the keys of row i, and one more key.
    private double[] rowMean(Kernels v) {
        int columns = mask.keys().blocks();
        double[] mean = v.mean(across);
        double[] sums = mask.overKeys(mean, columns);
        for (int i = 0; i < mask.queries().blocks(); i++) {
            for (int j = 0; j < columns; j++) {
                double excess = across ? 0 : v.diagonal(j) - mean[j * columns + j];
                sums[i * columns + j] =
                        (sums[i * columns + j] + mask.share(i, j) * excess) / mask.visible(i);
            }
        }
        return sums;
    }

    /// `c_ii' = ⟨r_i⟩ + ⟨r_i'⟩ − ⟨K_v⟩` under the law of pairs of keys.
    private Side center() {
        Side sums = empty(mask.queries().blocks());
        for (int m = 0; m < side.nodes(); m++) {
            double[] ones = side.mean(m, ones());
            Summed r = side.overKeys(ones, across ? values.own() : side.lagrange(m), rowMean);
            add(sums, m, bothWays(r.pairs()), twice(r.own()), 1);
        }
        Side mean = side.sum(values);
        return combine(sums.over(norm), mean.over(norm), -1);
    }

    private Side ones() {
        int columns = mask.keys().blocks();
        double[][] pairs = new double[classes][columns * columns];
        for (double[] row : pairs) {
            Arrays.fill(row, 1);
        }
        return new Side(pairs, new double[0]);
    }

    private Side empty(int size) {
        return new Side(new double[classes][size * size], new double[across ? 0 : size]);
    }

    /// Adds `exp(a R_m) x`, class by class, and the same of rows with themselves.
    private void add(Side into, int m, double[] pairs, double[] own, double factor) {
        for (int c = 0; c < classes; c++) {
            AttentionSide.addProduct(into.pairs()[c], side.tilted(m, c), pairs, factor);
        }
        if (!across) {
            AttentionSide.addProduct(into.own(), side.tilted(m), own, factor);
        }
    }

    private static double[] bothWays(double[] x) {
        int size = (int) Math.round(Math.sqrt(x.length));
        double[] turned = KeyMask.transpose(x, size, size);
        return Arrays.stream(indices(x.length)).mapToDouble(k -> x[k] + turned[k]).toArray();
    }

    private static int[] indices(int length) {
        return java.util.stream.IntStream.range(0, length).toArray();
    }

    private static double[] twice(double[] x) {
        return Arrays.stream(x).map(value -> 2 * value).toArray();
    }

    private static Side combine(Side x, Side y, double factor) {
        double[][] pairs = new double[x.pairs().length][];
        Arrays.setAll(pairs, c -> combine(x.pairs()[c], y.pairs()[c], factor));
        return new Side(pairs, combine(x.own(), y.own(), factor));
    }

    private static double[] combine(double[] x, double[] y, double factor) {
        double[] result = new double[x.length];
        Arrays.setAll(result, k -> x[k] + factor * y[k]);
        return result;
    }

    /// `G(i, i') Σ_jj' E p p' K_k K̃`.
    Side toQueries(Kernels keyKernels) {
        Side k = Side.of(keyKernels, across);
        Side sums = empty(mask.queries().blocks());
        Side keySums = empty(mask.queries().blocks());
        for (int m = 0; m < side.nodes(); m++) {
            double[] l = across ? new double[0] : side.lagrange(m);
            Side product = k.times(values);
            double[] meanKeys = side.mean(m, k);
            double[] ownKeys = AttentionSide.times(l, k.own());
            Summed both =
                    side.overKeys(side.mean(m, product), AttentionSide.times(l, product.own()));
            Summed centered = side.overKeys(meanKeys, ownKeys, rowMean);
            Summed alone = side.overKeys(meanKeys, ownKeys);
            add(sums, m, both.pairs(), both.own(), 1);
            add(sums, m, bothWays(centered.pairs()), twice(centered.own()), -1);
            add(keySums, m, alone.pairs(), alone.own(), 1);
        }
        Side inner = combine(sums, center.times(keySums), 1);
        return nonnegative(gradient.over(norm).times(inner));
    }

    private static Side nonnegative(Side side) {
        double[] own = Arrays.stream(side.own()).map(x -> Math.max(0, x)).toArray();
        return new Side(side.pairs(), own);
    }

    /// `Σ_ii' G(i, i') K_q(i, i') E p p' K̃`.
    Side toKeys(Kernels queryKernels) {
        Side x = gradient.times(Side.of(queryKernels, across)).over(norm);
        Side y = x.times(center);
        Side sums = empty(mask.keys().blocks());
        for (int m = 0; m < side.nodes(); m++) {
            double[] u = across ? new double[0] : side.tilted(m);
            double[] meanX = side.tiltedMean(m, x);
            double[] ownX = AttentionSide.times(u, x.own());
            Summed plain = side.overQueries(meanX, ownX);
            Summed centered = side.overQueries(meanX, ownX, rowMean);
            Summed constant =
                    side.overQueries(side.tiltedMean(m, y), AttentionSide.times(u, y.own()));
            double[] rest = combine(constant.pairs(), bothWays(centered.pairs()), -1);
            double[] restOwn = combine(constant.own(), twice(centered.own()), -1);
            for (int c = 0; c < classes; c++) {
                double[] l = side.lagrange(m, c);
                double[] lv = AttentionSide.times(l, values.pairs()[c]);
                AttentionSide.addProduct(sums.pairs()[c], lv, plain.pairs());
                AttentionSide.addProduct(sums.pairs()[c], l, rest);
                if (side.isSelf()) {
                    AttentionSide.addProduct(sums.pairs()[c], lv, meanX, -1);
                }
            }
            if (!across) {
                double[] l = side.lagrange(m);
                AttentionSide.addProduct(
                        sums.own(), AttentionSide.times(l, values.own()), plain.own());
                AttentionSide.addProduct(sums.own(), l, restOwn);
            }
        }
        for (int c = 0; side.isSelf() && c < classes; c++) {
            double[] own = AttentionSide.times(side.coincidence(c), values.pairs()[c]);
            AttentionSide.addProduct(sums.pairs()[c], own, x.pairs()[c]);
        }
        return nonnegative(sums);
    }

    /// Per query `G(i, i) Σ_j E p_ij² K̃(j, j; i, i)`.
    double[] logits(Square square) {
        int columns = mask.keys().blocks();
        double[] result = new double[mask.queries().blocks()];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < columns; j++) {
                double centered = values.own()[j] - 2 * rowMean[i * columns + j] + center.own()[i];
                double visible = mask.share(i, j) * mask.keys().size(j);
                result[i] += visible * square.at(i, j) * centered;
            }
            result[i] = Math.max(0, result[i] * gradient.own()[i]);
        }
        return result;
    }
}
