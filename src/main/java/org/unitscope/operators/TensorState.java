package org.unitscope.operators;

import org.unitscope.statistics.Moments;

/// What the analytic engine knows of a tensor: of an activation, a parameter or a gradient alike.
///
/// @param moments mean and second moment per element, averaged over all positions
/// @param pairs how two rows of the tensor correlate; [PairKernels#UNTRACKED] where no rule says
/// @param rowNoise relative variance of a row's mean square, from finite width; NaN where untracked
/// @param alignment of a gradient g: how much of the tensor's own value x is in it, `E g x / E x²`;
///   zero for all but gradients
/// @param grid what is known of a tensor of queries by keys
/// @param family the shape of an element's law
/// @param parity how the tensor changes sign with the weights it depends on
public record TensorState(
        Moments moments,
        PairKernels pairs,
        double rowNoise,
        double alignment,
        GridLaw grid,
        LawFamily family,
        Parity parity) {
    /// One with moments and family only; everything else is untracked.
    public static TensorState of(Moments moments, LawFamily family) {
        return new TensorState(
                moments,
                PairKernels.UNTRACKED,
                Double.NaN,
                0,
                GridLaw.None.NONE,
                family,
                Parity.UNTRACKED);
    }

    /// One of unknown family with this mean and second moment.
    public static TensorState of(double mean, double secondMoment) {
        return of(new Moments(mean, secondMoment), LawFamily.OTHER);
    }

    /// Zero-mean Gaussian with this second moment: what a sum over many features gives.
    public static TensorState gaussian(double secondMoment) {
        return of(new Moments(0, secondMoment), LawFamily.GAUSSIAN);
    }

    /// The same with its pairs tracked.
    public TensorState with(PairKernels tracked, double noise) {
        return new TensorState(moments, tracked, noise, alignment, grid, family, parity);
    }

    /// The same with what is known of it over queries and keys.
    public TensorState with(GridLaw law) {
        return new TensorState(moments, pairs, rowNoise, alignment, law, family, parity);
    }

    /// The same with another second moment.
    public TensorState withSecondMoment(double second) {
        return new TensorState(
                new Moments(moments.mean(), second),
                pairs,
                rowNoise,
                alignment,
                grid,
                family,
                parity);
    }

    /// The same gradient, said to hold this much of the tensor's own value.
    public TensorState aligned(double share) {
        return new TensorState(moments, pairs, rowNoise, share, grid, family, parity);
    }

    /// This gradient and `share` times the tensor itself on top, uncorrelated with it.
    public TensorState plusOwn(TensorState tensor, double share) {
        double square = share * share;
        Moments sum =
                new Moments(
                        mean() + share * tensor.mean(),
                        secondMoment()
                                + square * tensor.secondMoment()
                                + 2 * share * mean() * tensor.mean());
        PairKernels both = pairs.combine(tensor.pairs, (g, x) -> g + square * x);
        boolean changed = share != 0;
        return changed
                ? new TensorState(sum, both, rowNoise, alignment + share, grid, family, parity)
                : this;
    }

    /// `E x`.
    public double mean() {
        return moments.mean();
    }

    /// `E x²`.
    public double secondMoment() {
        return moments.secondMoment();
    }

    /// The state of `factor · x`.
    public TensorState scaled(double factor) {
        return new TensorState(
                new Moments(mean() * factor, secondMoment() * factor * factor),
                pairs.scaled(factor),
                rowNoise,
                alignment * factor,
                grid.scaled(factor),
                family,
                parity);
    }
}
