package org.unitscope.app.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.unitscope.format.Conversion;
import org.unitscope.format.Formats;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.SpecialValues;

class FormatModelsTest {
    private static final ScalarFormat FNUZ = Formats.require("fp8_e4m3fnuz");

    /// E4M3 ends at 448, FNUZ at 240 with a bias one higher: of the 253 and 255 distinct finite
    /// values, FNUZ lacks the 14 magnitudes above 240 and adds the eight below 2^-6 between those
    /// of E4M3, of either sign.
    @Test
    void theDifferenceCountsValuesOfOneFormatOnly() {
        FormatDifference difference = FormatDifference.of(Formats.FP8_E4M3, FNUZ);

        assertThat(difference.values())
                .isEqualTo(
                        "239 finite values are in both, 14 only in the first, 16 only in the"
                                + " second.");
        assertThat(difference.rows())
                .extracting(FormatDifference.Row::name)
                .contains("bias", "largest", "special values")
                .doesNotContain("precision");
    }

    @Test
    void aFormatDoesNotDifferFromItself() {
        FormatDifference difference = FormatDifference.of(FNUZ, FNUZ);

        assertThat(difference.rows()).isEmpty();
        assertThat(difference.values()).isEqualTo("Both have the same 255 finite values.");
        assertThat(FormatDifference.of(Formats.FP32, FNUZ).values()).contains("up to 16 bits");
    }

    @Test
    void theBiasFollowsTheExponentOnlyIfItIsTheUsualOne() {
        FormatDraft draft = FormatDraft.of(Formats.FP8_E4M3);

        assertThat(draft.withExponentBits(5).bias()).isEqualTo(15);
        assertThat(draft.withBias(9).withExponentBits(5).bias()).isEqualTo(9);
        assertThat(draft.withExponentBits(0).problem()).contains("1 to 8 exponent bits");
        assertThat(draft.withZero(false).problem()).contains("no sign");
        assertThat(draft.withSpecials(SpecialValues.NONE).problem()).isEmpty();
    }

    @Test
    void everyCodeIsListed() {
        ValueList values = new ValueList(Formats.FP8_E4M3);

        assertThat(values).hasSize(256);
        assertThat(values.get(0x7e))
                .isEqualTo(new ValueList.Row("7e", "01111110", "normal", "448 = 1.75 * 2^8"));
        assertThat(values.get(0xff).kind()).isEqualTo("nan");
        assertThat(new ValueList(Formats.FP16)).hasSize(65_536);
        assertThatThrownBy(() -> new ValueList(Formats.FP32))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNumberIsTriedWithItsReasons() {
        NumberTrial trial = NumberTrial.of("464", Formats.FP8_E4M3, Conversion.SATURATING);
        assertThat(trial.result()).startsWith("448").contains("7e");
        assertThat(trial.steps()).anyMatch(step -> step.contains("tie"));

        assertThat(NumberTrial.of("0x1p-10", FNUZ, Conversion.SATURATING).steps()).isNotEmpty();
        assertThat(NumberTrial.of("twelve", FNUZ, Conversion.SATURATING).result())
                .contains("not a number");
    }

    @Test
    void everyFormatAndConversionTakesEveryKindOfNumber() {
        for (ScalarFormat format : Formats.all()) {
            for (RoundingMode.Kind kind : RoundingMode.Kind.values()) {
                RoundingMode rounding = new RoundingMode(kind, kind.isStochastic() ? 8 : 0);
                for (String number : new String[] {"0.1", "-1e30", "-0", "-inf", "nan", "1e-40"}) {
                    assertThat(
                                    NumberTrial.of(
                                                    number,
                                                    format,
                                                    Conversion.usual(format).with(rounding))
                                            .steps())
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void marksLieOnTheLine() {
        for (ScalarFormat format : Formats.all()) {
            for (boolean logarithmic : new boolean[] {true, false}) {
                NumberLine line = NumberLine.of(format, logarithmic);
                assertThat(line.marks())
                        .describedAs(format.name())
                        .isNotEmpty()
                        .allMatch(mark -> mark.place() >= 0 && mark.place() <= 1);
            }
        }
        assertThat(NumberLine.of(Formats.FP8_E4M3, true).marks()).hasSize(126);
        assertThat(NumberLine.of(Formats.FP32, true).thinned()).isTrue();
    }
}
