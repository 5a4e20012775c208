package org.unitscope.compare;

import org.unitscope.statistics.OctaveHistogram;

/// What several seeds show of one tensor.
///
/// Mean and sum of squared deviations of the seeds' mean squares by Welford's recurrence. With `m`
/// the mean and `s` the standard deviation of `n` mean squares, the RMS is `sqrt(m)`, that of one
/// seed scatters by `s / (2 m)` of itself, and its standard error is that over `sqrt(n)`, to first
/// order in `s / m`.
///
/// @param seeds how many
/// @param meanSquare mean over the seeds
/// @param deviations sum over the seeds of the squared deviation from it
/// @param octaves of the elements of all seeds together
record Pooled(int seeds, double meanSquare, double deviations, OctaveHistogram octaves) {
    /// No seeds.
    static final Pooled NONE = new Pooled(0, 0, 0, OctaveHistogram.EMPTY);

    /// With one seed more.
    Pooled plus(Observation seed) {
        int n = seeds + 1;
        double delta = seed.meanSquare() - meanSquare;
        double mean = meanSquare + delta / n;
        return new Pooled(
                n,
                mean,
                deviations + delta * (seed.meanSquare() - mean),
                octaves.merge(seed.octaves()));
    }

    double rms() {
        return Math.sqrt(meanSquare);
    }

    /// By how much the RMS of one seed scatters, as a share of it; 0 for a tensor of zeros, NaN for
    /// a single seed.
    double scatter() {
        if (seeds < 2) {
            return Double.NaN;
        }
        return meanSquare == 0 ? 0 : Math.sqrt(deviations / (seeds - 1)) / (2 * meanSquare);
    }

    /// Standard error of the RMS, as a share of it.
    double standardError() {
        return scatter() / Math.sqrt(seeds);
    }
}
