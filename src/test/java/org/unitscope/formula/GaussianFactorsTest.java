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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.Estimate.Refused;

/// Factors against an independent table and closed forms; what has none is refused.
class GaussianFactorsTest {
    /// How the names of the table are written as formulas: every function of the table.
    private static final Map<String, String> FORMULAS =
            Map.ofEntries(
                    Map.entry("identity", "x"),
                    Map.entry("relu", "relu(x)"),
                    Map.entry("leaky_relu_0.01", "where(x >= 0, x, 0.01 * x)"),
                    Map.entry("gelu_erf", "x * (1 + erf(x / 2 ^ 0.5)) / 2"),
                    Map.entry(
                            "gelu_tanh",
                            "x * (1 + tanh((2 / pi) ^ 0.5 * (x + 0.044715 * x ^ 3))) / 2"),
                    Map.entry("silu", "x * sigmoid(x)"),
                    Map.entry("tanh", "tanh(x)"),
                    Map.entry("sigmoid", "1 / (1 + exp(-x))"),
                    Map.entry("softplus", "softplus(x)"),
                    Map.entry("elu_1", "where(x > 0, x, exp(x) - 1)"),
                    Map.entry("hardtanh", "max(-1, min(1, x))"),
                    Map.entry("abs", "abs(x)"),
                    Map.entry("square", "x ^ 2"),
                    Map.entry("exp", "exp(x)"),
                    Map.entry("relu_squared", "where(x > 0, x ^ 2, 0)"));

    /// Rows of `elementwise_exact.csv`, computed by adaptive quadrature to about 1e-12 by an
    /// independent tool: op, mean and deviation of x, then mean, deviation and RMS of f, mean and
    /// RMS of f'.
    static Stream<Arguments> table() throws IOException {
        return Files.readAllLines(Path.of("test/resources/operators/elementwise_exact.csv"))
                .stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> Arguments.of(cells[0], List.of(cells).subList(1, 8)));
    }

    /// Steps far narrower than any panel. With u = k x and φ(0) = 1/√(2π): `E tanh² = 1 − ∫
    /// sech²(u) φ(u/k) du/k = 1 − 2 φ(0)/k` and `E σ(k x)² = 1/2 − φ(0)/k`, up to terms of order
    /// k⁻³, below 1e-13 here.
    @ParameterizedTest
    @CsvSource({"40000", "1e6", "1e9"})
    void aStepAtTheEndOfAPanelIsSeen(double k) throws FormulaException {
        double density = 1 / Math.sqrt(2 * Math.PI);
        double tanh = Math.sqrt(1 - 2 * density / k);
        double sigmoid = Math.sqrt(0.5 - density / k);

        assertIs(factors("tanh(" + k + " * x)", 0, 1).deviation(), tanh, 1e-12);
        assertIs(factors("sigmoid(" + k + " * x)", 0, 1).mean(), 0.5, 1e-12);
        assertIs(factors("sigmoid(" + k + " * x)", 0, 1).rms(), sigmoid, 1e-12);
        assertIs(factors("softplus(%s * x) / %s".formatted(k, k), 0, 1).slopeRms(), sigmoid, 1e-12);
    }

    /// A model takes factors from 1e-30 to 1e30.
    @ParameterizedTest
    @CsvSource({"1e-200 * x", "1e160 * x"})
    void aFactorThatNoModelTakesIsRefused(String formula) throws FormulaException {
        assertThat(factors(formula, 0, 1).forward())
                .isInstanceOfSatisfying(
                        Estimate.Refused.class,
                        refused -> assertThat(refused.reason()).contains("beyond 1e±30"));
    }

    /// The table has 12 digits, so it may be off by 5e-12 relative.
    @ParameterizedTest
    @MethodSource("table")
    void momentsAreThoseOfTheTable(String name, List<String> cells) throws FormulaException {
        List<Double> row = cells.stream().map(Double::parseDouble).toList();
        GaussianFactors found = factors(String.valueOf(FORMULAS.get(name)), row.get(0), row.get(1));

        double rms = row.get(4);
        assertIs(found.mean(), row.get(2), 1e-9 * rms);
        assertIs(found.deviation(), row.get(3), 1e-9 * row.get(3));
        assertIs(found.rms(), rms, 1e-9 * rms);
        assertIs(found.slopeRms(), row.get(6), 1e-9 * row.get(6));
        assertIs(found.forward(), 1 / row.get(3), 1e-9 / row.get(3));
        assertIs(found.forwardRms(), 1 / rms, 1e-9 / rms);
        assertIs(found.backward(), 1 / row.get(6), 1e-9 / row.get(6));
    }

    private static GaussianFactors factors(String formula, double mean, double deviation)
            throws FormulaException {
        return GaussianFactors.of(Formula.parse(formula, Map.of()), mean, deviation);
    }

    /// The value is within the tolerance, and off by no more than it says it may be, but for the
    /// digits of the expectation.
    private static void assertIs(Estimate found, double expected, double tolerance) {
        assertThat(found).isInstanceOf(Known.class);
        Known known = found.known().orElseThrow();
        assertThat(known.value()).isCloseTo(expected, within(tolerance));
        assertThat(known.error()).isLessThanOrEqualTo(tolerance);
    }

    /// Closed forms. E |z| = √(2/π). For a spike `h` on a width of 2e-5: E f² = h² ∫ φ. `a
    /// |x|^0.7`: E |z|^1.4 = 2^0.7 Γ(1.2)/√π, E 0.49 |z|^-0.6 = 0.49 2^-0.3 Γ(0.2)/√π. For `1/(x² +
    /// a²)` with a = 1e-6: E f² = φ(0) π/(2 a³) and E f'² = φ(0) π/(4 a⁵), each but for O(a). The
    /// spike and the steep sigmoid: mpmath.quad, 15 digits; the ends of the spike are doubles, good
    /// to 5e-17 of 2e-5.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abs(x) ^ 0.5 | 0.8932438417380023 | 1e-12 | -1 | 0",
                "where(abs(x - 0.2934) < 1e-5, 1000, 0) | 2.76454476693851 | 1e-11 | -1 | 0",
                "abs(x) ^ 0.7 | 0.917348345917965 | 1e-12 | 1.01531856331108 | 1e-12",
                "exp(2 * x) | 54.598150033144236 | 1e-12 | 109.19630006628847 | 1e-12",
                "sin(20 * x) | 0.7071067811865476 | 1e-12 | 14.142135623730951 | 1e-12",
                "abs(sin(20 * x)) | 0.7071067811865476 | 1e-12 | 14.142135623730951 | 1e-12",
                "relu(x) + 1000 * exp(-1e10 * (x - 0.31) ^ 2) | 2.295562904077582 | 1e-12 | 218298.6637106748 | 1e-12",
                "1 / (x ^ 2 + 1e-12) | 7.916167e8 | 1e-5 | 5.597576e14 | 1e-5",
                "1e200 * x | 1e200 | 1e-12 | 1e200 | 1e-12",
                "1e-200 * x | 1e-200 | 1e-12 | 1e-200 | 1e-12",
                "sigmoid(1000 * x) | 0.706824630566755 | 1e-12 | 8.1541607284284 | 1e-12"
            })
    void steepAndNarrowFunctionsKeepTheirDigits(
            String formula, double rms, double tolerance, double slopeRms, double slopeTolerance)
            throws FormulaException {
        GaussianFactors found = factors(formula, 0, 1);
        assertIs(found.rms(), rms, tolerance * rms);
        if (slopeRms > 0) {
            assertIs(found.slopeRms(), slopeRms, slopeTolerance * slopeRms);
        } else {
            assertThat(found.slopeRms()).isInstanceOf(Refused.class);
        }
    }

    /// Beside a pole of f' at 0.3 there are no more doubles to come nearer with: what is missed
    /// there is in the error. E f'² = p² E |x − 0.3|^a, a = 2p − 2, and for x ~ N(0, 1) `E |x −
    /// m|^a = 2^(a/2) Γ((1+a)/2)/√π 1F1(−a/2; ½; −m²/2)`.
    @ParameterizedTest
    @CsvSource({
        "0.7, 1.00178520131206",
        "0.75, 0.972716789826136",
        "0.8, 0.961115258523154",
        "0.9, 0.968208496942925"
    })
    void errorsHoldWhatResolutionMisses(String power, double slopeRms) throws FormulaException {
        Estimate found = factors("abs(x - 0.3) ^ " + power, 0, 1).slopeRms();
        found.known()
                .ifPresent(known ->
                        assertThat(Math.abs(known.value() - slopeRms))
                                .isLessThanOrEqualTo(known.error() + 1e-14));
        assertThat(found instanceof Known || power.startsWith("0.7")).isTrue();
    }

    /// 763 bends, and ends at which the function may be 0: E relu(sin 30x)² is a quarter of 1 -
    /// exp(-1800), and the slope's mean square 225 (1 + exp(-1800)).
    @Test
    void whatSwingsIsNotTakenForGrowth() throws FormulaException {
        GaussianFactors found = factors("relu(sin(30 * x))", 0, 1);
        assertIs(found.rms(), 0.5, 1e-11);
        assertIs(found.slopeRms(), 15, 1e-10);
    }

    /// E exp(-2a (x - m)²) = exp(-2a m² / (1 + 4a)) / √(1 + 4a), in a peak that no grid meets.
    @ParameterizedTest
    @ValueSource(doubles = {1e4, 1e8, 1e14})
    void aNarrowPeakHasItsScale(double a) throws FormulaException {
        double square = Math.exp(-2 * a * 0.123 * 0.123 / (1 + 4 * a)) / Math.sqrt(1 + 4 * a);
        String formula = "exp(-%s * (x - 0.123) ^ 2)".formatted(a);
        assertIs(factors(formula, 0, 1).rms(), Math.sqrt(square), 1e-10 * Math.sqrt(square));
    }

    /// A constant apart leaves the deviation its digits: it is integrated about the mean.
    @Test
    void theDeviationDoesNotCancel() throws FormulaException {
        double relu = Math.sqrt(0.5 - 1 / (2 * Math.PI));
        assertIs(factors("1000000 + relu(x)", 0, 1).deviation(), relu, 1e-11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 / x | E f cannot be computed: f is infinite at x = 0",
                "1 / (x - 0.3) | E f cannot be computed: f has a pole",
                "1 / (x - 0.3) ^ 2 | has a pole",
                "log(x) | f is infinite at x = 0",
                "log(10 + x) | f is infinite at x = -10",
                "sqrt(x) | f is not a number at x = -0.0156",
                "exp(x ^ 2) | f is infinite at x = 26",
                "exp(x ^ 2 / 4) | grows about as fast as the Gaussian falls",
                "exp(0.0001 * x ^ 4) | grows about as fast as the Gaussian falls",
                "exp(exp(x)) | f is infinite",
                "3 | f is constant",
                "0 * x | f is 0",
                "(x - 0.3) ^ -1 | has a pole"
            })
    void whatHasNoForwardFactorIsRefused(String formula, String reason) throws FormulaException {
        assertRefused(factors(formula, 0, 1).forward(), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step(x) | f jumps at x = 0, where its derivative is a delta",
                "where(x > 1, x + 1, x) | f jumps at x = 1,",
                "1e-20 * sign(x - 2) | f jumps at x = 2,",
                "abs(x) ^ 0.5 | E f'² cannot be computed: f' has a pole near x = 0, or varies",
                "abs(x) ^ 0.51 | f' has a pole near x = 0, or varies",
                "abs(x - 0.3) ^ 0.5 | f' has a pole near x = 0.3, or varies",
                "log(abs(x)) | has a pole",
                "tanh(1e6 * (x - 0.3)) | varies so fast"
            })
    void whatHasNoBackwardFactorIsRefusedAlone(String formula, String reason)
            throws FormulaException {
        GaussianFactors found = factors(formula, 0, 1);
        assertThat(found.forward()).isInstanceOf(Known.class);
        assertRefused(found.backward(), reason);
    }

    private static void assertRefused(Estimate found, String reason) {
        assertThat(found)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(reason));
    }

    /// Half of E exp(8z) lies beyond 8.
    @Test
    void whatRestsOnValuesThatNoTensorHasIsWarnedOf() throws FormulaException {
        assertThat(factors("exp(4 * x)", 0, 1).warnings())
                .singleElement()
                .asString()
                .startsWith("0.5 of E f² lies beyond 8 deviations");
        assertThat(factors("x ^ 8", 0, 1).warnings()).isEmpty();
    }

    @Test
    void aDeviationMustBeAboveZero() {
        assertThatThrownBy(() -> factors("x", 0, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> factors("x", 0, Double.NaN)).hasMessageContaining("above 0");
    }
}
