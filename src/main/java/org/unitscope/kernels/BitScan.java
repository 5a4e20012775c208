package org.unitscope.kernels;

/// Looks at the bits of a block: the bin of every element, the smallest non-zero and the largest
/// magnitude.
///
/// With `v` the bits without sign, the bin is `(v >>> 20) + ((v + 2^20 - 1) >>> 20)`, plus 4096 for
/// a negative sign: sign, exponent and three leading mantissa bits, and in the last place whether
/// anything follows them. So a number on the edge of a bin has a bin of its own, as have zero (0)
/// and infinity (4080); NaN has all bins above.
final class BitScan {
    static final int BINS = 8192;
    static final int NEGATIVE = 4096;
    static final int INFINITE = 4080;

    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private int least;
    private int most;

    /// Scans a block into `bins[0]` to `bins[count - 1]`.
    void scan(float[] values, int from, int count, int[] bins) {
        least = MAGNITUDE;
        most = 0;
        int i = 0;
        if (VectorUnit.isPresent()) {
            VectorBitScan vector = VectorBitScan.of(values, from, count, bins);
            least = vector.least();
            most = vector.most();
            i = vector.scanned();
        }
        for (; i < count; i++) {
            int bits = Float.floatToRawIntBits(values[from + i]);
            int v = bits & MAGNITUDE;
            bins[i] = (v >>> 20) + ((v + 0xF_FFFF) >>> 20) + ((bits >>> 19) & NEGATIVE);
            // Less one, zero becomes the largest of all.
            least = Math.min(least, v - 1 & MAGNITUDE);
            most = Math.max(most, v);
        }
    }

    /// Bits of the smallest non-zero magnitude of the last block, infinity and NaN included; above
    /// all others if there is none.
    int least() {
        return least == MAGNITUDE ? MAGNITUDE : least + 1;
    }

    /// Bits of the largest magnitude of the last block, infinity and NaN included.
    int most() {
        return most;
    }
}
