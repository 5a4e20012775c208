package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of conventions: what 1e30, infinity and NaN become.
final class OverflowTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "e5m2, saturate, 57344, 57344, NaN",
        "e5m2, nonsaturate, Infinity, Infinity, NaN",
        "e4m3, saturate, 448, 448, NaN",
        "e4m3, nonsaturate, NaN, NaN, NaN",
        "fp4, saturate, 6, 6, NaN",
        "fp4, nonsaturate, 6, 6, NaN",
        "fp4, ml_dtypes, 6, 6, 0",
        "fp4, te, 6, 6, 6",
        "e4m3fnuz, saturate, 240, 240, NaN",
        "e4m3fnuz, onnx, 240, NaN, NaN",
        "e4m3, onnx, 448, 448, NaN",
        "e5m2, onnx, 57344, 57344, NaN",
        "e4m3fnuz, nonsaturate, NaN, NaN, NaN",
        "k8p4se, sat-finite, 224, 224, NaN",
        "k8p4se, sat-propagate, 224, Infinity, NaN",
        "k8p4se, sat-none, Infinity, Infinity, NaN",
        "k8p4sf, sat-propagate, 240, 240, NaN",
        "k8p4sf, sat-none, 240, 240, NaN",
        "e4m3, ml_dtypes, NaN, NaN, NaN",
        "e5m2, ml_dtypes, Infinity, Infinity, NaN",
        "e4m3, pytorch-2.11, NaN, NaN, NaN",
        "e4m3, pytorch, 448, NaN, NaN",
        "e5m2, pytorch, Infinity, Infinity, NaN",
        "e4m3, te, 448, 448, NaN",
        "fp16, te, Infinity, Infinity, NaN",
        "fp16, onnx, Infinity, Infinity, NaN",
        "e8m0, saturate, 0x1p127, 0x1p127, NaN"
    })
    void whatLiesBeyondTheRange(
            String format, String rule, float finite, float infinite, float nan) {
        Quantizer quantizer =
                Quantizer.of(
                        Formats.require(format), Conversion.SATURATING.with(Overflow.parse(rule)));
        float huge = format.equals("e8m0") ? Float.MAX_VALUE : 1e30f;
        assertSame(quantizer.quantize(huge), finite);
        assertSame(quantizer.quantize(Float.POSITIVE_INFINITY), infinite);
        assertSame(quantizer.quantize(Float.NaN), nan);
        if (quantizer.format().isSigned()) {
            assertSame(quantizer.quantize(-huge), -finite);
            assertSame(quantizer.quantize(Float.NEGATIVE_INFINITY), -infinite);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "e5m2, rtz, sat-none, 57344, -57344",
        "e5m2, up, sat-none, Infinity, -57344",
        "e5m2, down, nonsaturate, 57344, -Infinity",
        "fp16, rtz, nonsaturate, 65504, -65504",
        "e5m2, odd, nonsaturate, Infinity, -Infinity"
    })
    void modesDirectedInwardDoNotReachInfinity(
            String format, String rounding, String rule, float positive, float negative) {
        Quantizer quantizer =
                Quantizer.of(
                        Formats.require(format),
                        new Conversion(
                                RoundingMode.parse(rounding),
                                Overflow.parse(rule),
                                Subnormals.KEEP));
        assertSame(quantizer.quantize(1e6f), positive);
        assertSame(quantizer.quantize(-1e6f), negative);
        assertSame(quantizer.quantize(Float.POSITIVE_INFINITY), Float.POSITIVE_INFINITY);
    }

    /// Without a sign: the lowest value, or NaN where overflow is not saturated.
    @Test
    void negativeNumbersWithoutASign() {
        for (String name : new String[] {"s0e4m4b7", "ue4m3", "k8p4ue", "e8m0"}) {
            ScalarFormat format = Formats.require(name);
            Quantizer saturating = Quantizer.of(format, Conversion.SATURATING);
            Quantizer other = Quantizer.of(format, Conversion.NONSATURATING);
            for (float x : new float[] {-1, -1e30f, Float.NEGATIVE_INFINITY}) {
                assertSame(saturating.quantize(x), (float) format.lowestFinite());
                float beyond = format.hasNan() ? Float.NaN : 0;
                assertSame(other.quantize(x), beyond);
            }
            assertThat(saturating.overflows(-1, 0)).isTrue();
            float zero = format.hasZero() ? 0f : 0x1p-127f;
            assertSame(saturating.quantize(-0f), zero);
            assertSame(other.quantize(0f), zero);
        }
    }

    private static void assertSame(float got, float expected) {
        assertThat(Float.valueOf(got)).isEqualTo(Float.valueOf(expected));
    }

    @Test
    void subnormalSettings() {
        ScalarFormat format = Formats.FP8_E4M3;
        Quantizer results =
                Quantizer.of(format, Conversion.SATURATING.with(Subnormals.FLUSH_RESULTS));
        // 2^-6 - 2^-10 is the tie between the largest subnormal and the smallest normal number.
        assertThat(results.quantize(0x1.ep-7f - 0x1p-16f)).isEqualTo(0f);
        assertThat(results.quantize(0x1p-6f - 0x1p-10f)).isEqualTo(0x1p-6f);
        assertThat(results.quantize(-0x1p-9f)).isEqualTo(-0f);
        assertThat(results.quantize(0x1p-6f)).isEqualTo(0x1p-6f);
        Quantizer inputs =
                Quantizer.of(Formats.FP32, Conversion.NONSATURATING.with(Subnormals.FLUSH_INPUTS));
        assertThat(inputs.isIdentity()).isFalse();
        assertThat(inputs.quantize(-Float.MIN_VALUE)).isEqualTo(-0f);
        assertThat(inputs.quantize(Math.nextDown(Float.MIN_NORMAL))).isEqualTo(0f);
        assertThat(inputs.quantize(Float.MIN_NORMAL)).isEqualTo(Float.MIN_NORMAL);
    }

    @Test
    void readsItsOwnWords() {
        for (Overflow overflow : Overflow.values()) {
            assertThat(Overflow.parse(overflow.word())).isEqualTo(overflow);
        }
        for (Subnormals subnormals : Subnormals.values()) {
            assertThat(Subnormals.parse(subnormals.word())).isEqualTo(subnormals);
        }
        assertThatThrownBy(() -> Overflow.parse("clamp")).hasMessageContaining("use saturate,");
        assertThatThrownBy(() -> Subnormals.parse("ftz")).hasMessageContaining("use keep,");
    }

    @Test
    void aTargetReadsItsOwnText() {
        for (String text :
                new String[] {
                    "fp8_e5m2",
                    "fp8_e5m2@sr-a:8",
                    "fp16@rtz@saturate@flush-results",
                    "int8",
                    "s1e4m3b7_fn"
                }) {
            assertThat(TargetFormat.parse(text)).hasToString(text);
        }
        assertThat(TargetFormat.parse("us_e4m3@rne").displayName())
                .isEqualTo(
                        "unit-scaling library E4M3 (max 240, bias 8), to nearest, ties to even; saturate (OCP)");
        assertThatThrownBy(() -> TargetFormat.parse("fp16@fast"))
                .hasMessageStartingWith("Setting 'fast' is not known;");
    }
}
