package org.unitscope.compare;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Three of the numbers of a list in order, by nearest rank: `p95` is the smallest of them that at
/// least 95 % do not exceed. NaN for an empty list; NaN in a list is its largest number.
public record Spread(double median, double p95, double max) {
    static Spread of(DoubleStream numbers) {
        double[] sorted = numbers.toArray();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1));
    }

    /// The smallest of ascending numbers that at least this share does not exceed.
    static double quantile(double[] ascending, double share) {
        if (ascending.length == 0) {
            return Double.NaN;
        }
        // 0.95 * 20 is 19 and not a rounding error more.
        int rank = (int) Math.ceil(share * ascending.length * (1 - 1e-12));
        return ascending[Math.clamp(rank - 1L, 0, ascending.length - 1)];
    }
}
