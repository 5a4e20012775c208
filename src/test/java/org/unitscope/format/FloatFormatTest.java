package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FloatFormatTest {
    /// Rows of an independent table of formats (made with gfloat and ml_dtypes, which agree).
    @ParameterizedTest
    @CsvSource({
        "fp16, 16, 5, 10, 15, 0x1.ffc0000000000p+15, 0x1p-14, 0x1p-24",
        "bf16, 16, 8, 7, 127, 0x1.fe00000000000p+127, 0x1p-126, 0x1p-133",
        "fp8_e4m3fn, 8, 4, 3, 7, 0x1.c000000000000p+8, 0x1p-6, 0x1p-9",
        "fp8_e5m2, 8, 5, 2, 15, 0x1.c000000000000p+15, 0x1p-14, 0x1p-16"
    })
    void derivedValuesMatchTheReferenceTable(
            String name,
            int bits,
            int exponentBits,
            int mantissaBits,
            int bias,
            double maxFinite,
            double minNormal,
            double minSubnormal) {
        FloatFormat format = Formats.require(name);

        assertThat(format.bits()).isEqualTo(bits);
        assertThat(format.exponentBits()).isEqualTo(exponentBits);
        assertThat(format.precision()).isEqualTo(mantissaBits + 1);
        assertThat(format.bias()).isEqualTo(bias);
        assertThat(format.maxFinite()).isEqualTo(maxFinite);
        assertThat(format.minNormal()).isEqualTo(minNormal);
        assertThat(format.minSubnormal()).isEqualTo(minSubnormal);
        assertThat(format.flushThreshold()).isEqualTo(minSubnormal / 2);
    }

    @Test
    void fp32IsJavasFloat() {
        assertThat(Formats.FP32.maxFinite()).isEqualTo(Float.MAX_VALUE);
        assertThat(Formats.FP32.minNormal()).isEqualTo(Float.MIN_NORMAL);
        assertThat(Formats.FP32.minSubnormal()).isEqualTo(Float.MIN_VALUE);
        assertThat(Formats.FP32.overflows(Float.MAX_VALUE)).isFalse();
        assertThat(Formats.FP32.flushes(Float.MIN_VALUE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fp16, 65520, true",
        "fp8_e5m2, 61440, true",
        "fp8_e4m3, 464, false",
        "bf16, 0x1.ffp127, true"
    })
    void theOverflowTieGoesToTheEvenMantissa(String name, double tie, boolean overflows) {
        FloatFormat format = Formats.require(name);

        assertThat(format.overflowThreshold()).isEqualTo(tie);
        assertThat(format.overflows(tie)).isEqualTo(overflows);
        assertThat(format.overflows(Math.nextDown(tie))).isFalse();
        assertThat(format.overflows(Math.nextUp(tie))).isTrue();
        assertThat(format.overflows(Double.POSITIVE_INFINITY)).isTrue();
        assertThat(format.overflows(Double.NaN)).isFalse();
    }

    @Test
    void theFlushTieGoesToZeroAndZeroIsNotFlushed() {
        FloatFormat format = Formats.FP8_E4M3;

        assertThat(format.flushes(0x1p-10)).isTrue();
        assertThat(format.flushes(Math.nextUp(0x1p-10))).isFalse();
        assertThat(format.flushes(0)).isFalse();
        assertThat(format.flushes(Double.NaN)).isFalse();
    }

    @Test
    void theSubnormalRangeLiesBetweenFlushThresholdAndSmallestNormal() {
        FloatFormat format = Formats.FP8_E4M3;

        assertThat(format.isSubnormalRange(0x1p-10)).isFalse();
        assertThat(format.isSubnormalRange(Math.nextUp(0x1p-10))).isTrue();
        assertThat(format.isSubnormalRange(Math.nextDown(0x1p-6))).isTrue();
        assertThat(format.isSubnormalRange(0x1p-6)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fp8_e4m3 | FP8 E4M3 (OCP, max 448, bias 7)",
                "fp8_e5m2 | FP8 E5M2 (OCP, max 57344, bias 15)",
                "fp16 | FP16 (max 65504, bias 15)",
                "bf16 | BF16 (max 3.3895314e38, bias 127)"
            })
    void theDisplayNameCarriesMaximumAndBias(String name, String expected) {
        assertThat(Formats.require(name).displayName()).isEqualTo(expected);
    }

    @Test
    void valuesThatAreNoFloatsAreRefused() {
        assertThatThrownBy(() -> new FloatFormat("tiny", 8, 23, 128, SpecialValues.IEEE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Format 'tiny': needs smallest exponent -149 or more (a float32), got -150;"
                                + " change its widths or its bias.");
        assertThatThrownBy(() -> new FloatFormat("huge", 8, 3, 126, SpecialValues.IEEE))
                .hasMessageContaining("got 128");
        assertThatThrownBy(() -> new FloatFormat("wide", 9, 3, 127, SpecialValues.IEEE))
                .hasMessageContaining("2 to 8 exponent bits, got 9");
        assertThatThrownBy(() -> new FloatFormat("bare", 5, 0, 15, SpecialValues.IEEE))
                .hasMessageContaining("1 to 23 mantissa bits, got 0");
    }
}
