package org.unitscope.kernels;

import org.unitscope.format.Quantizer;
import org.unitscope.format.Thresholds;

/// Rounds to a format without a scale.
public final class FixedRounder implements ArrayRounder {
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private final FakeQuantizer arrays;
    private final Quantizer quantizer;
    private final RandomBits random;
    private final int randomBits;
    private final int overflowsFrom;
    private final int overflowsFromNegative;
    private final int flushedUpTo;

    /// A rounder of one tensor.
    ///
    /// @param random what stochastic rounding takes, by index of the element
    public FixedRounder(FakeQuantizer arrays, RandomBits random) {
        this.arrays = arrays;
        this.random = random;
        quantizer = arrays.quantizer();
        randomBits = quantizer.conversion().rounding().randomBits();
        if (randomBits == 0) {
            Thresholds thresholds = Thresholds.of(quantizer);
            overflowsFrom = thresholds.overflowsFrom()[0];
            overflowsFromNegative = thresholds.overflowsFrom()[1];
            flushedUpTo = Math.max(thresholds.flushedUpTo()[0], thresholds.flushedUpTo()[1]);
        } else {
            // Beyond the largest value of either sign some random bits may go further.
            double limit =
                    Math.min(quantizer.format().maxFinite(), -quantizer.format().lowestFinite());
            overflowsFrom = Float.floatToRawIntBits((float) Math.max(limit, 0));
            overflowsFromNegative = overflowsFrom;
            boolean inputs = quantizer.conversion().subnormals().flushesInputs();
            double normal = Math.max(quantizer.format().minNormal(), inputs ? Float.MIN_NORMAL : 0);
            flushedUpTo = Float.floatToRawIntBits((float) normal);
        }
    }

    @Override
    public void round(float[] in, int from, float[] out, int outFrom, int count) {
        arrays.quantize(in, from, out, outFrom, count, random);
    }

    @Override
    public long countOverflows(float[] in, int from, int count, int most) {
        if (most < Math.min(overflowsFrom, overflowsFromNegative)) {
            return 0;
        }
        return randomBits == 0 ? beyondThresholds(in, from, count) : byElement(in, from, count);
    }

    private long beyondThresholds(float[] in, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int bits = Float.floatToRawIntBits(in[i]);
            int threshold = bits < 0 ? overflowsFromNegative : overflowsFrom;
            number += (bits & MAGNITUDE) >= threshold ? 1 : 0;
        }
        return number;
    }

    private long byElement(float[] in, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int bits = (int) (random.bits(i) >>> (64 - randomBits));
            number += quantizer.overflows(in[i], bits) ? 1 : 0;
        }
        return number;
    }

    @Override
    public boolean mayFlush(int least) {
        return least <= flushedUpTo;
    }
}
