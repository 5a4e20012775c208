package org.unitscope.kernels;

import org.unitscope.format.AffineQuantizer;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;

/// Rounds to an integer format whose scale comes from the tensor: see
/// [org.unitscope.format.Scaling]. One scale, or one for each index of the last axis.
public final class ScaledRounder implements ArrayRounder {
    private final AffineQuantizer[] channels;
    private final RandomBits random;
    private final int randomBits;

    private ScaledRounder(AffineQuantizer[] channels, RandomBits random, int randomBits) {
        this.channels = channels;
        this.random = random;
        this.randomBits = randomBits;
    }

    /// Looks at a tensor and chooses its scales. Infinite and NaN elements do not count.
    ///
    /// @param lastAxis extent of the last axis; divides the length
    public static ScaledRounder calibrated(
            ScalarFormat format,
            RoundingMode rounding,
            float[] tensor,
            int lastAxis,
            RandomBits random) {
        int channels = format.scaling().isPerChannel() ? Math.max(1, lastAxis) : 1;
        float[] min = new float[channels];
        float[] max = new float[channels];
        for (int i = 0, channel = 0; i < tensor.length; i++) {
            float x = Float.isFinite(tensor[i]) ? tensor[i] : 0;
            min[channel] = Math.min(min[channel], x);
            max[channel] = Math.max(max[channel], x);
            channel = channel + 1 == channels ? 0 : channel + 1;
        }
        AffineQuantizer[] quantizers = new AffineQuantizer[channels];
        for (int channel = 0; channel < channels; channel++) {
            quantizers[channel] =
                    AffineQuantizer.calibrated(format, rounding, min[channel], max[channel]);
        }
        return new ScaledRounder(quantizers, random, rounding.randomBits());
    }

    /// The quantizer of an element.
    public AffineQuantizer quantizer(int index) {
        return channels[index % channels.length];
    }

    private int randomAt(int index) {
        return randomBits == 0 ? 0 : (int) (random.bits(index) >>> (64 - randomBits));
    }

    @Override
    public void round(float[] in, int from, float[] out, int outFrom, int count) {
        for (int i = 0; i < count; i++) {
            int index = from + i;
            out[outFrom + i] = quantizer(index).quantize(in[index], randomAt(index));
        }
    }

    @Override
    public long countOverflows(float[] in, int from, int count, int most) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            number += quantizer(i).overflows(in[i]) ? 1 : 0;
        }
        return number;
    }

    @Override
    public boolean mayFlush(int least) {
        return true;
    }
}
