package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.library.Softmax;
import org.unitscope.tensor.Shape;

class AlibiTest {
    /// Press et al. 2021, section 3: the geometric sequence from 1/2 to 1/256.
    @Test
    void eightHeadsHaveThePublishedSlopes() {
        assertThat(Alibi.of(8).slopes())
                .containsExactly(
                        0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625);
    }

    /// Their rule for other numbers: those of 8, then every second one of 16.
    @Test
    void twelveHeadsTakeEverySecondOfSixteen() {
        double[] slopes = Alibi.of(12).slopes();

        for (int h = 8; h < 12; h++) {
            double exponent = -0.5 * (2 * (h - 8) + 1);
            assertThat(slopes[h]).isCloseTo(Math.pow(2, exponent), within(1e-15));
        }
    }

    /// By adding up all weights of all heads.
    @ParameterizedTest
    @CsvSource({"1, 0", "7, 0", "300, 0", "40, 25", "1, 60"})
    void keysThatCountAreThoseOfTheSumOfSquares(int before, int after) {
        double mean = 0;
        for (double slope : Alibi.of(8).slopes()) {
            double sum = 0;
            double squares = 0;
            for (int d = 1 - before; d <= after; d++) {
                double w = Math.exp(-slope * Math.abs(d));
                sum += w;
                squares += w * w;
            }
            mean += squares / (sum * sum) / 8;
        }
        assertThat(Alibi.of(8).counted(before, after)).isCloseTo(1 / mean, within(1e-9 / mean));
    }

    @Test
    void whatCannotGoTogetherIsRefused() {
        refused(Map.of("alibi", true, "causal", true, "prefix", 2.0), "prefix 2");
        refused(Map.of("alibi", true, "valid", 2.0), "valid 2");
        refused(Map.of("window", 2.0, "valid", 2.0), "window 2");
        refused(Map.of("valid", 9.0), "valid 9");
    }

    private static void refused(Map<String, Object> attributes, String words) {
        Softmax softmax = new Softmax();
        ShapeRequest request =
                new ShapeRequest(
                        OperatorRun.withDefaults(softmax, new AttributeMap(attributes)),
                        List.of(Shape.of(2, 3, 8, 8)),
                        List.of(Optional.empty()));
        assertThatThrownBy(() -> softmax.inferShapes(request))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(words);
    }
}
