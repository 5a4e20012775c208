package org.unitscope.statistics;

import java.util.HashMap;
import java.util.Map;

/// Counts floats by exponent field, smallest and largest magnitude, one block at a time.
///
/// Mutable, for one thread. Only integer operations on the bits: a magnitude `v` (bits without
/// sign) goes to bin `(v >>> 23) + ((v + 2^23 - 1) >>> 23)`, which is `2 E` for an exact power of
/// two (mantissa field zero) of exponent field `E` and `2 E + 1` for any other. So zero, float32
/// subnormals, infinity and NaN have bins of their own (0, 1, 510 and 511); subnormals are looked
/// at once more for their octave.
final class ExponentCounts {
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA = 0x7F_FFFF;
    private static final int FIRST_NORMAL = 0x80_0000;
    private static final int INFINITY = 0x7F80_0000;
    private static final int BIAS = 127;
    private static final int SUBNORMALS = 1;
    private static final int INFINITIES = 510;
    private static final int NANS = 511;

    /// Neighbors are often in the same bin: two tables keep the second from waiting for the first.
    private final long[] evenBins = new long[512];

    private final long[] oddBins = new long[512];
    private final long[] subnormalCounts = new long[MANTISSA_BITS];
    private final long[] subnormalPowers = new long[MANTISSA_BITS];

    private int least = MAGNITUDE;
    private int most;
    private int blockLeast;
    private int blockMost;
    private boolean blockHasNonfinite;

    /// Counts the elements of a block.
    void accept(float[] values, int from, int to) {
        long subnormalsBefore = bin(SUBNORMALS);
        countBins(values, from, to);
        blockHasNonfinite = blockMost >= INFINITY;
        if (blockHasNonfinite) {
            findLargestFinite(values, from, to);
        }
        if (bin(SUBNORMALS) > subnormalsBefore) {
            countSubnormals(values, from, to);
        }
        least = Math.min(least, blockLeast);
        most = Math.max(most, blockMost);
    }

    private void countBins(float[] values, int from, int to) {
        int small = MAGNITUDE;
        int large = 0;
        int i = from;
        for (; i < to - 1; i += 2) {
            int v = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            int w = Float.floatToRawIntBits(values[i + 1]) & MAGNITUDE;
            evenBins[(v >>> MANTISSA_BITS) + ((v + MANTISSA) >>> MANTISSA_BITS)]++;
            oddBins[(w >>> MANTISSA_BITS) + ((w + MANTISSA) >>> MANTISSA_BITS)]++;
            // Less one, zero becomes the largest of all.
            small = Math.min(small, Math.min((v - 1) & MAGNITUDE, (w - 1) & MAGNITUDE));
            large = Math.max(large, Math.max(v, w));
        }
        if (i < to) {
            int v = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            evenBins[(v >>> MANTISSA_BITS) + ((v + MANTISSA) >>> MANTISSA_BITS)]++;
            small = Math.min(small, (v - 1) & MAGNITUDE);
            large = Math.max(large, v);
        }
        blockLeast = small == MAGNITUDE || small + 1 >= INFINITY ? MAGNITUDE : small + 1;
        blockMost = large;
    }

    private void findLargestFinite(float[] values, int from, int to) {
        int large = 0;
        for (int i = from; i < to; i++) {
            int v = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            large = v < INFINITY ? Math.max(large, v) : large;
        }
        blockMost = large;
    }

    private void countSubnormals(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            int v = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            if (v != 0 && v < FIRST_NORMAL) {
                int position = 31 - Integer.numberOfLeadingZeros(v);
                subnormalCounts[position]++;
                subnormalPowers[position] += v == 1 << position ? 1 : 0;
            }
        }
    }

    /// Adds the counts of another.
    void merge(ExponentCounts next) {
        add(evenBins, next.evenBins);
        add(oddBins, next.oddBins);
        add(subnormalCounts, next.subnormalCounts);
        add(subnormalPowers, next.subnormalPowers);
        least = Math.min(least, next.least);
        most = Math.max(most, next.most);
    }

    private static void add(long[] sums, long[] terms) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i];
        }
    }

    /// Whether the last block held an infinite or NaN element.
    boolean blockHasNonfinite() {
        return blockHasNonfinite;
    }

    /// Bits of the smallest non-zero finite magnitude of the last block; above all finite ones if
    /// none.
    int blockLeast() {
        return blockLeast;
    }

    /// Bits of the largest finite magnitude of the last block.
    int blockMost() {
        return blockMost;
    }

    /// Bits of the smallest non-zero finite magnitude; above all finite ones if there is none.
    int least() {
        return least;
    }

    /// Bits of the largest finite magnitude; zero if there is none.
    int most() {
        return most;
    }

    /// The counts as an immutable histogram.
    OctaveHistogram histogram() {
        Map<Integer, Long> counts = new HashMap<>();
        Map<Integer, Long> powers = new HashMap<>();
        for (int position = 0; position < MANTISSA_BITS; position++) {
            counts.put(OctaveHistogram.LOWEST + position, subnormalCounts[position]);
            powers.put(OctaveHistogram.LOWEST + position, subnormalPowers[position]);
        }
        for (int field = 1; 2 * field < INFINITIES; field++) {
            counts.put(field - BIAS, bin(2 * field) + bin(2 * field + 1));
            powers.put(field - BIAS, bin(2 * field));
        }
        return OctaveHistogram.of(counts, powers, bin(0), bin(INFINITIES), bin(NANS));
    }

    private long bin(int index) {
        return evenBins[index] + oddBins[index];
    }
}
