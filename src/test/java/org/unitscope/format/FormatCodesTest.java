package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class FormatCodesTest {
    static final List<String> TABLES = CodeTable.NAMES;
    static final List<ScalarFormat> NARROW =
            Formats.all().stream().filter(format -> format.bits() <= 19).toList();

    @ParameterizedTest
    @FieldSource("TABLES")
    void everyCodeDecodesAsInTheTableAndIsFoundAgain(String name) {
        FormatCodes codes = FormatCodes.of(Formats.require(name));
        List<String[]> rows = CodeTable.read(name).rows();
        assertThat(codes.count()).isEqualTo(rows.size());
        for (String[] row : rows) {
            int code = Integer.parseInt(row[0], 16);
            float value = (float) codes.decode(code);
            int expected = (int) Long.parseLong(row[5], 16);
            assertThat(Float.floatToIntBits(value))
                    .as("%s code %s", name, row[0])
                    .isEqualTo(Float.isNaN(value) ? 0x7fc00000 : expected);
            assertThat(codes.binary(code)).isEqualTo(row[1]);
            assertThat(codes.kind(code)).as("%s code %s", name, row[0]).isEqualTo(kind(row[2]));
            if (!Float.isNaN(value)) {
                assertThat(codes.encode(value)).hasValue(code);
            }
        }
    }

    private static FormatCodes.Kind kind(String word) {
        return switch (word) {
            case "zero" -> FormatCodes.Kind.ZERO;
            case "subnormal" -> FormatCodes.Kind.SUBNORMAL;
            case "normal", "int" -> FormatCodes.Kind.NORMAL;
            case "inf" -> FormatCodes.Kind.INFINITE;
            default -> FormatCodes.Kind.NAN;
        };
    }

    @ParameterizedTest
    @FieldSource("NARROW")
    void codesOfEveryFormatAreFoundAgainRoundToThemselvesAndAreOrdered(ScalarFormat format) {
        FormatCodes codes = FormatCodes.of(format);
        Quantizer quantizer = Quantizer.of(format.unscaled());
        double before = Double.NEGATIVE_INFINITY;
        int half = (int) (codes.count() / (format.isSigned() ? 2 : 1));
        for (int code = 0; code < codes.count(); code++) {
            double value = codes.decode(code);
            boolean unused =
                    format.signedness() == Signedness.TWOS_COMPLEMENT_SYMMETRIC && code == half;
            if (Double.isNaN(value)) {
                assertThat(codes.kind(codes.encode(value).orElseThrow()))
                        .isEqualTo(FormatCodes.Kind.NAN);
                continue;
            }
            assertThat(codes.kind(code) == FormatCodes.Kind.UNUSED).isEqualTo(unused);
            if (!unused) {
                check(codes, quantizer, code, value);
            }
            if (code < half) {
                assertThat(value).as("%s %d", format.name(), code).isGreaterThan(before);
                before = value;
            }
        }
    }

    private static void check(FormatCodes codes, Quantizer quantizer, int code, double value) {
        int again = codes.encode(value).orElse(-1);
        float rounded = quantizer.quantize((float) value);
        boolean stays = Double.isInfinite(value) || rounded == (float) value;
        if (again != code || !stays) {
            assertThat(again).as("%s %s", quantizer.format().name(), value).isEqualTo(code);
            assertThat(rounded).isEqualTo((float) value);
        }
    }

    @Test
    void fp16CodesAreThoseOfTheJdk() {
        FormatCodes codes = FormatCodes.of(Formats.FP16);
        for (int code = 0; code < 65_536; code++) {
            float expected = Float.float16ToFloat((short) code);
            if (Float.floatToIntBits((float) codes.decode(code))
                    != Float.floatToIntBits(expected)) {
                assertThat((float) codes.decode(code)).as("code %d", code).isEqualTo(expected);
            }
        }
        assertThat(codes.encode(Double.NaN)).hasValue(Float.floatToFloat16(Float.NaN) & 0xFFFF);
    }

    @Test
    void aValueThatIsNoneIsRefused() {
        FormatCodes codes = FormatCodes.of(Formats.FP8_E4M3);
        for (double value : new double[] {449, 1e-9, Double.POSITIVE_INFINITY, 1.0625}) {
            assertThatThrownBy(() -> codes.encode(value))
                    .hasMessageContaining("none of its values");
        }
        assertThat(FormatCodes.of(Formats.require("fp4")).encode(Double.NaN)).isEmpty();
        assertThat(codes.hex(5)).isEqualTo("05");
        assertThat(FormatCodes.of(Formats.require("fp6_e3m2")).hex(63)).isEqualTo("3f");
    }
}
