package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.ArrayRounder;
import org.unitscope.kernels.FusedPass;

/// Gathers the statistics of one tensor, or of one part of it, in one pass over its elements.
///
/// Mutable, for one thread. For the same bits on any number of threads the caller splits a tensor
/// into ranges of [#RANGE] elements, gives each range to an accumulator of its own and merges them
/// in order.
///
/// Sums are of exact float32 squares in double precision: each range is cut into blocks of
/// [FusedPass#BLOCK] elements from its start, a block is summed in eight lanes and its sum added to
/// the total, so the relative error of `sum(x^2)` is below `(256 + 3 + blocks) * 2^-53`. Counts,
/// `amax`, the smallest magnitude and the fates are exact.
public final class StatisticsAccumulator {
    /// Elements of the ranges that callers split a tensor into.
    public static final int RANGE = 1 << 18;

    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private final TargetFormat target;

    private FineHistogram histogram = FineHistogram.EMPTY;
    private double sum;
    private double energy;
    private double errorEnergy;
    private double flushedEnergy;
    private long overflows;
    private long underflows;
    private long positiveUnderflows;
    private int least = MAGNITUDE;
    private int most;

    /// An empty accumulator.
    ///
    /// @param target the format and conversion of the fates, the SQNR and the verdict
    public StatisticsAccumulator(TargetFormat target) {
        this.target = target;
    }

    /// Takes in the elements `values[from]` to `values[to - 1]`, as the rounder of their tensor
    /// rounds them.
    public void accept(float[] values, int from, int to, ArrayRounder rounder) {
        FusedPass pass = new FusedPass(rounder);
        pass.accept(values, from, to);
        add(pass);
    }

    private void add(FusedPass pass) {
        histogram = histogram.merge(FineHistogram.of(pass));
        sum += pass.sum();
        energy += pass.energy();
        errorEnergy += pass.errorEnergy();
        flushedEnergy += pass.flushedEnergy();
        overflows += pass.overflows();
        underflows += pass.underflows();
        positiveUnderflows += pass.positiveUnderflows();
        least = Math.min(least, pass.least());
        most = Math.max(most, pass.most());
    }

    /// Adds what another accumulator gathered from the elements that follow.
    ///
    /// @throws IllegalArgumentException if it judges against another format
    public void merge(StatisticsAccumulator next) {
        if (!target.equals(next.target)) {
            throw new IllegalArgumentException(
                    "Statistics: accumulators must judge the same format, got %s and %s."
                            .formatted(target, next.target));
        }
        histogram = histogram.merge(next.histogram);
        sum += next.sum;
        energy += next.energy;
        errorEnergy += next.errorEnergy;
        flushedEnergy += next.flushedEnergy;
        overflows += next.overflows;
        underflows += next.underflows;
        positiveUnderflows += next.positiveUnderflows;
        least = Math.min(least, next.least);
        most = Math.max(most, next.most);
    }

    /// The statistics of everything taken in so far.
    public TensorStatistics finish(VerdictRule rule) {
        OctaveHistogram octaves = histogram.octaves();
        long nonfinite = octaves.infinite() + octaves.nan();
        long nonzero = octaves.nonzeroFinite();
        double amax = Float.intBitsToFloat(most);
        OptionalDouble smallest =
                nonzero == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Float.intBitsToFloat(least));
        Fates fates = nonzero == 0 ? Fates.NONE : fates(nonzero);
        return new TensorStatistics(
                octaves.count(),
                moments(nonzero, octaves.zeros(), amax),
                amax,
                smallest,
                octaves.zeros(),
                nonfinite,
                histogram,
                fates,
                target,
                sqnrDecibels(),
                rule.judge(fates, amax, target.format(), nonfinite));
    }

    private Moments moments(long nonzero, long zeros, double amax) {
        long finite = nonzero + zeros;
        // Where all magnitudes are the same the mean square is known without rounding error, which
        // makes the variance of a constant tensor exactly zero.
        boolean sameMagnitude = zeros == 0 && least == most;
        return new Moments(sum / finite, sameMagnitude ? amax * amax : energy / finite);
    }

    private Fates fates(long nonzero) {
        return new Fates(
                (double) underflows / nonzero,
                (double) subnormals() / nonzero,
                (double) overflows / nonzero,
                flushedEnergy / energy);
    }

    /// What flushes lies below the smallest normal number too, under every setting.
    private long subnormals() {
        ScalarFormat format = target.format();
        if (!format.hasSubnormals()) {
            return 0;
        }
        // Without a sign, small negative numbers are no subnormals.
        long below = histogram.countBelow(format.minNormal(), format.isSigned());
        // Flushed inputs may lie above it: then nothing is left below.
        return Math.max(0, below - (format.isSigned() ? underflows : positiveUnderflows));
    }

    private OptionalDouble sqnrDecibels() {
        return energy == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(10 * StrictMath.log10(energy / errorEnergy));
    }
}
