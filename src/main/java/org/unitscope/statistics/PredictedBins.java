package org.unitscope.statistics;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.statistics.FineHistogram.Bin;
import org.unitscope.statistics.FineHistogram.Sign;

/// The bins of a law for one conversion: eighths of octaves, divided where the fate of a number
/// changes, so that all of a bin share it, and where the density is steep.
final class PredictedBins {
    /// Elements that all bins hold together: shares are resolved to 1e-15.
    static final double ELEMENTS = 0x1p50;

    /// The lowest numbers, which have this share, are in one bin.
    private static final double NEGLIGIBLE = 1e-13;

    /// Bins whose halves differ by more, relative to the whole, are halved.
    private static final double STEEP = 0.04;

    /// Bins narrower than this part of their magnitude are not.
    private static final double NARROWEST = 128;

    private static final double SMALLEST = Float.MIN_VALUE;

    private final ShiftedRounding rounding;
    private final double amax;
    private final List<Sloped> bins = new ArrayList<>();

    private PredictedBins(ShiftedRounding rounding, double amax) {
        this.rounding = rounding;
        this.amax = amax;
    }

    /// A bin with the slope of its density, see [DensitySlope].
    record Sloped(Bin bin, double slope) {}

    /// Positive and negative bins of the magnitudes that float32 holds.
    ///
    /// @param amax largest magnitude
    /// @param withBeyond whether numbers beyond it are put there, or left out
    static List<Sloped> of(
            ElementLaw law, double amax, boolean withBeyond, ShiftedRounding rounding) {
        PredictedBins bins = new PredictedBins(rounding, amax);
        for (Sign sign : List.of(Sign.POSITIVE, Sign.NEGATIVE)) {
            LawShares shares = new LawShares(law, factor(sign));
            bins.addDensity(shares, sign);
            double beyond = shares.densityBetween(amax, Double.POSITIVE_INFINITY);
            beyond += bins.addPoints(shares.points(), sign);
            if (withBeyond) {
                bins.add(sign, amax, amax, beyond, 0);
            }
        }
        return bins.bins;
    }

    static int factor(Sign sign) {
        return sign == Sign.NEGATIVE ? -1 : 1;
    }

    /// Returns the probability of points beyond the largest magnitude.
    private double addPoints(PointMasses points, Sign sign) {
        double beyond = 0;
        for (int i = 0; i < points.count(); i++) {
            double weight = points.weights()[i];
            double magnitude = Math.abs((float) points.values()[i]);
            if (magnitude > amax) {
                beyond += weight;
            } else if (Math.abs(points.values()[i]) >= SMALLEST) {
                add(sign, magnitude, magnitude, weight, 0);
            }
        }
        return beyond;
    }

    private void addDensity(LawShares shares, Sign sign) {
        double start = Math.clamp(shares.undercutBy(NEGLIGIBLE), SMALLEST, amax);
        int bin = FineHistogram.binOf(start) & ~1;
        double low = SMALLEST;
        for (double edge = FineHistogram.edge(bin); low < amax; bin += 2) {
            double high = Math.min(amax, edge);
            if (low < high) {
                divide(shares, sign, low, high);
                low = high;
            }
            edge = FineHistogram.edge(bin + 2);
        }
    }

    private void divide(LawShares shares, Sign sign, double low, double high) {
        int factor = factor(sign);
        double from = low;
        double last = Math.nextDown(high);
        int fate = fate(factor * Math.nextUp(low));
        while (from < last && fate(factor * last) != fate) {
            double change = change(factor, Math.nextUp(from), last, fate);
            add(sign, from, change, shares);
            from = change;
            fate = fate(factor * change);
        }
        add(sign, from, high, shares);
    }

    /// The first number whose fate is another than that of `from`.
    private double change(int factor, double from, double last, int fate) {
        // Positive doubles are ordered as their bits.
        long low = Double.doubleToRawLongBits(from);
        long high = Double.doubleToRawLongBits(last);
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (fate(factor * Double.longBitsToDouble(middle)) == fate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Double.longBitsToDouble(high);
    }

    private int fate(double x) {
        return (rounding.mayFlush(x) ? 1 : 0)
                | (rounding.mustFlush(x) ? 2 : 0)
                | (rounding.isBelowNormal(x) ? 4 : 0)
                | (rounding.mayOverflow(x) ? 8 : 0)
                | (rounding.mustOverflow(x) ? 16 : 0);
    }

    private void add(Sign sign, double low, double high, LawShares shares) {
        double middle = low / 2 + high / 2;
        double lower = shares.densityBetween(low, middle);
        double upper = shares.densityBetween(middle, high);
        double share = lower + upper;
        double width = high - low;
        boolean steep = Math.abs(upper - lower) > STEEP * share && share > NEGLIGIBLE;
        if (steep && width * NARROWEST > high) {
            add(sign, low, middle, shares);
            add(sign, middle, high, shares);
        } else if (share > 0 && width > 0) {
            double slope = 4 * (upper - lower) / share / width;
            add(sign, low, high, share, Math.clamp(slope, -2 / width, 2 / width));
        }
    }

    private void add(Sign sign, double low, double high, double share, double slope) {
        long count = Math.round(share * ELEMENTS);
        if (count > 0) {
            // The ends belong to the bin: as there, the fate is that of the inside.
            boolean point = low == high;
            double first = point ? low : Math.nextUp(low);
            double last = point ? high : Math.nextDown(high);
            bins.add(new Sloped(new Bin(sign, first, last, count), slope));
        }
    }
}
