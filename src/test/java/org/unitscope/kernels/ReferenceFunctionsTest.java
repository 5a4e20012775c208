package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what the C library of GNU (glibc, through Python 3 `math.erfc`) gives, in 16 digits.
final class ReferenceFunctionsTest {
    @ParameterizedTest
    @CsvSource({
        "-2, 1.995322265018953",
        "0, 1",
        "0.5, 0.4795001221869535",
        "1, 0.1572992070502851",
        "2, 4.677734981047266e-3",
        "3, 2.209049699858544e-5",
        "5, 1.537459794428035e-12",
        "10, 2.088487583762545e-45",
        "30, 0",
    })
    void erfcKeepsItsDigitsInTheTail(double x, double expected) {
        assertThat(ReferenceFunctions.erfc(x)).isCloseTo(expected, within(1e-13 * expected));
    }

    /// Both branches at their seam: the derivative is `-2 / sqrt(π) e^-4` there.
    @ParameterizedTest
    @CsvSource({"1e-6", "1e-9"})
    void erfcIsContinuousWhereItsBranchesMeet(double step) {
        double below = ReferenceFunctions.erfc(2 - step);
        double above = ReferenceFunctions.erfc(2 + step);
        double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-4);
        assertThat(below - above).isCloseTo(2 * step * slope, within(1e-15));
    }
}
