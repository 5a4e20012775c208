package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.FloatFormat;
import org.unitscope.format.Quantizer;

/// Gathers the statistics of one tensor, or of one part of it, in one pass over its elements.
///
/// Mutable, for one thread. For the same bits on any number of threads the caller splits a tensor
/// into ranges of [#RANGE] elements, gives each range to an accumulator of its own and merges them
/// in order.
///
/// Sums are of exact float32 squares in double precision: each `accept` cuts its range into blocks
/// of 4096 elements from its start, sums a block in eight lanes (see [LaneSums]) and adds the
/// block's sum to the total, so the relative error of `sum(x^2)` is below `(512 + 3 + blocks) *
/// 2^-53`. Counts, `amax` and the smallest magnitude are exact.
public final class StatisticsAccumulator {
    /// Elements of the ranges that callers split a tensor into.
    public static final int RANGE = 65_536;

    private static final int BLOCK = 4096;
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private final FloatFormat format;
    private final Quantizer quantizer;
    private final int flushBits;
    private final int overflowBits;
    private final ExponentCounts exponents = new ExponentCounts();

    private double sum;
    private double energy;
    private double errorEnergy;
    private double flushedEnergy;
    private long overflows;

    /// An empty accumulator.
    ///
    /// @param judged the format of the fates, the SQNR and the verdict
    public StatisticsAccumulator(FloatFormat judged) {
        format = judged;
        quantizer = Quantizer.of(judged);
        // The threshold of FP32, half its smallest value, is rounded to zero here: nothing is
        // flushed.
        flushBits = Float.floatToRawIntBits((float) judged.flushThreshold());
        // Likewise infinity stands for the overflow threshold of FP32: nothing finite reaches it.
        int threshold = Float.floatToRawIntBits((float) judged.overflowThreshold());
        overflowBits = judged.overflowThresholdOverflows() ? threshold : threshold + 1;
    }

    /// Takes in the elements `values[from]` to `values[to - 1]`.
    public void accept(float[] values, int from, int to) {
        for (int start = from; start < to; start += BLOCK) {
            acceptBlock(values, start, Math.min(start + BLOCK, to));
        }
    }

    private void acceptBlock(float[] values, int from, int to) {
        exponents.accept(values, from, to);
        if (exponents.blockHasNonfinite()) {
            addBlock(finiteOrZero(values, from, to), 0, to - from);
        } else {
            addBlock(values, from, to);
        }
    }

    private void addBlock(float[] values, int from, int to) {
        sum += LaneSums.sum(values, from, to);
        energy += LaneSums.sumOfSquares(values, from, to);
        if (!quantizer.isIdentity()) {
            errorEnergy += LaneSums.sumOfSquaredErrors(values, from, to, quantizer);
        }
        if (exponents.blockLeast() <= flushBits) {
            float[] flushed = flushedOrZero(values, from, to);
            flushedEnergy += LaneSums.sumOfSquares(flushed, 0, flushed.length);
        }
        if (exponents.blockMost() >= overflowBits) {
            overflows += countOverflows(values, from, to);
        }
    }

    private static float[] finiteOrZero(float[] values, int from, int to) {
        float[] finite = new float[to - from];
        for (int i = from; i < to; i++) {
            finite[i - from] = Float.isFinite(values[i]) ? values[i] : 0;
        }
        return finite;
    }

    private float[] flushedOrZero(float[] values, int from, int to) {
        float[] flushed = new float[to - from];
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            // All ones where the magnitude is at most the threshold, else zero: no branch to guess.
            int keep = ((bits & MAGNITUDE) - flushBits - 1) >> 31;
            flushed[i - from] = Float.intBitsToFloat(bits & keep);
        }
        return flushed;
    }

    private int countOverflows(float[] values, int from, int to) {
        int within = 0;
        for (int i = from; i < to; i++) {
            int magnitude = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            within += (magnitude - overflowBits) >>> 31;
        }
        return to - from - within;
    }

    /// Adds what another accumulator gathered from the elements that follow.
    ///
    /// @throws IllegalArgumentException if it judges against another format
    public void merge(StatisticsAccumulator next) {
        if (!format.equals(next.format)) {
            throw new IllegalArgumentException(
                    "Statistics: accumulators must judge the same format, got %s and %s."
                            .formatted(format.displayName(), next.format.displayName()));
        }
        exponents.merge(next.exponents);
        sum += next.sum;
        energy += next.energy;
        errorEnergy += next.errorEnergy;
        flushedEnergy += next.flushedEnergy;
        overflows += next.overflows;
    }

    /// The statistics of everything taken in so far.
    public TensorStatistics finish(VerdictRule rule) {
        OctaveHistogram histogram = exponents.histogram();
        long nonfinite = histogram.infinite() + histogram.nan();
        long nonzero = histogram.nonzeroFinite();
        double amax = Float.intBitsToFloat(exponents.most());
        OptionalDouble least =
                nonzero == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Float.intBitsToFloat(exponents.least()));
        Fates fates = nonzero == 0 ? Fates.NONE : fates(histogram, amax, least, nonzero);
        return new TensorStatistics(
                histogram.count(),
                moments(nonzero, histogram.zeros(), amax),
                amax,
                least,
                histogram.zeros(),
                nonfinite,
                histogram,
                fates,
                format,
                sqnrDecibels(),
                rule.judge(fates, amax, format, nonfinite));
    }

    private Moments moments(long nonzero, long zeros, double amax) {
        long finite = nonzero + zeros;
        // Where all magnitudes are the same the mean square is known without rounding error, which
        // makes the variance of a constant tensor exactly zero.
        boolean sameMagnitude = zeros == 0 && exponents.least() == exponents.most();
        return new Moments(sum / finite, sameMagnitude ? amax * amax : energy / finite);
    }

    /// Both lower thresholds are powers of two, so the histogram gives their counts exactly.
    private Fates fates(
            OctaveHistogram histogram, double amax, OptionalDouble least, long nonzero) {
        FormatFates counted = FormatFates.of(histogram, amax, least, format);
        return new Fates(
                counted.underflow().low(),
                counted.subnormal().low(),
                (double) overflows / nonzero,
                flushedEnergy / energy);
    }

    private OptionalDouble sqnrDecibels() {
        return energy == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(10 * StrictMath.log10(energy / errorEnergy));
    }
}
