package org.unitscope.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.random.RandomStream;

/// Formulas against central differences and closed forms.
class FormulaTest {
    /// Error of a central difference with h = 2^-17: h² f''' and 2^-52 / h, below 1e-9 for these.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x * sigmoid(1.702 * x)",
                "exp(-x ^ 2 / 2) * sin(3 * x)",
                "2 ^ x",
                "x ^ 3 / (1 + x ^ 2)",
                "log(1 + exp(x)) - softplus(x) + cos(x)",
                "gelu(x) * erf(x) - silu(x) + tanh(x) * rsqrt(1 + x ^ 2) + sqrt(2 + x ^ 2)",
                "where(x < 0.3, x ^ 2, 5 * abs(x - 1))",
                "-x ^ 2 - -x"
            })
    void slopesAreDerivatives(String text) throws FormulaException {
        Formula formula = Formula.parse(text, Map.of());
        double h = 0x1p-17;
        for (double x = -3.01; x < 3; x += 0.173) {
            double numeric = (formula.value(x + h) - formula.value(x - h)) / (2 * h);
            assertThat(formula.slope(x)).as("at %s", x).isCloseTo(numeric, within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relu(x - 0.1), 0.1",
        "'max(x, 2 - x)', 1",
        "abs(x ^ 3 - 8), 2",
        "'where(exp(x) > 3, x, 0)', 1.0986122886681098"
    })
    void kinksAreFoundWhereTheyAre(String text, double kink) throws FormulaException {
        assertThat(Formula.parse(text, Map.of()).kinks())
                .hasSize(1)
                .satisfies(found -> assertThat(found[0]).isCloseTo(kink, within(1e-12)));
    }

    @ParameterizedTest
    @CsvSource({
        "step(x - 1), 1",
        "relu(x), 0",
        "'where(x > 0, x + 1, x)', 1",
        "sign(x) * x, 0",
        "abs(x - 0.3) ^ -0.2, 0",
        "abs(x - 0.3) ^ 0.05, 0",
        "relu(x) ^ 0.05, 0",
        "'min(1, max(0, 1e9 * x)) * step(1e-5 - x)', 1",
        "1e-20 * step(x), 1",
        "abs(sin(20 * x)), 0",
        "abs(x - 0.3) ^ 0.5, 0",
        "1 / x, 0",
        "'where(abs(x - 0.2934) < 1e-5, 1000, 0)', 2"
    })
    void jumpsAreToldFromKinks(String text, int jumps) throws FormulaException {
        assertThat(Formula.parse(text, Map.of()).jumps()).hasSize(jumps);
    }

    /// Kinks that a search on a grid misses: near each other, at the end of stretches of zeros,
    /// where the argument is not defined everywhere.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "where(abs(x - 0.2934) < 1e-5, 1, 0) | 0.29339 0.2934 0.29341",
                "relu(log(x) - 0.2) | 0 1.2214027581601699",
                "relu(tanh(x) - 0.5) | 0.5493061443340549",
                "1 / (x - 0.3) ^ 2 | 0.3",
                "min(1, max(0, 0.5 + x / 5)) | -2.5 2.5",
                "step(x - 39.9999999) | 39.9999999",
                "1 / (1 + exp(-x)) |",
                "abs(x) ^ 0.5 | 0"
            })
    void noKinkIsMissed(String text, String kinks) throws FormulaException {
        double[] expected =
                kinks == null
                        ? new double[0]
                        : Stream.of(kinks.strip().split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray();
        assertThat(Formula.parse(text, Map.of()).kinks()).containsExactly(expected, within(1e-12));
    }

    /// Left of 0.3 the inner one is 0 all along, which is no kink.
    @Test
    void aStretchOfZerosIsNoKink() throws FormulaException {
        double[] kinks = Formula.parse("relu(relu(x - 0.3))", Map.of()).kinks();
        assertThat(kinks).hasSizeLessThanOrEqualTo(2).contains(0.3);
        assertThat(Formula.parse("abs(relu(x) * relu(-x))", Map.of()).kinks()).containsExactly(0.0);
    }

    /// Products of `x - root` with seeded roots: every root is found, however the product is
    /// written.
    @RepeatedTest(20)
    void everyRootIsAKinkOfTheAbsoluteValue(RepetitionInfo info) throws FormulaException {
        RandomStream random = RandomStream.of(info.getCurrentRepetition(), "formula", "roots");
        List<Double> roots =
                IntStream.range(0, 7).mapToObj(i -> 80 * random.uniform(i) - 40).sorted().toList();
        String product =
                roots.stream().map(root -> "(x - " + root + ")").collect(Collectors.joining(" * "));
        double[] kinks =
                Formula.parse("abs(" + product.replace("- -", "+ ") + ")", Map.of()).kinks();
        for (double root : roots) {
            assertThat(DoubleStream.of(kinks))
                    .as("%s of %s", root, roots)
                    .anyMatch(kink -> Math.abs(kink - root) < 1e-7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abs(sin(1 / x))", "relu(sin(x ^ 3))"})
    void moreKinksThanCanBeListedAreRefused(String text) {
        assertThatThrownBy(() -> Formula.parse(text, Map.of()))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("more than 1000 places");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x * sigmod(x) | column 5: there is no function 'sigmod'; did you mean sigmoid",
                "x * (1 + x | column 11: it ends where a ')' must follow",
                "x + | it ends where a number, x or a function must follow",
                "y * 2 | column 1: 'y' is neither x nor a parameter; known are x, pi",
                "2 x | column 3: there is a 'x' that belongs to nothing",
                "1.2.3 | '1.2.3' is no number",
                "where(x, 1, 2) | a comparison must stand here",
                "max(x) | a ',' must stand here, not ')'"
            })
    void mistakesAreSaidWithTheirColumn(String text, String sentence) {
        assertThatThrownBy(() -> Formula.parse(text, Map.of()))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining(sentence);
    }
}
