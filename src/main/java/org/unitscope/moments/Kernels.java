package org.unitscope.moments;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// Second moments of a tensor over pairs of rows, of the same feature in both:
///
///     D[t]       = E x_t²                 a row with itself
///     A[c][t,t'] = E x_t x_t'             two rows of one sequence, by pair class c
///     C[c][t,t'] = E x_t x_t'             rows of two sequences, t = t' included
///
/// t stands for a block of [Positions]; pairs within a block use A[t,t]. A and C are symmetric.
/// Where no rule has said anything of pairs they are missing ([#isTracked]). Immutable; kernels that
/// differ by a factor share their arrays.
public final class Kernels {
    private static final double[][] NONE = {};

    private final Positions positions;
    private final PairClasses classes;
    private final double factor;
    private final double[] diagonal;
    private final double[][] within;
    private final double[][] across;

    private Kernels(
            Positions positions,
            PairClasses classes,
            double factor,
            double[] diagonal,
            double[][] within,
            double[][] across) {
        this.positions = positions;
        this.classes = classes;
        this.factor = factor;
        this.diagonal = diagonal;
        this.within = within;
        this.across = across;
    }

    /// Second moments of rows alone; nothing is known of pairs.
    public static Kernels untracked(Positions positions, double... diagonal) {
        return new Kernels(positions, PairClasses.PLAIN, 1, diagonal, NONE, NONE);
    }

    /// Kernels from their parts, which must not be changed afterwards: per class a matrix over
    /// blocks, row by row.
    public static Kernels of(
            Positions positions,
            PairClasses classes,
            double[] diagonal,
            double[][] within,
            double[][] across) {
        return new Kernels(positions, classes, 1, diagonal, within, across);
    }

    /// A number for a pair of blocks of one class.
    @FunctionalInterface
    public interface Cell {
        /// The kernel of a pair.
        ///
        /// @param across whether the rows are of two sequences
        double at(int pairClass, int i, int j, boolean across);
    }

    /// Kernels from a number for every pair.
    public static Kernels fill(
            Positions positions, PairClasses classes, double[] diagonal, Cell cell) {
        int blocks = positions.blocks();
        double[][] within = new double[classes.count()][blocks * blocks];
        double[][] across = new double[classes.count()][blocks * blocks];
        for (int c = 0; c < within.length; c++) {
            for (int i = 0; i < blocks; i++) {
                for (int j = 0; j < blocks; j++) {
                    within[c][i * blocks + j] = cell.at(c, i, j, false);
                    across[c][i * blocks + j] = cell.at(c, i, j, true);
                }
            }
        }
        return of(positions, classes, diagonal, within, across);
    }

    /// Independent rows of this mean and variance: products over `features` features scatter by
    /// `variance / √features` about the square of the mean.
    public static Kernels independent(
            Positions positions, double mean, double variance, double features) {
        double[] diagonal = new double[positions.blocks()];
        Arrays.fill(diagonal, mean * mean + variance);
        double noise = variance / Math.sqrt(features);
        return fill(
                positions,
                PairClasses.PLAIN,
                diagonal,
                (c, i, j, across) -> mean * mean + (c == 0 ? -noise : noise));
    }

    /// The blocks that t runs over.
    public Positions positions() {
        return positions;
    }

    /// The pair classes that c runs over.
    public PairClasses classes() {
        return classes;
    }

    /// Whether any rule has said something about pairs.
    public boolean isTracked() {
        return within.length > 0;
    }

    /// D.
    public double diagonal(int i) {
        return factor * diagonal[i];
    }

    /// D of all blocks.
    public double[] diagonal() {
        return times(factor, diagonal);
    }

    /// A or C.
    public double at(int pairClass, int i, int j, boolean acrossSequences) {
        double[][] side = acrossSequences ? across : within;
        return factor * side[pairClass][i * positions.blocks() + j];
    }

    /// A or C of one class, as a new array.
    public double[] side(int pairClass, boolean acrossSequences) {
        return times(factor, (acrossSequences ? across : within)[pairClass]);
    }

    /// The mean of A or C over classes, as a new array.
    public double[] mean(boolean acrossSequences) {
        return mean(classes.weights(), acrossSequences);
    }

    /// The mean of A or C over classes with given probabilities.
    public double[] mean(double[] weights, boolean acrossSequences) {
        double[][] side = acrossSequences ? across : within;
        double[] result = new double[side[0].length];
        for (int c = 0; c < side.length; c++) {
            double weight = factor * weights[c];
            for (int k = 0; k < result.length; k++) {
                result[k] += weight * side[c][k];
            }
        }
        return result;
    }

    /// The mean of D over positions.
    public double second() {
        return positions.mean(diagonal) * factor;
    }

    /// `tr(K²) / tr(K)²` over all rows: one over the number of independent rows that scatter as
    /// much. That of rows alone where pairs are untracked.
    public double concentration(double sequences) {
        double total = sequences * positions.total() * second();
        return total == 0 ? 0 : PairSum.of(this, this, sequences).total() / (total * total);
    }

    /// The kernels of `√c · x`.
    public Kernels scaled(double c) {
        return new Kernels(positions, classes, factor * c, diagonal, within, across);
    }

    /// The same with pairs forgotten.
    public Kernels withoutPairs() {
        return untracked(positions, diagonal());
    }

    /// The same with another D.
    public Kernels withDiagonal(double[] other) {
        return new Kernels(
                positions, classes, 1, other, times(factor, within), times(factor, across));
    }

    /// Combined pair by pair, over the classes of both; pairs are untracked if either's are.
    ///
    /// @throws IllegalArgumentException if the positions differ
    public Kernels combine(Kernels other, DoubleBinaryOperator f) {
        if (!positions.equals(other.positions)) {
            throw new IllegalArgumentException(positions + " and " + other.positions);
        }
        double[] both = combine(this.diagonal(), other.diagonal(), f);
        if (!isTracked() || !other.isTracked()) {
            return untracked(positions, both);
        }
        PairClasses union = classes.union(other.classes);
        double[][] w = new double[union.count()][];
        double[][] a = new double[union.count()][];
        for (int c = 0; c < w.length; c++) {
            int mine = classes.project(c, union);
            int theirs = other.classes.project(c, union);
            w[c] = combine(side(mine, false), other.side(theirs, false), f);
            a[c] = combine(side(mine, true), other.side(theirs, true), f);
        }
        return of(positions, union, both, w, a);
    }

    private static double[] combine(double[] x, double[] y, DoubleBinaryOperator f) {
        double[] result = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            result[k] = f.applyAsDouble(x[k], y[k]);
        }
        return result;
    }

    /// The sum of both.
    public Kernels plus(Kernels other) {
        return combine(other, Double::sum);
    }

    /// The product pair by pair.
    public Kernels times(Kernels other) {
        return combine(other, (x, y) -> x * y);
    }

    /// With the rows of a pair exchanged: for a covariance of two tensors.
    public Kernels turned() {
        return isTracked()
                ? fill(positions, classes, diagonal(), (c, i, j, apart) -> at(c, j, i, apart))
                : this;
    }

    /// A function of the two blocks and the kernel.
    @FunctionalInterface
    public interface PairFunction {
        double at(int i, int j, double kernel);
    }

    /// D, A and C mapped; D at i = j.
    public Kernels map(PairFunction f) {
        double[] d = new double[diagonal.length];
        Arrays.setAll(d, i -> f.at(i, i, factor * diagonal[i]));
        return mapPairs(d, f);
    }

    /// A and C mapped, with another D.
    public Kernels mapPairs(double[] newDiagonal, PairFunction f) {
        return new Kernels(positions, classes, 1, newDiagonal, map(within, f), map(across, f));
    }

    private double[][] map(double[][] side, PairFunction f) {
        int blocks = positions.blocks();
        double[][] result = new double[side.length][blocks * blocks];
        for (int c = 0; c < side.length; c++) {
            for (int i = 0; i < blocks; i++) {
                for (int j = 0; j < blocks; j++) {
                    int k = i * blocks + j;
                    result[c][k] = f.at(i, j, factor * side[c][k]);
                }
            }
        }
        return result;
    }

    /// The same kernels over more classes.
    public Kernels over(PairClasses wider) {
        if (!isTracked() || wider.identities().equals(classes.identities())) {
            return this;
        }
        double[][] w = new double[wider.count()][];
        double[][] a = new double[wider.count()][];
        for (int c = 0; c < w.length; c++) {
            w[c] = within[classes.project(c, wider)];
            a[c] = across[classes.project(c, wider)];
        }
        return new Kernels(positions, wider, factor, diagonal, w, a);
    }

    /// Widens the two noise nodes of normalized kernels to what `features` features leave: `(1 -
    /// ρ²) / √features` about their mean ρ.
    public Kernels renoised(double features) {
        return new Kernels(
                positions,
                classes,
                1,
                diagonal(),
                renoised(times(factor, within), features),
                renoised(times(factor, across), features));
    }

    private static double[][] renoised(double[][] side, double features) {
        for (int c = 0; c + 1 < side.length; c += 2) {
            for (int k = 0; k < side[c].length; k++) {
                double middle = (side[c][k] + side[c + 1][k]) / 2;
                double half = (side[c + 1][k] - side[c][k]) / 2;
                double rho = Math.clamp(middle, -1, 1);
                double least = (1 - rho * rho) / Math.sqrt(features);
                double width = Math.abs(half) < least ? least : half;
                side[c][k] = middle - width;
                side[c + 1][k] = middle + width;
            }
        }
        return side;
    }

    /// Widens the two noise nodes by independent noise of the correlations ρ, of variance `noise ·
    /// (1 − ρ²)²`.
    public Kernels widened(double noise) {
        double[] scales = scales();
        DoubleBinaryOperator wider = (rho, half) -> widened(rho, half, noise);
        return new Kernels(
                positions,
                classes,
                1,
                diagonal(),
                noise(times(factor, within), scales, wider),
                noise(times(factor, across), scales, wider));
    }

    /// The noise of pairs without what belongs to one of its rows alone: rows `√ρ μ + √(1 − ρ) ξ_t`
    /// have products of variance `(1 − ρ²)²/d`, of which only `ξ·ξ'`, `(1 − ρ)²/d`, is left where
    /// rows are centered by their mean. The nodes keep what of it goes with them: `1/(1 + ρ)²`.
    public Kernels interacting() {
        double[] scales = scales();
        return new Kernels(
                positions,
                classes,
                1,
                diagonal(),
                noise(times(factor, within), scales, Kernels::interacting),
                noise(times(factor, across), scales, Kernels::interacting));
    }

    private static double interacting(double rho, double half) {
        double common = 1 + Math.max(0, rho);
        return half / (common * common);
    }

    private double[] scales() {
        double[] scales = new double[diagonal.length];
        Arrays.setAll(scales, i -> Math.sqrt(Math.max(0, diagonal(i))));
        return scales;
    }

    /// Nodes given another distance from their mean, both as correlations.
    private static double[][] noise(double[][] side, double[] scales, DoubleBinaryOperator f) {
        int blocks = scales.length;
        for (int c = 0; c + 1 < side.length; c += 2) {
            for (int k = 0; k < side[c].length; k++) {
                double scale = scales[k / blocks] * scales[k % blocks];
                double middle = (side[c][k] + side[c + 1][k]) / 2;
                double half = (side[c + 1][k] - side[c][k]) / 2;
                if (scale > 0) {
                    double rho = Math.clamp(middle / scale, -1, 1);
                    double width = scale * f.applyAsDouble(rho, half / scale);
                    side[c][k] = middle - width;
                    side[c + 1][k] = middle + width;
                }
            }
        }
        return side;
    }

    private static double widened(double rho, double half, double noise) {
        double fresh = 1 - rho * rho;
        double width = Math.sqrt(half * half + noise * fresh * fresh);
        double most = Math.max(Math.abs(half), 1 - Math.abs(rho));
        return Math.copySign(Math.min(width, most), half);
    }

    /// The variance of the noise nodes over all pairs of two sequences, as a multiple of `(1 −
    /// ρ²)²`.
    public double nodeNoise() {
        int blocks = positions.blocks();
        double noise = 0;
        double whole = 0;
        for (int c = 0; c + 1 < across.length; c += 2) {
            double weight = classes.weights()[c] + classes.weights()[c + 1];
            for (int k = 0; k < across[c].length; k++) {
                double many = weight * positions.size(k / blocks) * positions.size(k % blocks);
                double scale = diagonal[k / blocks] * diagonal[k % blocks];
                double half = (across[c + 1][k] - across[c][k]) / 2;
                double middle = (across[c + 1][k] + across[c][k]) / 2;
                double fresh = scale == 0 ? 0 : 1 - middle * middle / scale;
                noise += many * half * half;
                whole += many * scale * fresh * fresh;
            }
        }
        return whole == 0 ? 0 : noise / whole;
    }

    /// The noise nodes pulled towards their mean by a factor: 0 leaves the mean alone.
    public Kernels denoised(double share) {
        return new Kernels(
                positions,
                classes,
                1,
                diagonal(),
                denoised(times(factor, within), share),
                denoised(times(factor, across), share));
    }

    private static double[][] denoised(double[][] side, double share) {
        for (int c = 0; c + 1 < side.length; c += 2) {
            for (int k = 0; k < side[c].length; k++) {
                double middle = (side[c][k] + side[c + 1][k]) / 2;
                double half = share * (side[c + 1][k] - side[c][k]) / 2;
                side[c][k] = middle - half;
                side[c + 1][k] = middle + half;
            }
        }
        return side;
    }

    private static double[] times(double factor, double[] values) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = factor * values[k];
        }
        return result;
    }

    private static double[][] times(double factor, double[][] values) {
        double[][] result = new double[values.length][];
        Arrays.setAll(result, c -> times(factor, values[c]));
        return result;
    }
}
