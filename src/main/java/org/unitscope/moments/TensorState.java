package org.unitscope.moments;

import java.util.Arrays;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.Moments;

/// What the analytic engine knows of a tensor: of an activation, a parameter or a gradient alike.
///
/// @param rows how its rows are arranged
/// @param means `E x` per block of positions; different features of a row have the product of their
///   means as their covariance's raw moment
/// @param kernels second moments over pairs of rows
/// @param rowNoise relative variance of a row's mean square, from finite width; 0 where no rule
///   says
/// @param pairNoise variance, from finite width, of the correlation of two unlike rows beyond what
///   the noise nodes of the kernels hold, as a multiple of `(1 − ρ²)²`; a norm takes it into the
///   nodes
/// @param alignment of a gradient g: how much of the tensor's own value x is in it, `E g x / E x²`;
///   zero for all but gradients
/// @param free directions in which its rows have less than others: what a norm in front of a
///   tensor, or behind a gradient, has taken out already
/// @param grid what is known of a tensor of queries by keys
/// @param shape the law of an element but for its scale
/// @param scatter relative variance, between seeds, of the mean square of the whole tensor
/// @param coherence of a parameter's gradient, the share that comes from pairs of unlike rows; NaN
///   for all else
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TensorState(
        RowGrid rows,
        double[] means,
        Kernels kernels,
        double rowNoise,
        double pairNoise,
        double alignment,
        FreeDirections free,
        GridLaw grid,
        ElementShape shape,
        double scatter,
        double coherence) {
    /// A tensor of one row, or rows of which nothing is known but mean and second moment.
    public static TensorState of(Moments moments, ElementShape shape) {
        return of(
                RowGrid.ONE,
                new double[] {moments.mean()},
                Kernels.untracked(Positions.ONE, moments.secondMoment()),
                shape);
    }

    /// One of Gaussian shape with this mean and second moment.
    public static TensorState of(double mean, double secondMoment) {
        return of(new Moments(mean, secondMoment), gaussian(mean, secondMoment));
    }

    private static ElementShape gaussian(double mean, double second) {
        double deviation = Math.sqrt(Math.max(0, second - mean * mean));
        return mean == 0
                ? ElementShape.GAUSSIAN
                : ElementShape.of(() -> ElementLaw.ofGaussian(x -> x, mean, deviation));
    }

    /// Rows with these means and kernels.
    public static TensorState of(
            RowGrid rows, double[] means, Kernels kernels, ElementShape shape) {
        return new TensorState(
                rows,
                means,
                kernels,
                0,
                0,
                0,
                FreeDirections.NONE,
                GridLaw.None.NONE,
                shape,
                0,
                Double.NaN);
    }

    /// Zero-mean rows with these kernels.
    public static TensorState centered(RowGrid rows, Kernels kernels, ElementShape shape) {
        return of(rows, new double[rows.positions().blocks()], kernels, shape);
    }

    /// Independent rows of independent elements.
    ///
    /// @param features elements of a row
    public static TensorState independentRows(
            RowGrid rows, Moments moments, double features, ElementShape shape) {
        double variance = moments.variance();
        double[] means = new double[rows.positions().blocks()];
        Arrays.fill(means, moments.mean());
        Kernels kernels = Kernels.independent(rows.positions(), moments.mean(), variance, features);
        return of(rows, means, kernels, shape)
                .noisy(2 / features, 0)
                .scattered(2 / (features * rows.rows()));
    }

    /// Gaussian rows of mean zero that have one correlation in every pair.
    ///
    /// @param features elements of a row
    public static TensorState correlatedRows(
            RowGrid rows, double variance, double correlation, double features) {
        double[] diagonal = new double[rows.positions().blocks()];
        Arrays.fill(diagonal, variance);
        // What pairs scatter beyond what all of them have in common.
        double noise = variance * Math.sqrt((1 - correlation * correlation) / features);
        Kernels kernels =
                Kernels.fill(
                        rows.positions(),
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, across) -> correlation * variance + (c == 0 ? -noise : noise));
        double common = correlation * correlation;
        return centered(rows, kernels, ElementShape.GAUSSIAN)
                .noisy(2 * (1 - common) / features, 0)
                .scattered(2 / features * (common + (1 - common) / rows.rows()));
    }

    /// The same with other kernels.
    public TensorState with(Kernels other) {
        return new TensorState(
                rows, means, other, rowNoise, pairNoise, alignment, free, grid, shape, scatter,
                coherence);
    }

    /// The same with other means.
    public TensorState withMeans(double[] other) {
        return new TensorState(
                rows, other, kernels, rowNoise, pairNoise, alignment, free, grid, shape, scatter,
                coherence);
    }

    /// The same with other noise of finite width.
    public TensorState noisy(double ofRows, double ofPairs) {
        return new TensorState(
                rows, means, kernels, ofRows, ofPairs, alignment, free, grid, shape, scatter,
                coherence);
    }

    /// The same with what is known of it over queries and keys.
    public TensorState with(GridLaw law) {
        return new TensorState(
                rows, means, kernels, rowNoise, pairNoise, alignment, free, law, shape, scatter,
                coherence);
    }

    /// The same with another shape.
    public TensorState with(ElementShape other) {
        return new TensorState(
                rows, means, kernels, rowNoise, pairNoise, alignment, free, grid, other, scatter,
                coherence);
    }

    /// The same gradient, said to hold this much of the tensor's own value.
    public TensorState aligned(double share) {
        return new TensorState(
                rows, means, kernels, rowNoise, pairNoise, share, free, grid, shape, scatter,
                coherence);
    }

    /// The same gradient, said to be free of these directions.
    public TensorState freeOf(FreeDirections directions) {
        return new TensorState(
                rows,
                means,
                kernels,
                rowNoise,
                pairNoise,
                alignment,
                directions,
                grid,
                shape,
                scatter,
                coherence);
    }

    /// The same with another scatter between seeds.
    public TensorState scattered(double variance) {
        return new TensorState(
                rows, means, kernels, rowNoise, pairNoise, alignment, free, grid, shape, variance,
                coherence);
    }

    /// The same gradient with its coherent share.
    public TensorState coherent(double share) {
        return new TensorState(
                rows, means, kernels, rowNoise, pairNoise, alignment, free, grid, shape, scatter,
                share);
    }

    /// The sum with another tensor of the same rows, uncorrelated with it but for their means.
    public TensorState plus(TensorState other) {
        if (!rows.positions().equals(other.rows.positions())) {
            double second = secondMoment() + other.secondMoment() + 2 * mean() * other.mean();
            return of(mean() + other.mean(), second).repeated(rows);
        }
        double[] sums = new double[means.length];
        Arrays.setAll(sums, i -> means[i] + other.means[i]);
        Kernels sum = kernels.plus(other.kernels);
        boolean centered = isCentered() || other.isCentered();
        Kernels both =
                centered
                        ? sum
                        : sum.map((i, j, k) ->
                                k + means[i] * other.means[j] + means[j] * other.means[i]);
        double second = Math.max(both.second(), Double.MIN_NORMAL);
        double p = secondMoment() / second;
        double q = other.secondMoment() / second;
        // Gradients of two uses of a tensor have the scatter from the loss to both in common.
        double common = Math.min(scatter, other.scatter);
        return of(rows, sums, both, shape.plus(secondMoment(), other.shape, other.secondMoment()))
                .aligned(alignment + other.alignment)
                .freeOf(free.mixed(p, other.free, q))
                .scattered(common + p * p * (scatter - common) + q * q * (other.scatter - common));
    }

    /// The same as if all elements were independent, with one second moment for all positions.
    public TensorState independent() {
        if (rows.rows() == 1) {
            return this;
        }
        double mean = mean();
        double[] second = new double[means.length];
        Arrays.fill(second, Math.max(0, secondMoment() - mean * mean));
        return of(
                rows, new double[means.length], Kernels.untracked(rows.positions(), second), shape);
    }

    /// The sum with an independent vector that is the same in every row.
    public TensorState plusBias(TensorState bias) {
        if (bias.secondMoment() == 0) {
            return this;
        }
        double b = bias.mean();
        double second = bias.secondMoment();
        double[] sums = Arrays.stream(means).map(m -> m + b).toArray();
        return with(kernels.map((i, j, k) -> k + second + b * (means[i] + means[j])))
                .withMeans(sums);
    }

    /// The same with a constant added to every element.
    public TensorState shifted(double constant) {
        if (constant == 0) {
            return this;
        }
        double[] moved = Arrays.stream(means).map(m -> m + constant).toArray();
        double square = constant * constant;
        return with(kernels.map((i, j, k) -> k + square + constant * (means[i] + means[j])))
                .withMeans(moved)
                .with(ElementShape.whole(() -> law().mapped(x -> x + constant)));
    }

    /// Mean, second moment and shape of one element, for every row of a grid; nothing is known of
    /// pairs.
    public TensorState repeated(RowGrid grid) {
        double[] flatMeans = new double[grid.positions().blocks()];
        double[] flatSecond = new double[flatMeans.length];
        Arrays.fill(flatMeans, mean());
        Arrays.fill(flatSecond, secondMoment());
        return of(grid, flatMeans, Kernels.untracked(grid.positions(), flatSecond), shape)
                .scattered(scatter);
    }

    /// Mean and second moment per element, over all positions.
    public Moments moments() {
        return new Moments(mean(), secondMoment());
    }

    /// `E x`, over all positions.
    public double mean() {
        return rows.positions().mean(means);
    }

    /// `E x` of a block.
    public double mean(int block) {
        return means[block];
    }

    /// `E x²`, over all positions.
    public double secondMoment() {
        return kernels.second();
    }

    /// The standard deviation at a block of positions.
    public double deviation(int block) {
        return Math.sqrt(Math.max(0, kernels.diagonal(block) - means[block] * means[block]));
    }

    /// Whether pairs of rows are known.
    public boolean isTracked() {
        return kernels.isTracked();
    }

    /// Whether every mean is zero.
    public boolean isCentered() {
        return Arrays.stream(means).allMatch(mean -> mean == 0);
    }

    /// The law of an element.
    public ElementLaw law() {
        return shape.over(kernels);
    }

    /// The state of `factor · x`.
    public TensorState scaled(double factor) {
        double[] scaledMeans = new double[means.length];
        Arrays.setAll(scaledMeans, i -> factor * means[i]);
        return new TensorState(
                rows,
                scaledMeans,
                kernels.scaled(factor * factor),
                rowNoise,
                pairNoise,
                alignment * factor,
                free,
                grid.scaled(factor),
                factor < 0 ? shape.times(NEGATIVE) : shape,
                scatter,
                coherence);
    }

    private static final ElementShape NEGATIVE = ElementShape.of(() -> ElementLaw.constant(-1));

    /// This gradient and `share` times the tensor itself on top, uncorrelated with it.
    public TensorState plusOwn(TensorState tensor, double share) {
        if (share == 0) {
            return this;
        }
        double[] sums = new double[means.length];
        Arrays.setAll(sums, i -> means[i] + share * tensor.means[i]);
        double square = share * share;
        return with(kernels.combine(tensor.kernels, (g, x) -> g + square * x))
                .withMeans(sums)
                .aligned(alignment + share);
    }
}
