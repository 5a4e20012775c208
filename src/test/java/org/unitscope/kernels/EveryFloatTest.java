package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;

/// All 2^32 floats in arrays, and one in 64 of them as single numbers.
@Tag("slow")
final class EveryFloatTest {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 1 << 12;

    @Test
    void fp16IsTheJdksOwnConversion() {
        long wrong =
                IntStream.range(0, CHUNKS)
                        .parallel()
                        .mapToLong(chunk -> wrong(Formats.FP16, chunk))
                        .sum();
        assertThat(wrong).isZero();
    }

    /// A bfloat16 is the upper half of a float32: half of the lower half is added and the rest cut.
    @Test
    void bf16IsRoundingOfTheBits() {
        long wrong =
                IntStream.range(0, CHUNKS)
                        .parallel()
                        .mapToLong(chunk -> wrong(Formats.BF16, chunk))
                        .sum();
        assertThat(wrong).isZero();
    }

    private static long wrong(ScalarFormat format, int chunk) {
        float[] in = new float[CHUNK];
        float[] out = new float[CHUNK];
        fill(in, chunk);
        FakeQuantizer.of(format).quantize(in, 0, out, 0, CHUNK);
        boolean half = format.equals(Formats.FP16);
        long arrays = half ? unlikeJdk(in, out) : unlikeUpperHalf(in, out);
        return arrays + unlikeArrays(Quantizer.of(format), in, out, chunk % 64);
    }

    private static void fill(float[] in, int chunk) {
        for (int i = 0; i < CHUNK; i++) {
            in[i] = Float.intBitsToFloat(chunk * CHUNK + i);
        }
    }

    private static long unlikeJdk(float[] in, float[] out) {
        long different = 0;
        for (int i = 0; i < CHUNK; i++) {
            float want = Float.float16ToFloat(Float.floatToFloat16(in[i]));
            different |= Float.floatToIntBits(want) ^ Float.floatToIntBits(out[i]);
        }
        return different == 0 ? 0 : 1;
    }

    private static long unlikeUpperHalf(float[] in, float[] out) {
        long different = 0;
        for (int i = 0; i < CHUNK; i++) {
            int bits = Float.floatToRawIntBits(in[i]);
            int rounded = (bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF_0000;
            int want = Float.isNaN(in[i]) ? 0x7fc0_0000 : rounded;
            different |= want ^ Float.floatToIntBits(out[i]);
        }
        return different == 0 ? 0 : 1;
    }

    private static long unlikeArrays(Quantizer scalar, float[] in, float[] out, int first) {
        long different = 0;
        for (int i = first; i < CHUNK; i += 64) {
            int one = Float.floatToIntBits(scalar.quantize(in[i]));
            different += one == Float.floatToIntBits(out[i]) ? 0 : 1;
        }
        return different;
    }
}
