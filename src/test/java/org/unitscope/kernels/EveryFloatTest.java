package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;

/// All 2^32 floats, arrays and single numbers.
@Tag("slow")
final class EveryFloatTest {
    private static final int CHUNK = 1 << 20;

    /// The bits that a float should become.
    private interface Expected {
        int bits(int input);
    }

    @Test
    void fp16IsTheJdksOwnConversion() {
        check(
                Formats.FP16,
                bits -> {
                    short code = Float.floatToFloat16(Float.intBitsToFloat(bits));
                    return Float.floatToIntBits(Float.float16ToFloat(code));
                });
    }

    /// A bfloat16 is the upper half of a float32: half of the lower half is added and the rest cut.
    @Test
    void bf16IsRoundingOfTheBits() {
        check(
                Formats.BF16,
                bits -> {
                    int odd = (bits >>> 16) & 1;
                    boolean nan = Float.isNaN(Float.intBitsToFloat(bits));
                    return nan ? 0x7fc00000 : (bits + 0x7FFF + odd) & 0xFFFF_0000;
                });
    }

    private static void check(ScalarFormat format, Expected expected) {
        FakeQuantizer arrays = FakeQuantizer.of(format);
        Quantizer scalar = Quantizer.of(format);
        AtomicLong wrong = new AtomicLong();
        AtomicLong checked = new AtomicLong();
        IntStream.range(0, 4096)
                .parallel()
                .forEach(chunk -> {
                    float[] in = new float[CHUNK];
                    float[] out = new float[CHUNK];
                    for (int i = 0; i < CHUNK; i++) {
                        in[i] = Float.intBitsToFloat(chunk * CHUNK + i);
                    }
                    arrays.quantize(in, 0, out, 0, CHUNK);
                    long bad = 0;
                    for (int i = 0; i < CHUNK; i++) {
                        int want = expected.bits(chunk * CHUNK + i);
                        bad += Float.floatToIntBits(out[i]) == want ? 0 : 1;
                        float one = scalar.quantize(in[i]);
                        bad += Float.floatToIntBits(one) == want ? 0 : 1;
                    }
                    wrong.addAndGet(bad);
                    checked.addAndGet(CHUNK);
                });
        assertThat(checked.get()).isEqualTo(1L << 32);
        assertThat(wrong.get()).isZero();
    }
}
