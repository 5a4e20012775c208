package org.unitscope.kernels;

import org.unitscope.format.Conversion;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;

/// Rounds arrays of float32 to a format and back ("fake quantization"), with the bits of
/// [Quantizer], element by element.
///
/// Three ways, chosen once: a vector kernel that adds and subtracts a power of two whose last place
/// is the format's step (formats whose range leaves room above, see [AddSubtractKernel]); a vector
/// kernel on the bits (formats with the exponents of a float32, see [BitMaskKernel]); the scalar
/// quantizer for all else, and where the JVM has no vector module. Formats with a scale are handled
/// by [ScaledRounder]. Immutable, safe to share between threads.
public final class FakeQuantizer {
    private static final int BLOCK = 1024;

    private final Quantizer quantizer;
    private final QuantizeKernel kernel;
    private final int randomBits;

    private FakeQuantizer(Quantizer quantizer) {
        this.quantizer = quantizer;
        randomBits = quantizer.conversion().rounding().randomBits();
        kernel = choose(quantizer);
    }

    /// Rounds to a format as usual.
    public static FakeQuantizer of(ScalarFormat format) {
        return of(format, Conversion.usual(format));
    }

    /// Rounds to a format under these settings.
    ///
    /// @throws IllegalArgumentException for a format with a scale
    public static FakeQuantizer of(ScalarFormat format, Conversion conversion) {
        if (format.scaling() != Scaling.NONE) {
            throw new IllegalArgumentException(
                    "Format '%s': needs a scale; use ScaledRounder.".formatted(format.name()));
        }
        return new FakeQuantizer(Quantizer.of(format, conversion));
    }

    private static QuantizeKernel choose(Quantizer quantizer) {
        if (quantizer.isIdentity()) {
            return (in, from, out, outFrom, count) ->
                    System.arraycopy(in, from, out, outFrom, count);
        }
        boolean vector =
                VectorUnit.isPresent() && !quantizer.conversion().rounding().isStochastic();
        if (vector && KernelRange.leavesRoomAbove(quantizer.format())) {
            return new AddSubtractKernel(quantizer);
        }
        if (vector && KernelRange.hasFloatExponents(quantizer.format())) {
            return new BitMaskKernel(quantizer);
        }
        return (in, from, out, outFrom, count) -> {
            for (int i = 0; i < count; i++) {
                out[outFrom + i] = quantizer.quantize(in[from + i]);
            }
        };
    }

    /// The scalar quantizer of the same bits.
    public Quantizer quantizer() {
        return quantizer;
    }

    /// Rounds `in[from]` to `in[from + count - 1]` into `out`, from `outFrom` on. Both may be the
    /// same array at the same place.
    ///
    /// @throws IllegalStateException if the rounding is stochastic
    public void quantize(float[] in, int from, float[] out, int outFrom, int count) {
        kernel.apply(in, from, out, outFrom, count);
    }

    /// As above, with random bits where the rounding is stochastic: element `i` of `in` takes the
    /// upper `N` bits that the source has for index `i`.
    public void quantize(
            float[] in, int from, float[] out, int outFrom, int count, RandomBits random) {
        if (randomBits == 0) {
            kernel.apply(in, from, out, outFrom, count);
        } else if (VectorUnit.isPresent() && KernelRange.leavesRoomAbove(quantizer.format())) {
            stochastic(in, from, out, outFrom, count, random);
        } else {
            for (int i = 0; i < count; i++) {
                int bits = (int) (random.bits(from + (long) i) >>> (64 - randomBits));
                out[outFrom + i] = quantizer.quantize(in[from + i], bits);
            }
        }
    }

    private void stochastic(
            float[] in, int from, float[] out, int outFrom, int count, RandomBits random) {
        StochasticKernel vector = new StochasticKernel(quantizer);
        int[] bits = new int[Math.min(BLOCK, count)];
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            for (int i = 0; i < length; i++) {
                long index = from + (long) start + i;
                bits[i] = (int) (random.bits(index) >>> (64 - randomBits));
            }
            vector.apply(in, from + start, out, outFrom + start, length, bits);
        }
    }
}
