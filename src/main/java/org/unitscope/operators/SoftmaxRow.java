package org.unitscope.operators;

import org.unitscope.operators.AttentionMask.Keys;
import org.unitscope.tensor.RealTensor;

/// Softmax of one row over the keys it sees, in double precision and in ascending order of the
/// keys. What is not seen is not written.
public final class SoftmaxRow {
    private SoftmaxRow() {}

    /// `p_j = exp(scale x_j − m) / Σ_k exp(scale x_k − m)`, m the largest of the scaled logits.
    ///
    /// @param offset where the row begins, in both tensors
    public static void weights(
            RealTensor logits, double scale, int offset, Keys keys, RealTensor weights) {
        weights(logits, scale, offset, keys, new Bias(0, 0), weights);
    }

    /// What is added to the logits of a row.
    ///
    /// @param slope m of `−m |query − key|`
    public record Bias(double slope, int query) {}

    /// As above, of logits with a bias.
    public static void weights(
            RealTensor logits, double scale, int offset, Keys keys, Bias bias, RealTensor weights) {
        double[] powers = new double[keys.size()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = scale * logits.get(offset + keys.key(i));
            if (bias.slope != 0) {
                powers[i] -= bias.slope * Math.abs(bias.query - keys.key(i));
            }
            largest = Math.max(largest, powers[i]);
        }
        double sum = 0;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = StrictMath.exp(powers[i] - largest);
            sum += powers[i];
        }
        for (int i = 0; i < powers.length; i++) {
            weights.set(offset + keys.key(i), powers[i] / sum);
        }
    }

    /// The gradient of the logits before the scale, `scale p_j (g_j − Σ_k p_k g_k)`.
    ///
    /// @param offset where the row begins, in all tensors
    public static void pull(
            RealTensor weights,
            RealTensor gradient,
            double scale,
            int offset,
            Keys keys,
            RealTensor result) {
        double shared = 0;
        for (int i = 0; i < keys.size(); i++) {
            int at = offset + keys.key(i);
            shared += weights.get(at) * gradient.get(at);
        }
        for (int i = 0; i < keys.size(); i++) {
            int at = offset + keys.key(i);
            result.set(at, scale * (weights.get(at) * (gradient.get(at) - shared)));
        }
    }
}
