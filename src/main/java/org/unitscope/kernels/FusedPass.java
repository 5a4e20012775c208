package org.unitscope.kernels;

/// One pass over a range of a tensor: rounds it, and gathers everything that is counted, block by
/// block, so that a block stays in the cache while the steps look at it.
///
/// Mutable, for one thread. Per block of [#BLOCK] elements from the start of a range: scan the bits
/// (bins, smallest and largest), round, add up (see [BlockSums]), and only where a block can hold
/// any, count overflows, underflows and flushed energy. Infinite and NaN elements are counted and
/// take no part in sums and fates. Same range, same bits, with and without vectors.
public final class FusedPass {
    /// Elements of a block: three arrays of them fit into a first-level cache.
    public static final int BLOCK = 2048;

    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITY = 0x7F80_0000;
    private static final int FIRST_NORMAL = 0x80_0000;
    private static final int SUBNORMAL_BINS = 23 * 16;

    private final ArrayRounder rounder;
    private final BitScan scan = new BitScan();
    private final BlockSums sums = new BlockSums();
    private final int[] bins = new int[BLOCK];
    private final float[] rounded = new float[BLOCK];

    /// Neighbors are often in the same bin: two tables keep the second from waiting for the first.
    private final int[] evenBins = new int[BitScan.BINS];

    private final int[] oddBins = new int[BitScan.BINS];
    private final int[] subnormalBins = new int[2 * SUBNORMAL_BINS];

    private double sum;
    private double energy;
    private double errorEnergy;
    private double flushedEnergy;
    private long overflows;
    private long underflows;
    private long positiveUnderflows;
    private int least = MAGNITUDE;
    private int most;

    /// A pass that rounds with this rounder.
    public FusedPass(ArrayRounder rounder) {
        this.rounder = rounder;
    }

    /// Takes in `values[from]` to `values[to - 1]`, at most 2^30 elements in all calls together,
    /// without keeping what they are rounded to.
    public void accept(float[] values, int from, int to) {
        for (int start = from; start < to; start += BLOCK) {
            block(values, start, Math.min(BLOCK, to - start));
        }
    }

    /// As [#accept], and replaces the elements by what they are rounded to.
    public void acceptAndRound(float[] values, int from, int to) {
        for (int start = from; start < to; start += BLOCK) {
            int count = Math.min(BLOCK, to - start);
            block(values, start, count);
            System.arraycopy(rounded, 0, values, start, count);
        }
    }

    private void block(float[] values, int from, int count) {
        scan.scan(values, from, count, bins);
        countBins(count);
        rounder.round(values, from, rounded, 0, count);
        if (scan.most() >= INFINITY) {
            blockWithNonfinite(values, from, count);
            return;
        }
        if (scan.least() < FIRST_NORMAL) {
            countSubnormals(values, from, count);
        }
        least = Math.min(least, scan.least());
        most = Math.max(most, scan.most());
        addUp(
                values,
                from,
                rounded,
                count,
                rounder.countOverflows(values, from, count, scan.most()),
                values,
                from);
    }

    private void countBins(int count) {
        int i = 0;
        for (; i < count - 1; i += 2) {
            evenBins[bins[i] & BitScan.BINS - 1]++;
            oddBins[bins[i + 1] & BitScan.BINS - 1]++;
        }
        if (i < count) {
            evenBins[bins[i] & BitScan.BINS - 1]++;
        }
    }

    /// Sums and fates of the finite elements alone: all others count as zeros that stay zeros.
    private void blockWithNonfinite(float[] values, int from, int count) {
        float[] finite = new float[count];
        float[] kept = new float[count];
        long over = 0;
        for (int i = 0; i < count; i++) {
            float x = values[from + i];
            int v = Float.floatToRawIntBits(x) & MAGNITUDE;
            if (v < INFINITY) {
                finite[i] = x;
                kept[i] = rounded[i];
                most = Math.max(most, v);
                least = v == 0 ? least : Math.min(least, v);
                over += rounder.countOverflows(values, from + i, 1, v);
            }
        }
        countSubnormals(finite, 0, count);
        addUp(finite, 0, kept, count, over, values, from);
    }

    /// @param original the tensor itself, where random bits and scales belong to an index
    private void addUp(
            float[] values,
            int from,
            float[] results,
            int count,
            long over,
            float[] original,
            int originalFrom) {
        boolean mayFlush = rounder.mayFlush(scan.least());
        sums.of(values, from, results, 0, count, mayFlush && over == 0);
        if (mayFlush && over > 0) {
            flushedAmongOverflows(values, from, results, count, original, originalFrom);
        }
        sum += sums.sum();
        energy += sums.energy();
        double error = sums.errorEnergy();
        // NaN stands for an overflow where there is no infinity.
        errorEnergy += Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        overflows += over;
        underflows += sums.flushed;
        positiveUnderflows += sums.flushedPositive;
        flushedEnergy += sums.flushedEnergy();
    }

    /// What overflowed to zero, as negative numbers do without a sign, is no underflow.
    private void flushedAmongOverflows(
            float[] values,
            int from,
            float[] results,
            int count,
            float[] original,
            int originalFrom) {
        for (int i = 0; i < count; i++) {
            float x = values[from + i];
            if (results[i] == 0 && x != 0) {
                int v = Float.floatToRawIntBits(x) & MAGNITUDE;
                if (rounder.countOverflows(original, originalFrom + i, 1, v) == 0) {
                    sums.addFlushed(i % BlockSums.LANES, x);
                }
            }
        }
    }

    private void countSubnormals(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int v = bits & MAGNITUDE;
            if (v != 0 && v < FIRST_NORMAL) {
                int octave = 31 - Integer.numberOfLeadingZeros(v);
                // Shifted up until the leading bit is where a normal number hides it.
                int normalized = v << (23 - octave);
                int eighth = normalized >>> 20 & 7;
                int interior = (normalized & 0xF_FFFF) == 0 ? 0 : 1;
                int bin = 16 * octave + 2 * eighth + interior;
                subnormalBins[bits < 0 ? SUBNORMAL_BINS + bin : bin]++;
            }
        }
    }

    /// Visits the bins that hold elements.
    public interface BinVisitor {
        /// Takes in one bin.
        ///
        /// @param negative the sign
        /// @param bin `16 * octave + 2 * eighth + interior`: magnitudes from `2^octave * (1 +
        ///   eighth / 8)`, only that number if `interior` is 0, those above it up to the next bin
        ///   if 1
        /// @param count elements in it
        void visit(boolean negative, int bin, long count);
    }

    /// Visits the bins of the finite non-zero elements, positive before negative, ascending.
    public void forEachBin(BinVisitor visitor) {
        for (int sign = 0; sign < 2; sign++) {
            for (int i = 0; i < SUBNORMAL_BINS; i++) {
                int count = subnormalBins[sign * SUBNORMAL_BINS + i];
                if (count > 0) {
                    visitor.visit(sign == 1, i - 149 * 16, count);
                }
            }
            for (int i = 16; i < BitScan.INFINITE; i++) {
                long count = count(sign * BitScan.NEGATIVE + i);
                if (count > 0) {
                    visitor.visit(sign == 1, i - 127 * 16, count);
                }
            }
        }
    }

    private long count(int bin) {
        return (long) evenBins[bin] + oddBins[bin];
    }

    /// Elements equal to zero, of either sign.
    public long zeros() {
        return count(0) + count(BitScan.NEGATIVE);
    }

    /// Infinite elements.
    public long infinite() {
        return count(BitScan.INFINITE) + count(BitScan.NEGATIVE + BitScan.INFINITE);
    }

    /// NaN elements.
    public long nan() {
        long all = 0;
        for (int bin = BitScan.INFINITE + 1; bin < BitScan.NEGATIVE; bin++) {
            all += count(bin) + count(BitScan.NEGATIVE + bin);
        }
        return all;
    }

    /// `sum(x)` over finite elements.
    public double sum() {
        return sum;
    }

    /// `sum(x^2)` over finite elements.
    public double energy() {
        return energy;
    }

    /// `sum((q - x)^2)` over finite elements; infinite if one became infinite or NaN.
    public double errorEnergy() {
        return errorEnergy;
    }

    /// `sum(x^2)` over elements that became zero.
    public double flushedEnergy() {
        return flushedEnergy;
    }

    /// Finite elements that rounded beyond the range, before clamping.
    public long overflows() {
        return overflows;
    }

    /// Non-zero elements that became zero without an overflow.
    public long underflows() {
        return underflows;
    }

    /// Those of them that are positive.
    public long positiveUnderflows() {
        return positiveUnderflows;
    }

    /// Bits of the smallest non-zero finite magnitude; all ones if there is none.
    public int least() {
        return least;
    }

    /// Bits of the largest finite magnitude.
    public int most() {
        return most;
    }
}
