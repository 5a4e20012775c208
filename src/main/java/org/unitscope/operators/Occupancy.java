package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.Positions;

/// How the slots of an expert fill, when each of N tokens chooses it by itself with probability κ:
/// the count is binomial, and slot c is filled if it exceeds c. Real routers are less even, as
/// tokens are alike; that is not seen here.
///
/// @param tokens N
/// @param share κ
/// @param filled per slot the probability that it holds a token
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Occupancy(double tokens, double share, double[] filled) {
    /// Of an expert with so many slots.
    public static Occupancy of(double tokens, double share, int slots) {
        double[] filled = new double[slots];
        if (share >= 1) {
            Arrays.setAll(filled, c -> c < tokens ? 1 : 0);
            return new Occupancy(tokens, 1, filled);
        }
        double odds = StrictMath.log(share / (1 - share));
        double log = tokens * StrictMath.log1p(-share);
        double below = 0;
        for (int c = 0; c < slots; c++) {
            below += c > tokens ? 0 : StrictMath.exp(log);
            filled[c] = Math.max(0, 1 - below);
            log += StrictMath.log((tokens - c) / (c + 1)) + odds;
        }
        return new Occupancy(tokens, share, filled);
    }

    /// The mean share of filled slots.
    public double fill() {
        return Arrays.stream(filled).average().orElse(0);
    }

    /// The share of choices that find a slot.
    public double kept() {
        return Math.min(1, fill() * filled.length / (tokens * share));
    }

    /// Filled slots over blocks of positions.
    public double[] blocks(Positions slots) {
        double[] means = new double[slots.blocks()];
        for (int i = 0; i < means.length; i++) {
            int start = (int) slots.start(i);
            int end = start + (int) slots.size(i);
            means[i] = Arrays.stream(filled, start, end).average().orElse(0);
        }
        return means;
    }
}
