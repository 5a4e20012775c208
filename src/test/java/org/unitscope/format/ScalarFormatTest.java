package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalarFormatTest {
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
        ScalarFormat format = Formats.require(name);

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
        "fp8_e4m3fnuz, 248, true",
        "bf16, 0x1.ffp127, true"
    })
    void theOverflowTieGoesToTheEvenMantissa(String name, double tie, boolean overflows) {
        ScalarFormat format = Formats.require(name);

        assertThat(format.overflowThreshold()).isEqualTo(tie);
        assertThat(format.overflows(tie)).isEqualTo(overflows);
        assertThat(format.overflows(Math.nextDown(tie))).isFalse();
        assertThat(format.overflows(Math.nextUp(tie))).isTrue();
        assertThat(format.overflows(Double.POSITIVE_INFINITY)).isTrue();
        assertThat(format.overflows(Double.NaN)).isFalse();
    }

    @Test
    void theFlushTieGoesToZeroAndZeroIsNotFlushed() {
        ScalarFormat format = Formats.FP8_E4M3;

        assertThat(format.flushes(0x1p-10)).isTrue();
        assertThat(format.flushes(Math.nextUp(0x1p-10))).isFalse();
        assertThat(format.flushes(0)).isFalse();
        assertThat(format.flushes(Double.NaN)).isFalse();
    }

    @Test
    void theSubnormalRangeLiesBetweenFlushThresholdAndSmallestNormal() {
        ScalarFormat format = Formats.FP8_E4M3;

        assertThat(format.isSubnormalRange(0x1p-10)).isFalse();
        assertThat(format.isSubnormalRange(Math.nextUp(0x1p-10))).isTrue();
        assertThat(format.isSubnormalRange(Math.nextDown(0x1p-6))).isTrue();
        assertThat(format.isSubnormalRange(0x1p-6)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fp8_e4m3 | FP8 E4M3 OCP (max 448, bias 7)",
                "fp8_e5m2 | FP8 E5M2 OCP (max 57344, bias 15)",
                "fp16 | FP16 (max 65504, bias 15)",
                "bf16 | BF16 (max 3.3895314e38, bias 127)",
                "us_e4m3 | unit-scaling library E4M3 (max 240, bias 8)",
                "mxint8 | MX INT8 (max 1.984375, step 0.015625)",
                "int8 | INT8 (max 127 steps, symmetric, per tensor)"
            })
    void theDisplayNameCarriesMaximumAndBias(String name, String expected) {
        assertThat(Formats.require(name).displayName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s1e8m23b128_ieee | a smallest value of 2^-149 or more",
                "s1e8m3b126_ieee | a largest value below 2^128 (the float32 range); raise the bias",
                "s1e9m3b127 | 1 to 8 exponent bits (a float32 has 8), got 9",
                "s1e0m7b0 | 1 to 8 exponent bits (a float32 has 8), got 0",
                "s1e5m24b15 | 0 to 23 mantissa bits (a float32 has 23), got 24",
                "s1e1m3b0_ieee | with 1 bit no normal number is left",
                "s1e5m0b15_ieee | a mantissa bit with Inf and NaN",
                "s0e4m3b7_fnuz | a sign bit for NaN in place of -0",
                "s1e4m3b7_fn_nozero | no sign in a format without zero",
                "s1e1m0b0 | 2 exponent and mantissa bits or more"
            })
    void aFormatThatCannotBeIsRefusedWithTheReason(String name, String reason) {
        assertThatThrownBy(() -> Formats.require(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Format '" + name + "': needs ")
                .hasMessageContaining(reason);
    }

    @Test
    void theReferenceTableHoldsForEveryFormatInIt() {
        for (String[] row : CodeTable.rows("formats.csv")) {
            ScalarFormat format = Formats.require(row[0]);
            FormatCodes codes = FormatCodes.of(format);
            assertThat(format.bits()).as(row[0]).isEqualTo(Integer.parseInt(row[1]));
            assertThat(format.isSigned()).as(row[0]).isEqualTo(row[2].equals("1"));
            assertThat(format.exponentBits()).as(row[0]).isEqualTo(Integer.parseInt(row[3]));
            assertThat(format.mantissaBits()).as(row[0]).isEqualTo(Integer.parseInt(row[4]));
            assertThat(format.bias()).as(row[0]).isEqualTo(Integer.parseInt(row[5]));
            assertThat(format.maxFinite()).as(row[0]).isEqualTo(Double.parseDouble(row[7]));
            if (!row[8].equals("nan")) {
                assertThat(format.minNormal()).as(row[0]).isEqualTo(Double.parseDouble(row[8]));
            }
            double least = row[9].equals("nan") ? format.minNormal() : Double.parseDouble(row[9]);
            assertThat(format.minSubnormal()).as(row[0]).isEqualTo(least);
            assertThat(format.hasNegativeZero()).as(row[0]).isEqualTo(row[12].equals("1"));
            assertThat(format.isInteger()).as(row[0]).isEqualTo(row[13].equals("1"));
            if (format.bits() <= 19) {
                long nan = 0;
                long infinite = 0;
                for (int code = 0; code < codes.count(); code++) {
                    nan += codes.kind(code) == FormatCodes.Kind.NAN ? 1 : 0;
                    infinite += codes.kind(code) == FormatCodes.Kind.INFINITE ? 1 : 0;
                }
                assertThat(nan).as(row[0]).isEqualTo(Long.parseLong(row[10]));
                assertThat(infinite).as(row[0]).isEqualTo(Long.parseLong(row[11]));
            }
        }
    }

    @Test
    void theUnitScalingLibrarysFormatsFollowItsFormulas() {
        for (String name : new String[] {"us_e5m10", "us_e4m3", "us_e5m2"}) {
            ScalarFormat format = Formats.require(name);
            int half = 1 << (format.exponentBits() - 1);
            // max 2^(2^(E-1)-1) (2 - 2^-M), smallest normal 2^(1 - 2^(E-1)).
            double max = Math.scalb(2 - Math.scalb(1.0, -format.mantissaBits()), half - 1);
            assertThat(format.maxFinite()).isEqualTo(max);
            assertThat(format.minNormal()).isEqualTo(Math.scalb(1.0, 1 - half));
            assertThat(Conversion.usual(format).rounding().kind())
                    .isEqualTo(RoundingMode.Kind.NEAREST_ZERO);
        }
        // Ties toward zero, run with the library: 1.1875 becomes 1.125, to nearest even 1.25.
        assertThat(Quantizer.of(Formats.require("us_e4m3")).quantize(1.1875f)).isEqualTo(1.125f);
        assertThat(Quantizer.of(Formats.FP8_E4M3).quantize(1.1875f)).isEqualTo(1.25f);
    }
}
