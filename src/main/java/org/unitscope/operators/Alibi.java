package org.unitscope.operators;

import java.util.Arrays;

/// Attention with linear biases: head h adds `−m_h |i − j|` to the logit of query i and key j
/// (Press, Smith and Lewis 2021, arXiv 2108.12409). With H heads, a power of two, `m_h = 2^(−8 h /
/// H)`, h from 1; else those of the largest power of two below, then every second one of twice as
/// many.
///
/// For moments a head is taken as seeing its nearest keys alike, as many as count: `n = (Σ w)² / Σ
/// w²`, `w = exp(−m |i − j|)`, so that `Σ p²` is exact for equal logits; heads together by the mean
/// of 1/n, which is that of `Σ p²`.
///
/// @param slopes m of every head
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Alibi(double[] slopes) {
    /// No bias.
    public static final Alibi NONE = new Alibi(new double[0]);

    /// Of so many heads.
    public static Alibi of(int heads) {
        int power = Integer.highestOneBit(heads);
        double[] slopes = new double[heads];
        for (int h = 0; h < heads; h++) {
            slopes[h] = h < power ? slope(h + 1, power) : slope(2 * (h - power) + 1, 2 * power);
        }
        return new Alibi(slopes);
    }

    private static double slope(int head, int heads) {
        return StrictMath.pow(2, -8.0 * head / heads);
    }

    /// Whether there is none.
    public boolean isNone() {
        return slopes.length == 0;
    }

    /// The slope of a head, 0 without a bias.
    public double slope(int head) {
        return isNone() ? 0 : slopes[head % slopes.length];
    }

    /// The keys that count, of a query that sees so many.
    ///
    /// @param before keys at and before its own position
    /// @param after keys behind it
    public double counted(int before, int after) {
        if (isNone()) {
            return (double) before + after;
        }
        double mean =
                Arrays.stream(slopes)
                        .map(m -> {
                            double sum = sum(m, before) + sum(m, after + 1) - 1;
                            return (sum(2 * m, before) + sum(2 * m, after + 1) - 1) / (sum * sum);
                        })
                        .average()
                        .orElseThrow();
        return Math.min((double) before + after, 1 / mean);
    }

    /// `Σ_(d < count) exp(−m d)`.
    private static double sum(double m, int count) {
        return StrictMath.expm1(-m * count) / StrictMath.expm1(-m);
    }
}
