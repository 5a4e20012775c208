package org.unitscope.operators;

import org.unitscope.statistics.Moments;

/// What the analytic engine knows of a tensor: of an activation, a parameter or a gradient alike.
///
/// @param moments mean and second moment per element, averaged over all positions
/// @param pairs how two rows of the tensor correlate; [PairKernels#UNTRACKED] where no rule says
/// @param rowNoise relative variance of a row's mean square, from finite width; NaN where untracked
/// @param family the shape of an element's law
/// @param parity how the tensor changes sign with the weights it depends on
public record TensorState(
        Moments moments, PairKernels pairs, double rowNoise, LawFamily family, Parity parity) {
    /// One with moments and family only; everything else is untracked.
    public static TensorState of(Moments moments, LawFamily family) {
        return new TensorState(
                moments, PairKernels.UNTRACKED, Double.NaN, family, Parity.UNTRACKED);
    }

    /// One of unknown family with this mean and second moment.
    public static TensorState of(double mean, double secondMoment) {
        return of(new Moments(mean, secondMoment), LawFamily.OTHER);
    }

    /// Zero-mean Gaussian with this second moment: what a sum over many features gives.
    public static TensorState gaussian(double secondMoment) {
        return of(new Moments(0, secondMoment), LawFamily.GAUSSIAN);
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
                family,
                parity);
    }
}
