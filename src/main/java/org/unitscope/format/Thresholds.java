package org.unitscope.format;

/// Where a deterministic conversion of float32 numbers to a format without a scale changes what
/// becomes of them, as the bits of float32 magnitudes (which order as integers). Found by bisection
/// with the [Quantizer] itself, so exact under every rounding mode and setting.
///
/// Arrays have the positive sign at index 0, the negative at 1.
///
/// @param flushedUpTo the largest non-zero magnitude that becomes zero; 0 if none does
/// @param overflowsFrom the smallest finite magnitude that overflows; the bits of infinity if none
///   does
@SuppressWarnings("ArrayRecordComponent") // two elements each, never handed out to be changed
public record Thresholds(int[] flushedUpTo, int[] overflowsFrom) {
    private static final int INFINITY = 0x7F80_0000;
    private static final int SIGN = 0x8000_0000;

    /// The thresholds of a quantizer.
    ///
    /// @throws IllegalArgumentException if its rounding is stochastic
    public static Thresholds of(Quantizer quantizer) {
        if (quantizer.conversion().rounding().isStochastic()) {
            throw new IllegalArgumentException("stochastic rounding has no thresholds");
        }
        return new Thresholds(
                new int[] {flushed(quantizer, 0), flushed(quantizer, SIGN)},
                new int[] {overflowing(quantizer, 0), overflowing(quantizer, SIGN)});
    }

    /// The first magnitude that is not flushed, less one. A result of zero that was an overflow (a
    /// negative number without a sign) is no flush.
    private static int flushed(Quantizer quantizer, int sign) {
        int low = 0;
        int high = INFINITY;
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            float x = Float.intBitsToFloat(middle | sign);
            boolean zero = !quantizer.overflows(x, 0) && quantizer.quantize(x) == 0;
            low = zero ? middle : low;
            high = zero ? high : middle;
        }
        return low;
    }

    private static int overflowing(Quantizer quantizer, int sign) {
        int low = 0;
        int high = INFINITY;
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            boolean over = quantizer.overflows(Float.intBitsToFloat(middle | sign), 0);
            high = over ? middle : high;
            low = over ? low : middle;
        }
        return high;
    }
}
