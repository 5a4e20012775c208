package org.unitscope.statistics;

/// Cumulated probabilities of the non-zero numbers of a law by magnitude, interpolated inside bins.
/// For one thread.
///
/// Inside a bin the density of log2|x| is an exponential, as steep as its neighbors say, see
/// [#slope]. Where its logarithm has a second derivative `c`, in bins, that is exact to `0.008 c`
/// of the mass of the bin: 1e-5 in the middle of a Gaussian, 3e-4 at 5 deviations.
final class LawShares {
    private static final double LOG_TWO = StrictMath.log(2);

    private final PointMasses points;
    private final double origin;
    private final double[] masses;
    private final double[] below;
    private final double[] above;

    /// Slopes and what exponentials of them are more than 1, filled in as they are needed.
    private final double[] slopes;

    private final double[] whole;

    /// @param sign 1 for positive numbers, -1 for negative ones, 0 for all
    LawShares(ElementLaw law, int sign) {
        points = law.points().ofSign(sign);
        LogDensity density = law.density();
        origin = density == null ? 0 : density.origin();
        masses = density == null ? new double[0] : density.masses(sign);
        int n = masses.length;
        below = new double[n + 1];
        above = new double[n + 1];
        slopes = new double[n];
        whole = new double[n];
        for (int i = 0; i < n; i++) {
            below[i + 1] = below[i] + masses[i];
        }
        for (int i = n - 1; i >= 0; i--) {
            above[i] = above[i + 1] + masses[i];
        }
    }

    PointMasses points() {
        return points;
    }

    /// `P(0 < |x| < magnitude)`. Small ones keep their digits.
    double below(double magnitude) {
        return points.below(magnitude) + densityBelow(position(magnitude));
    }

    /// `P(|x| > magnitude)`. Small ones keep their digits.
    double above(double magnitude) {
        return points.above(magnitude) + densityAbove(position(magnitude));
    }

    /// Of the density alone, `P(low <= |x| < high)`.
    double densityBetween(double low, double high) {
        double from = position(low);
        double to = position(high);
        // The smaller side has the digits.
        boolean inLowerHalf = below[(int) to] < above[(int) from];
        double share =
                inLowerHalf
                        ? densityBelow(to) - densityBelow(from)
                        : densityAbove(from) - densityAbove(to);
        return Math.max(0, share);
    }

    /// Bins from the lowest one, within all of them.
    private double position(double magnitude) {
        double log = StrictMath.log(magnitude) / LOG_TWO;
        return Math.clamp((log - origin) * LogDensity.RESOLUTION, 0, masses.length);
    }

    private double densityBelow(double position) {
        int bin = (int) position;
        return bin == position ? below[bin] : below[bin] + part(bin, position - bin);
    }

    private double densityAbove(double position) {
        int bin = (int) position;
        return bin == position
                ? above[bin]
                : above[bin + 1] + (masses[bin] - part(bin, position - bin));
    }

    /// Mass of a bin up to a part `t` of its width.
    private double part(int bin, double t) {
        double mass = masses[bin];
        if (mass == 0) {
            return 0;
        }
        if (whole[bin] == 0) {
            slopes[bin] = slope(masses, bin);
            whole[bin] = StrictMath.expm1(slopes[bin]);
        }
        double slope = slopes[bin];
        return mass * (Math.abs(slope) < 1e-9 ? t : StrictMath.expm1(slope * t) / whole[bin]);
    }

    /// What the logarithm of the density rises by over a bin: half of what the masses beside it
    /// differ by, or all of that to one of them where the other is zero.
    static double slope(double[] masses, int bin) {
        double here = masses[bin];
        double before = bin == 0 ? 0 : masses[bin - 1];
        double after = bin + 1 == masses.length ? 0 : masses[bin + 1];
        if (here == 0 || (before == 0 && after == 0)) {
            return 0;
        }
        if (before == 0) {
            return StrictMath.log(after / here);
        }
        return after == 0 ? StrictMath.log(here / before) : StrictMath.log(after / before) / 2;
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
