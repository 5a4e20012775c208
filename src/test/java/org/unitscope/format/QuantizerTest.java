package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantizerTest {
    @Test
    void fp16AgreesWithTheJdkOnEveryCodeMidpointAndNeighbor() {
        Quantizer quantizer = Quantizer.of(Formats.FP16);
        for (int code = 0; code < 65_536; code++) {
            float value = Float.float16ToFloat((short) code);
            assertSame(quantizer, value, value);
            float next = Float.float16ToFloat((short) (code + 1));
            // Both are multiples of 2^-24 below 2^17, so the midpoint is exact.
            float middle =
                    code == 0x7BFF || code == 0xFBFF
                            ? Math.copySign(65520f, value)
                            : (value + next) / 2;
            assertLikeJdk(quantizer, middle);
            assertLikeJdk(quantizer, Math.nextUp(middle));
            assertLikeJdk(quantizer, Math.nextDown(middle));
        }
    }

    @Test
    void fp16AgreesWithTheJdkOnRandomBits() {
        Quantizer quantizer = Quantizer.of(Formats.FP16);
        SplittableRandom random = new SplittableRandom(16);
        for (int i = 0; i < 1_000_000; i++) {
            assertLikeJdk(quantizer, Float.intBitsToFloat(random.nextInt()));
        }
    }

    private static void assertLikeJdk(Quantizer quantizer, float x) {
        assertSame(quantizer, x, Float.float16ToFloat(Float.floatToFloat16(x)));
    }

    @Test
    void bf16AgreesWithRoundingTheBitsAsAnInteger() {
        Quantizer quantizer = Quantizer.of(Formats.BF16);
        for (int upper = 0; upper < 65_536; upper++) {
            for (int lower : new int[] {0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF}) {
                assertLikeUpperHalf(quantizer, upper << 16 | lower);
            }
        }
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < 1_000_000; i++) {
            assertLikeUpperHalf(quantizer, random.nextInt());
        }
    }

    /// A bfloat16 is the upper half of a float32, so half of the lower half is added and the rest
    /// cut.
    private static void assertLikeUpperHalf(Quantizer quantizer, int bits) {
        float x = Float.intBitsToFloat(bits);
        int odd = (bits >>> 16) & 1;
        float expected = Float.intBitsToFloat((bits + 0x7FFF + odd) & 0xFFFF_0000);
        assertSame(quantizer, x, Float.isNaN(x) ? Float.NaN : expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp8_e4m3fn", "fp8_e5m2"})
    void fp8AgreesWithTheNearestCodeOfTheTable(String name) {
        CodeTable table = CodeTable.read(name);
        Quantizer quantizer = Quantizer.of(Formats.require(name));
        for (float edge : table.edges()) {
            assertLikeTable(table, quantizer, edge);
            assertLikeTable(table, quantizer, Math.nextUp(edge));
            assertLikeTable(table, quantizer, Math.nextDown(edge));
        }
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < 20_000; i++) {
            assertLikeTable(table, quantizer, Float.intBitsToFloat(random.nextInt()));
            // The exponents that matter, which random bits seldom hit.
            int exponent = random.nextInt(107, 147) << 23;
            int bits = exponent | random.nextInt(1 << 23);
            assertLikeTable(table, quantizer, Float.intBitsToFloat(bits));
        }
    }

    private static void assertLikeTable(CodeTable table, Quantizer quantizer, float x) {
        if (Float.isFinite(x)) {
            float expected = table.nearest(Math.abs(x));
            assertSame(quantizer, x, Math.copySign(expected, x));
        }
    }

    @Test
    void fp8Saturates() {
        for (float sign : new float[] {1, -1}) {
            Quantizer e4m3 = Quantizer.of(Formats.FP8_E4M3);
            assertSame(e4m3, sign * 464, sign * 448);
            assertSame(e4m3, sign * Math.nextUp(464f), sign * 448);
            assertSame(e4m3, sign * Float.MAX_VALUE, sign * 448);
            assertSame(e4m3, sign * Float.POSITIVE_INFINITY, sign * 448);
            Quantizer e5m2 = Quantizer.of(Formats.FP8_E5M2);
            assertSame(e5m2, sign * 61440, sign * 57344);
            assertSame(e5m2, sign * Float.POSITIVE_INFINITY, sign * 57344);
        }
    }

    @Test
    void withoutSaturationOverflowIsInfinityOrWhereThereIsNoneNaN() {
        Quantizer e4m3 = Quantizer.of(Formats.FP8_E4M3, Conversion.NONSATURATING);
        assertSame(e4m3, 464, 448);
        assertSame(e4m3, Math.nextUp(464f), Float.NaN);
        assertSame(e4m3, Float.NEGATIVE_INFINITY, Float.NaN);
        Quantizer e5m2 = Quantizer.of(Formats.FP8_E5M2, Conversion.NONSATURATING);
        assertSame(e5m2, Math.nextDown(61440f), 57344);
        assertSame(e5m2, -61440, Float.NEGATIVE_INFINITY);
        Quantizer fp16 = Quantizer.of(Formats.FP16, Conversion.SATURATING);
        assertSame(fp16, Float.POSITIVE_INFINITY, 65504);
    }

    @Test
    void naNStaysNaNAndZeroKeepsItsSign() {
        for (ScalarFormat format : Formats.common()) {
            Quantizer quantizer = Quantizer.of(format);
            assertThat(quantizer.quantize(Float.NaN)).isNaN();
            assertSame(quantizer, 0f, 0f);
            assertSame(quantizer, -0f, -0f);
            assertSame(
                    quantizer, -Float.MIN_VALUE, quantizer.isIdentity() ? -Float.MIN_VALUE : -0f);
        }
    }

    @Test
    void fp32ChangesNothing() {
        Quantizer quantizer = Quantizer.of(Formats.FP32);
        assertThat(quantizer.isIdentity()).isTrue();
        SplittableRandom random = new SplittableRandom(19);
        for (int i = 0; i < 100_000; i++) {
            float x = Float.intBitsToFloat(random.nextInt());
            assertSame(quantizer, x, x);
        }
    }

    @Test
    void roundsARangeOfAnArrayInPlaceOrBeside() {
        for (ScalarFormat format : Formats.common()) {
            Quantizer quantizer = Quantizer.of(format);
            float[] in = {0.3f, 0.3f, -1000.1f, 1e-3f, 0.3f};
            float[] out = new float[5];
            quantizer.quantize(in, out, 1, 4);
            float third = quantizer.quantize(0.3f);
            assertThat(out)
                    .containsExactly(
                            0, third, quantizer.quantize(-1000.1f), quantizer.quantize(1e-3f), 0);
            quantizer.quantize(in, in, 1, 4);
            assertThat(in).startsWith(0.3f, third).endsWith(0.3f);
        }
    }

    private static void assertSame(Quantizer quantizer, float x, float expected) {
        float actual = quantizer.quantize(x);
        // AssertJ only on failure: these tests ask millions of times.
        if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
            assertThat(actual)
                    .as("%s of %s (%s)", quantizer.format().name(), x, Float.toHexString(x))
                    .isEqualTo(expected);
        }
    }
}
