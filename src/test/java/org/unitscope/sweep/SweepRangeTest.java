package org.unitscope.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.task.WorkbenchException;

class SweepRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width=256..4096|width=256,512,1024,2048,4096",
                "width=256..4096:x4|width=256,1024,4096",
                "width = 256 .. 1024 : x 2|width=256,512,1024",
                // 864 is reached, 1296 is beyond.
                "width=256..1000:x1.5|width=256,384,576,864",
                // 100, 150, 225, 337.5: whole ends round to the even neighbor.
                "width=100..400:x1.5|width=100,150,225,338",
                // 1, 1.2, 1.44, 1.728, 2.07, 2.49, 2.99: the same whole number is kept once.
                "layers=1..3:x1.2|layers=1,2,3",
                "layers=2..8:+2|layers=2,4,6,8",
                "layers=2..9:+2|layers=2,4,6,8",
                "std=0.25..1|std=0.25,0.5,1",
                "std=1.0..2.5:x1.5|std=1,1.5,2.25",
                "std=1..2:+0.25|std=1,1.25,1.5,1.75,2",
                "width=1024,256,384|width=256,384,1024",
                "width=1e3,2.5e3|width=1000,2500",
                // 0.1 + 0.1 + 0.1 is a little above 0.3: the end is not lost.
                "std=0.1..0.3:+0.1|std=0.1,0.2,0.30000000000000004",
            })
    void aRangeIsRead(String text, String values) throws WorkbenchException {
        assertThat(SweepRange.parse(text)).hasToString(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "width|'width' must be NAME=RANGE, for example width=256..4096",
                "=1..2|must be NAME=RANGE",
                "width=|a number is missing in ''; write FROM..TO (doubling)",
                "width=256..|a number is missing in '256..'",
                "width=1,,2|a number is missing in '1,,2'",
                "width=1..2:x|a number is missing in '1..2:x'",
                "width=256|'256' is a single point, an exponent needs two or more",
                "width=256..400|'256..400' is a single point",
                "width=4096..256|must go up, got '4096..256'",
                "width=0..8|above 0 and finite, got '0'",
                "width=-4..8|'-4' is no positive number",
                "width=a..8|'a' is no positive number",
                "width=64f,128|'64f' is no positive number",
                "width=NaN,1|'NaN' is no positive number",
                "width=1..1e999|above 0 and finite, got '1e999'",
                "width=1..8:|a step is x and a factor or + and a number, got ''",
                "width=1..8:2|a step is x and a factor or + and a number, got '2'",
                "width=1..8:x1|a factor must be above 1, got 'x1'",
                "width=1..8:x0.5|a factor must be above 1, got 'x0.5'",
                "width=1..8:+0|above 0 and finite, got '0'",
                "width=1..99:+1|'1..99:+1' makes more than 64 points; take a larger step",
                "width=1,2,1|lists 1 twice; keep one",
            })
    void aBadRangeIsOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> SweepRange.parse(text))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining(sentence)
                .hasMessageStartingWith("sweep")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "384, 96..1536", // 384 / 4
        "6, 3..48", // 3 is odd: no further
        "65, 65..1040",
        "1, 1..16",
        "0.02, 0.005..0.08",
        "0, 1..16",
        "NaN, 1..16",
    })
    void theUsualRangeHasFourOctavesAndStaysWhole(double value, String range) {
        assertThat(SweepRange.around(value)).isEqualTo(range);
    }

    @ParameterizedTest
    @ValueSource(doubles = {384, 6, 65, 1, 0.02, 30522})
    void theUsualRangeHoldsTheValueItself(double value) throws WorkbenchException {
        assertThat(SweepRange.parse("size", SweepRange.around(value)).values())
                .contains(value)
                .hasSize(5);
    }

    @Test
    void valuesThatAreNoRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SweepRange("width", List.of(2.0, 1.0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SweepRange("width", List.of(2.0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SweepRange("width", List.of(0.0, 1.0)));
    }
}
