package org.unitscope.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Formulas against an independent table, central differences and closed forms.
class FormulaTest {
    /// How the names of the table are written as formulas.
    private static final Map<String, String> FORMULAS =
            Map.of(
                    "relu", "relu(x)",
                    "gelu_erf", "x * (1 + erf(x / 2 ^ 0.5)) / 2",
                    "gelu_tanh", "x * (1 + tanh((2 / pi) ^ 0.5 * (x + 0.044715 * x ^ 3))) / 2",
                    "silu", "x * sigmoid(x)",
                    "tanh", "tanh(x)",
                    "sigmoid", "1 / (1 + exp(-x))",
                    "hardtanh", "max(-1, min(1, x))",
                    "relu_squared", "where(x > 0, x ^ 2, 0)",
                    "leaky_relu_0.01", "where(x >= 0, x, 0.01 * x)",
                    "softplus", "softplus(x)");

    /// Rows of `elementwise_exact.csv`, computed by adaptive quadrature to about 1e-12 by an
    /// independent tool: op, mean and deviation of x, then mean, deviation and RMS of f, mean and
    /// RMS of f'.
    static Stream<Arguments> table() throws IOException {
        return Files.readAllLines(Path.of("test/resources/operators/elementwise_exact.csv"))
                .stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> FORMULAS.containsKey(cells[0]))
                .map(cells -> Arguments.of(cells[0], List.of(cells).subList(1, 8)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void momentsAreThoseOfTheTable(String name, List<String> cells) throws FormulaException {
        List<Double> expected = cells.stream().map(Double::parseDouble).toList();
        Formula formula = Formula.parse(String.valueOf(FORMULAS.get(name)), Map.of());
        FormulaMoments found = FormulaMoments.of(formula, expected.get(0), expected.get(1));

        double scale = expected.get(4);
        assertThat(found.mean()).isCloseTo(expected.get(2), within(1e-9 * scale));
        assertThat(found.deviation()).isCloseTo(expected.get(3), within(1e-9 * scale));
        assertThat(found.rms()).isCloseTo(scale, within(1e-9 * scale));
        assertThat(found.slopeMean()).isCloseTo(expected.get(5), within(1e-9));
        assertThat(found.slopeRms()).isCloseTo(expected.get(6), within(1e-9));
        assertThat(found.relativeError()).isLessThan(1e-9);
    }

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
    @CsvSource({"step(x - 1), 1", "relu(x), 0", "'where(x > 0, x + 1, x)', 1", "sign(x) * x, 0"})
    void jumpsAreToldFromKinks(String text, int jumps) throws FormulaException {
        assertThat(Formula.parse(text, Map.of()).jumps()).hasSize(jumps);
    }

    /// E exp(2z) = e²; E |z| = √(2/π).
    @ParameterizedTest
    @CsvSource({"exp(x), 2.718281828459045", "abs(x) ^ 0.5, 0.8932438417380023"})
    void momentsOfGrowingAndSteepFunctions(String text, double rms) throws FormulaException {
        Formula formula = Formula.parse(text, Map.of());
        if (text.startsWith("exp")) {
            assertThat(FormulaMoments.of(formula, 0, 1).rms()).isCloseTo(rms, within(1e-9));
        } else {
            // Its derivative has no mean square: 1 / (4 |x|) is not integrable.
            assertThatThrownBy(() -> FormulaMoments.of(formula, 0, 1))
                    .isInstanceOf(FormulaException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 / x, does not converge",
        "exp(x ^ 2), beyond 8 deviations",
        "log(x), not finite",
        "exp(4 * x), beyond 8 deviations"
    })
    void whatHasNoMomentsIsRefused(String text, String why) throws FormulaException {
        Formula formula = Formula.parse(text, Map.of());
        assertThatThrownBy(() -> FormulaMoments.of(formula, 0, 1))
                .isInstanceOf(FormulaException.class)
                .hasMessageMatching(".*(" + why + "|no value|does not converge).*");
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
