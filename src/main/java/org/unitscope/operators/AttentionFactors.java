package org.unitscope.operators;

/// Factors of attention as a whole.
public final class AttentionFactors {
    private AttentionFactors() {}

    /// The library's factor κ of attention with logits over the head width: between the mean of all
    /// keys and the pick of one, `κ⁻¹ = I(a; √(c / keys), 1)`, `a = 1 / (1 + 4 width)`, c the
    /// natural logarithm of the keys if causal, else 1. One key has the weight 1.
    public static Factor library(double width, double keys, boolean causal) {
        return of(1 / (1 + 4 * width), "4 width", width, keys, causal);
    }

    /// The same for logits of any scale: the library's multiplier of logits over the width is then
    /// `scale · width`, and enters as `a = 1 / (1 + 4 width / multiplier²)`.
    public static Factor library(double width, double scale, double keys, boolean causal) {
        double a = 1 / (1 + 4 / (scale * scale * width));
        return of(a, "4 / (scale² width)", width, keys, causal);
    }

    private static Factor of(double a, String term, double width, double keys, boolean causal) {
        String numbers = "keys = " + Factor.whole(keys) + ", width = " + Factor.whole(width);
        if (keys < 2) {
            return Factor.of(1, "1: a single key has the weight 1", numbers);
        }
        double apart = causal ? StrictMath.log(keys) : 1;
        return Factor.of(
                1 / Factor.interpolated(a, Math.sqrt(apart / keys), 1),
                (causal ? "(keys / ln keys)" : "keys")
                        + "^((1 − a) / 2), a = 1 / (1 + "
                        + term
                        + ")",
                numbers);
    }
}
