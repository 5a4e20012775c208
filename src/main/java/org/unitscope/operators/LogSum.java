package org.unitscope.operators;

import org.unitscope.tensor.RealTensor;

/// Largest logit and sum of exponentials of one row, in double precision.
///
/// @param sum of `exp(x − largest)`
public record LogSum(double largest, double sum) {
    /// Of the row that begins at `row · classes`.
    public static LogSum of(RealTensor logits, int row, int classes) {
        int offset = row * classes;
        double largest = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < classes; v++) {
            largest = Math.max(largest, logits.get(offset + v));
        }
        double sum = 0;
        for (int v = 0; v < classes; v++) {
            sum += StrictMath.exp(logits.get(offset + v) - largest);
        }
        return new LogSum(largest, sum);
    }

    /// `log Σ exp(x)`.
    public double value() {
        return largest + StrictMath.log(sum);
    }

    /// `exp(x) / Σ exp(x)` of one logit.
    public double share(double logit) {
        return StrictMath.exp(logit - largest) / sum;
    }
}
