package org.unitscope.statistics;

import java.util.Arrays;

/// Checks of what laws are made from.
final class LawArguments {
    private LawArguments() {}

    /// The weights divided by their sum.
    ///
    /// @throws IllegalArgumentException unless there are `count`, finite, none negative, not all
    ///   zero
    static double[] shares(String who, int count, double[] weights) {
        double total = 0;
        boolean usable = weights.length == count;
        for (double weight : weights) {
            total += weight;
            usable &= weight >= 0;
        }
        if (!usable || !(total > 0) || total == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "%s: needs %d finite weights, none negative, not all zero, got %s."
                            .formatted(who, count, Arrays.toString(weights)));
        }
        double all = total;
        return Arrays.stream(weights).map(weight -> weight / all).toArray();
    }

    static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s must be finite, got %s.".formatted(what, value));
        }
    }
}
