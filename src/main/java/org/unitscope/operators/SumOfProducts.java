package org.unitscope.operators;

import org.unitscope.moments.TensorState;

/// Moments of a sum of products of independent factors, what every contraction rests on.
public final class SumOfProducts {
    private SumOfProducts() {}

    /// The state of `Σ a_k b_k` over `terms` products. Per factor, elements are uncorrelated but
    /// for their common mean: `E y = n E a E b`, `E y² = n E a² E b² + n (n − 1) (E a E b)²`.
    /// Gaussian by the central limit.
    public static TensorState of(TensorState a, TensorState b, double terms) {
        double mean = a.mean() * b.mean();
        double second = a.secondMoment() * b.secondMoment();
        return TensorState.of(
                terms * mean, terms * second + terms * Math.max(0, terms - 1) * mean * mean);
    }
}
