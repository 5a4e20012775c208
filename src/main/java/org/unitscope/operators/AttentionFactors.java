package org.unitscope.operators;

/// Factors of attention as a whole.
public final class AttentionFactors {
    private AttentionFactors() {}

    /// The library's factor κ of attention.
    public static Factor library(double width, double keys, boolean causal) {
        double a = 1 / (1 + 4 * width);
        double apart = causal ? StrictMath.log(keys) : 1;
        return Factor.of(
                1 / Factor.interpolated(a, Math.sqrt(apart / keys), 1),
                (causal ? "(keys / ln keys)" : "keys") + "^((1 − a) / 2), a = 1 / (1 + 4 width)",
                "keys = " + Factor.whole(keys) + ", width = " + Factor.whole(width));
    }
}
