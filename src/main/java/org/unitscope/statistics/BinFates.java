package org.unitscope.statistics;

import org.unitscope.statistics.FineHistogram.Bin;
import org.unitscope.statistics.FineHistogram.Sign;

/// How the elements of one bin of a histogram divide, and their squared error, between bounds.
///
/// Fates change once along a bin, so its two ends tell: both alike settles it, otherwise each end
/// is known to hold an element only if it is the smallest or largest magnitude of the tensor.
///
/// @param errorLow least `sum((q - x)^2)` of its elements
/// @param error the same for a linear density between the ends
/// @param errorHigh most
public record BinFates(
        Bin bin,
        long flushedLow,
        long flushedHigh,
        long subnormalLow,
        long subnormalHigh,
        long overflowLow,
        long overflowHigh,
        double errorLow,
        double error,
        double errorHigh) {

    /// More pieces than this are periodic enough to look at one step only.
    private static final int MOST_PIECES = 16;

    /// Two-point Gauss-Legendre nodes: exact for the squared error, a parabola between breaks.
    private static final double NODE = 0.5 / Math.sqrt(3);

    /// @param slope of the density, see [DensitySlope]
    static BinFates of(
            Bin whole, double slope, double least, double amax, ShiftedRounding rounding) {
        Bin bin =
                new Bin(
                        whole.sign(),
                        Math.max(whole.low(), least),
                        Math.min(whole.high(), amax),
                        whole.count());
        if (whole.sign() == Sign.UNKNOWN) {
            return hull(
                    of(bin, slope, 1, bin.low() == least, bin.high() == amax, rounding),
                    of(bin, slope, -1, bin.low() == least, bin.high() == amax, rounding));
        }
        // Which sign the extremes have is not recorded: only a bin on its own is certain.
        int sign = whole.sign() == Sign.NEGATIVE ? -1 : 1;
        return of(bin, slope, sign, false, false, rounding);
    }

    private static BinFates of(
            Bin bin,
            double slope,
            int sign,
            boolean lowIsHeld,
            boolean highIsHeld,
            ShiftedRounding rounding) {
        double low = sign * bin.low();
        double high = sign * bin.high();
        long n = bin.count();
        Held held = new Held(n, lowIsHeld, highIsHeld);
        long flushedLow = held.atLeast(rounding.mustFlush(low), rounding.mustFlush(high));
        long flushedHigh = held.atMost(rounding.mayFlush(low), rounding.mayFlush(high));
        long belowLow = held.atLeast(rounding.isBelowNormal(low), rounding.isBelowNormal(high));
        long belowHigh = held.atMost(rounding.isBelowNormal(low), rounding.isBelowNormal(high));
        long overLow = held.atLeast(rounding.mustOverflow(low), rounding.mustOverflow(high));
        long overHigh = held.atMost(rounding.mayOverflow(low), rounding.mayOverflow(high));
        boolean lossless = overHigh == 0 && rounding.isLossless(bin.low());
        double worst = lossless ? 0 : n * worst(bin, sign, rounding);
        return new BinFates(
                bin,
                flushedLow,
                flushedHigh,
                Math.max(0, belowLow - flushedHigh),
                Math.clamp(belowHigh - flushedLow, 0, belowHigh),
                overLow,
                overHigh,
                lossless ? 0 : n * best(bin, sign, rounding),
                lossless ? 0 : n * Math.min(mean(bin, slope, sign, rounding), worst / n),
                worst);
    }

    /// @param lowIsHeld whether an element is certain to lie at the lower end
    private record Held(long count, boolean lowIsHeld, boolean highIsHeld) {
        long atLeast(boolean low, boolean high) {
            if (low && high) {
                return count;
            }
            return (low && lowIsHeld) || (high && highIsHeld) ? 1 : 0;
        }

        long atMost(boolean low, boolean high) {
            if (!low && !high) {
                return 0;
            }
            boolean otherIsHeld = (!low && lowIsHeld) || (!high && highIsHeld);
            return low && high ? count : otherIsHeld ? count - 1 : count;
        }
    }

    private static BinFates hull(BinFates a, BinFates b) {
        return new BinFates(
                a.bin,
                Math.min(a.flushedLow, b.flushedLow),
                Math.max(a.flushedHigh, b.flushedHigh),
                Math.min(a.subnormalLow, b.subnormalLow),
                Math.max(a.subnormalHigh, b.subnormalHigh),
                Math.min(a.overflowLow, b.overflowLow),
                Math.max(a.overflowHigh, b.overflowHigh),
                Math.min(a.errorLow, b.errorLow),
                (a.error + b.error) / 2,
                Math.max(a.errorHigh, b.errorHigh));
    }

    /// The mean squared error between the ends.
    private static double mean(Bin bin, double slope, int sign, ShiftedRounding rounding) {
        double width = bin.high() - bin.low();
        if (width == 0) {
            return rounding.squaredError(sign * bin.low());
        }
        // Nearest results change in the middle between neighbors, others at the neighbors.
        double half = rounding.step(bin.high()) / 2;
        boolean few = width <= MOST_PIECES * half;
        boolean periodic =
                !few
                        && !rounding.mayOverflow(sign * bin.high())
                        && !rounding.mayFlush(sign * bin.low());
        double start = periodic ? Math.ceil(bin.low() / half) * half : bin.low();
        double end = periodic ? start + 2 * half : bin.high();
        double piece = few || periodic ? half : width / MOST_PIECES;
        double first = Math.floor(start / piece) * piece;
        int pieces = (int) Math.ceil((end - first) / piece);
        double center = (bin.low() + bin.high()) / 2;
        double sum = 0;
        double total = 0;
        for (int i = 0; i < pieces; i++) {
            double from = Math.max(start, first + i * piece);
            double to = Math.min(end, first + (i + 1) * piece);
            for (int side = -1; side <= 1; side += 2) {
                double x = (from + to) / 2 + side * NODE * (to - from);
                double weight = Math.max(0, to - from) * (1 + slope * (x - center));
                sum += weight * rounding.squaredError(sign * x);
                total += weight;
            }
        }
        return total == 0 ? rounding.squaredError(sign * bin.high()) : sum / total;
    }

    private static double worst(Bin bin, int sign, ShiftedRounding rounding) {
        double ends =
                Math.max(
                        rounding.mostError(sign * bin.low()),
                        rounding.mostError(sign * bin.high()));
        if (bin.isPoint()) {
            return ends;
        }
        // What is flushed loses itself, up to the threshold somewhere in the bin.
        double flushed = rounding.mayFlush(sign * bin.low()) ? bin.high() * bin.high() : 0;
        double step = rounding.step(bin.high());
        double between = rounding.isNearest() ? step * step / 4 : step * step;
        return Math.max(Math.max(ends, flushed), between);
    }

    private static double best(Bin bin, int sign, ShiftedRounding rounding) {
        double step = rounding.step(bin.high());
        boolean holdsNeighbor = Math.ceil(bin.low() / step) <= Math.floor(bin.high() / step);
        return holdsNeighbor && !bin.isPoint() && !rounding.mustOverflow(sign * bin.low())
                ? 0
                : Math.min(
                        rounding.leastError(sign * bin.low()),
                        rounding.leastError(sign * bin.high()));
    }
}
