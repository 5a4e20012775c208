package org.unitscope.statistics;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.format.TargetFormat;

/// The fates and the error of a recorded tensor in any scalar format, from its histogram alone:
/// what *would* happen to it there, without its elements, also if they were multiplied by a power
/// of two.
///
/// The first three are shares of the non-zero finite elements and the fourth of the energy, as in
/// [Fates]. Each is exact where no threshold lies inside a bin of the [FineHistogram], or where
/// `amax` and the smallest magnitude settle the bin it cuts; otherwise the true share lies between
/// the bounds. All zero where there is no non-zero finite element.
///
/// @param underflow share that becomes zero
/// @param subnormal share above that and below the smallest normal value
/// @param overflow share that rounds beyond the range
/// @param flushedEnergy share of the energy in elements that become zero
/// @param sqnrDecibels signal to quantization noise; the estimate takes the density of elements as
///   linear over a bin
public record FormatFates(
        Bounded underflow,
        Bounded subnormal,
        Bounded overflow,
        Bounded flushedEnergy,
        Estimate sqnrDecibels) {
    /// A share between two bounds, both included.
    public record Bounded(double low, double high) {
        private static final Bounded NONE = new Bounded(0, 0);

        /// Whether the bounds meet.
        public boolean exact() {
            return low == high;
        }
    }

    /// A number that is estimated, with bounds, both included. NaN where the tensor has no energy.
    public record Estimate(double low, double estimate, double high) {
        /// Whether the bounds meet.
        public boolean exact() {
            return low == high;
        }
    }

    /// Whether the fates of recorded tensors in a format can be told: the scale of an integer
    /// format must follow from amax alone.
    public static boolean canTell(TargetFormat target) {
        return !target.format().scaling().isPerChannel()
                && !target.format().scaling().isAsymmetric();
    }

    /// Whether all shares are exact.
    public boolean exact() {
        return underflow.exact() && subnormal.exact() && overflow.exact();
    }

    /// The fates of a tensor in a format.
    public static FormatFates of(TensorStatistics statistics, TargetFormat target) {
        return of(statistics, target, 0);
    }

    /// The fates of a tensor times `2^shift` in a format.
    ///
    /// @throws IllegalArgumentException if they cannot be told, see [#canTell]
    public static FormatFates of(TensorStatistics statistics, TargetFormat target, int shift) {
        if (!canTell(target)) {
            throw new IllegalArgumentException(
                    "Fates in '%s' need the elements themselves".formatted(target));
        }
        long total = statistics.nonzeroFinite();
        if (total == 0) {
            return new FormatFates(
                    Bounded.NONE,
                    Bounded.NONE,
                    Bounded.NONE,
                    Bounded.NONE,
                    new Estimate(Double.NaN, Double.NaN, Double.NaN));
        }
        ShiftedRounding rounding = new ShiftedRounding(target, shift, statistics.amax());
        Tally tally = new Tally();
        for (BinFates bin : bins(statistics, rounding)) {
            tally.add(bin);
        }
        // A format without zero turns zeros into its smallest value.
        tally.addError(statistics.zeros() * rounding.squaredError(0));
        return tally.shares((double) total, statistics.energy());
    }

    /// What becomes of each bin of a tensor times `2^shift`, in the order of [FineHistogram#bins].
    public static List<BinFates> bins(TensorStatistics statistics, TargetFormat target, int shift) {
        return bins(statistics, new ShiftedRounding(target, shift, statistics.amax()));
    }

    private static List<BinFates> bins(TensorStatistics statistics, ShiftedRounding rounding) {
        double least = statistics.minNonzero().orElse(0);
        List<FineHistogram.Bin> bins = statistics.fine().bins();
        List<BinFates> fates = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            double slope = DensitySlope.of(bins, i);
            fates.add(BinFates.of(bins.get(i), slope, least, statistics.amax(), rounding));
        }
        return fates;
    }

    /// Sums over bins.
    private static final class Tally {
        private long flushedLow;
        private long flushedHigh;
        private long subnormalLow;
        private long subnormalHigh;
        private long overflowLow;
        private long overflowHigh;
        private double flushedEnergyLow;
        private double flushedEnergyHigh;
        private double errorLow;
        private double error;
        private double errorHigh;

        void add(BinFates bin) {
            flushedLow += bin.flushedLow();
            flushedHigh += bin.flushedHigh();
            subnormalLow += bin.subnormalLow();
            subnormalHigh += bin.subnormalHigh();
            overflowLow += bin.overflowLow();
            overflowHigh += bin.overflowHigh();
            double low = bin.bin().low();
            double high = bin.bin().high();
            flushedEnergyLow += bin.flushedLow() * low * low;
            flushedEnergyHigh += bin.flushedHigh() * high * high;
            errorLow += bin.errorLow();
            error += bin.error();
            errorHigh += bin.errorHigh();
        }

        void addError(double squared) {
            errorLow += squared;
            error += squared;
            errorHigh += squared;
        }

        FormatFates shares(double total, double energy) {
            return new FormatFates(
                    new Bounded(flushedLow / total, flushedHigh / total),
                    new Bounded(subnormalLow / total, subnormalHigh / total),
                    new Bounded(overflowLow / total, overflowHigh / total),
                    new Bounded(
                            Math.min(1, flushedEnergyLow / energy),
                            Math.min(1, flushedEnergyHigh / energy)),
                    new Estimate(
                            decibels(energy, errorHigh),
                            decibels(energy, error),
                            decibels(energy, errorLow)));
        }

        private static double decibels(double energy, double error) {
            return 10 * StrictMath.log10(energy / error);
        }
    }
}
