package org.unitscope.operators;

import org.unitscope.moments.SoftmaxMoments;

/// Moments of `y_j = x_j − log Σ_k exp(x_k)` for n independent Gaussian logits of variance s², and
/// of its gradient.
///
///     E y = −E log Σ exp(x − m),                      exact, see [SoftmaxMoments]
///     var y = s² (1 − 2/n) + var log Σ                by Stein's lemma, E p_j = 1/n
///     var log Σ ≈ log(1 + (exp(s²) − 1)/n)            that of a log-normal sum, at most s²
///     E g_x² = var g · (1 − 2/n + S) + (E g)² (n S − 1)
///
/// with S the overlap `E Σ p²`. What pairs of rows have in common goes through as `1 − 1/n`.
///
/// @param classes n
public record LogSoftmaxRule(double classes) {
    /// `E log Σ exp(x − m)`.
    public double logSum(double variance) {
        int count = (int) classes;
        return new SoftmaxMoments(Math.sqrt(variance), count).logSumExp(count);
    }

    /// `E Σ p²`.
    public double overlap(double variance) {
        int count = (int) classes;
        return new SoftmaxMoments(Math.sqrt(variance), count).powerSum(2, count);
    }

    /// The variance of y.
    public double spread(double variance) {
        double sum = StrictMath.log1p(StrictMath.expm1(variance) / classes);
        return Math.max(0, variance * (1 - 2 / classes) + Math.min(variance, sum));
    }

    /// What passes of two rows' covariance.
    public double kept() {
        return 1 - 1 / classes;
    }

    /// The second moment of the gradient.
    ///
    /// @param variance of the gradient that comes in
    /// @param squaredMean of it
    public double pulled(double variance, double squaredMean, double overlap) {
        double kept = variance * (1 - 2 / classes + overlap);
        return Math.max(0, kept + squaredMean * (classes * overlap - 1));
    }
}
