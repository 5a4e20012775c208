package org.unitscope.statistics;

import org.jspecify.annotations.Nullable;

/// Cumulated probabilities of the non-zero numbers of a law by magnitude, interpolated inside bins.
///
/// Between the ends of a bin the distribution function of log2|x| is the cubic whose slope at each
/// end is the harmonic mean of the two masses that meet there, which keeps it rising (Fritsch and
/// Butland 1984). For a smooth density that is exact to about 1e-4 of the bin's mass.
final class LawShares {
    private static final double LOG_TWO = StrictMath.log(2);

    private final PointMasses points;
    private final double origin;
    private final double[] masses;
    private final double[] below;
    private final double[] above;

    /// @param sign 1 for positive numbers, -1 for negative ones, 0 for all
    LawShares(ElementLaw law, int sign) {
        points = law.points().ofSign(sign);
        LogDensity density = law.density();
        origin = density == null ? 0 : density.origin();
        masses = masses(density, sign);
        int n = masses.length;
        below = new double[n + 1];
        above = new double[n + 1];
        for (int i = 0; i < n; i++) {
            below[i + 1] = below[i] + masses[i];
        }
        for (int i = n - 1; i >= 0; i--) {
            above[i] = above[i + 1] + masses[i];
        }
    }

    private static double[] masses(@Nullable LogDensity density, int sign) {
        double[] masses = new double[density == null ? 0 : LogDensity.BINS];
        for (int i = 0; density != null && i < masses.length; i++) {
            masses[i] = density.mass(i, sign);
        }
        return masses;
    }

    PointMasses points() {
        return points;
    }

    /// `P(0 < |x| < magnitude)`. Small ones keep their digits.
    double below(double magnitude) {
        return points.below(magnitude) + densityBelow(log(magnitude));
    }

    /// `P(|x| > magnitude)`. Small ones keep their digits.
    double above(double magnitude) {
        return points.above(magnitude) + densityAbove(log(magnitude));
    }

    private static double log(double magnitude) {
        return StrictMath.log(magnitude) / LOG_TWO;
    }

    /// Of the density alone, `P(low <= |x| < high)`.
    double densityBetween(double low, double high) {
        double from = log(low);
        double to = log(high);
        // The smaller side has the digits.
        boolean inLowerHalf = densityBelow(to) < densityAbove(from);
        return Math.max(
                0,
                inLowerHalf
                        ? densityBelow(to) - densityBelow(from)
                        : densityAbove(from) - densityAbove(to));
    }

    private double densityBelow(double log) {
        double position = (log - origin) * LogDensity.RESOLUTION;
        if (!(position > 0)) {
            return 0;
        }
        int bin = (int) Math.min(position, masses.length);
        return bin == masses.length ? below[bin] : below[bin] + part(bin, position - bin);
    }

    private double densityAbove(double log) {
        double position = (log - origin) * LogDensity.RESOLUTION;
        if (!(position > 0)) {
            return above[0];
        }
        int bin = (int) Math.min(position, masses.length);
        return bin == masses.length
                ? 0
                : above[bin + 1] + (masses[bin] - part(bin, position - bin));
    }

    private double part(int bin, double t) {
        double mass = masses[bin];
        double left = slope(bin);
        double right = slope(bin + 1);
        double square = 3 * mass - 2 * left - right;
        double cube = left + right - 2 * mass;
        return Math.clamp(t * (left + t * (square + t * cube)), 0, mass);
    }

    private double slope(int edge) {
        if (edge == 0 || edge == masses.length) {
            return 0;
        }
        double product = masses[edge - 1] * masses[edge];
        return product == 0 ? 0 : 2 * product / (masses[edge - 1] + masses[edge]);
    }

    /// The probability with which the median of the largest of so many independent numbers is
    /// exceeded by one of them: `1 - 2^(-1 / elements)`.
    static double rare(long elements) {
        return -StrictMath.expm1(-StrictMath.log(2) / elements);
    }

    /// The smallest magnitude that is exceeded with at most this probability; zero if zero is.
    double exceededBy(double probability) {
        return bound(probability, false);
    }

    /// The largest magnitude below which, zero aside, there is at most this probability.
    double undercutBy(double probability) {
        return bound(probability, true);
    }

    private double bound(double probability, boolean fromBelow) {
        // Magnitudes of doubles are ordered as their bits.
        long low = 0;
        long high = Double.doubleToRawLongBits(Double.MAX_VALUE);
        while (low < high) {
            long middle = (low + high + (fromBelow ? 1 : 0)) >>> 1;
            double magnitude = Double.longBitsToDouble(middle);
            boolean within = (fromBelow ? below(magnitude) : above(magnitude)) <= probability;
            if (fromBelow) {
                low = within ? middle : low;
                high = within ? high : middle - 1;
            } else {
                high = within ? middle : high;
                low = within ? low : middle + 1;
            }
        }
        return Double.longBitsToDouble(low);
    }
}
