package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against closed forms and quadrature over both numbers.
final class GaussianDualTest {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    /// Cho and Saul 2009: `σ² (sin θ + (π − θ) cos θ) / 2π` and `(π − θ) / 2π`, θ = arccos ρ.
    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.99, -0.9, -0.3, 0, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999, 1})
    void reluHasTheArcCosineKernels(double rho) {
        double theta = Math.acos(rho);
        GaussianDual value = new GaussianDual(EXPECTATION, x -> Math.max(0, x), 0, 3);
        double exact = 9 * (Math.sin(theta) + (Math.PI - theta) * rho) / (2 * Math.PI);
        // Of E relu² = 4.5.
        assertThat(value.at(rho)).isCloseTo(exact, within(1e-4 * 4.5));
        GaussianDual step = new GaussianDual(EXPECTATION, x -> x > 0 ? 1 : 0, 0, 3);
        assertThat(step.at(rho)).isCloseTo((Math.PI - theta) / (2 * Math.PI), within(1e-10));
        GaussianDual sign = new GaussianDual(EXPECTATION, Math::signum, 0, 3);
        assertThat(sign.at(rho)).isCloseTo(2 / Math.PI * Math.asin(rho), within(1e-10));
        GaussianDual size = new GaussianDual(EXPECTATION, Math::abs, 0, 1);
        double even = 2 / Math.PI * (Math.sqrt(1 - rho * rho) + rho * Math.asin(rho));
        assertThat(size.at(rho)).isCloseTo(even, within(1e-4));
    }

    @Test
    void polynomialsAreExactAlsoWithAMean() {
        GaussianDual cube = new GaussianDual(EXPECTATION, x -> x * x * x, 0, 2);
        // E u³ v³ = σ⁶ (9 ρ + 6 ρ³).
        for (double rho : new double[] {-0.7, 0, 0.4, 1}) {
            assertThat(cube.at(rho)).isCloseTo(64 * (9 * rho + 6 * rho * rho * rho), within(1e-9));
        }
        GaussianDual square = new GaussianDual(EXPECTATION, x -> x * x, 1.5, 0.5);
        // (μ² + σ²)² + 4 μ² σ² ρ + 2 σ⁴ ρ².
        assertThat(square.at(0.3))
                .isCloseTo(2.5 * 2.5 + 4 * 2.25 * 0.25 * 0.3 + 2 * 0.0625 * 0.09, within(1e-11));
    }

    @Test
    void aConstantInputHasItsOwnValueSquared() {
        GaussianDual dual = new GaussianDual(EXPECTATION, Math::exp, 1, 0);
        assertThat(dual.at(0)).isCloseTo(Math.exp(2), within(1e-12));
        assertThat(dual.at(1)).isCloseTo(Math.exp(2), within(1e-12));
    }

    private static final double[] CORRELATIONS = {
        -1, -0.999, -0.99, -0.95, -0.8, -0.4, 0, 0.3, 0.7, 0.9, 0.98, 0.995, 0.999, 1
    };

    /// Errors relative to the root of both `E φ²`: what the class says.
    static Stream<Arguments> functions() {
        DoubleUnaryOperator relu = x -> Math.max(0, x);
        DoubleUnaryOperator step = x -> x > 0 ? 1 : 0;
        DoubleUnaryOperator silu = x -> x / (1 + Math.exp(-x));
        DoubleUnaryOperator slope = x -> 1 - Math.tanh(x) * Math.tanh(x);
        return Stream.of(
                Arguments.of("relu", relu, 0, 1, 3, 1e-4),
                Arguments.of("relu", relu, 0.5, 1, 1, 1e-4),
                Arguments.of("relu", relu, -1.5, 1, 2, 2e-3),
                Arguments.of("relu", relu, -3, 1, 1, 2e-3),
                Arguments.of("step", step, 0.5, 1, 1, 2e-2),
                Arguments.of("step", step, -3, 1, 1, 2e-2),
                Arguments.of("tanh", (DoubleUnaryOperator) Math::tanh, 0, 1, 1, 1e-6),
                Arguments.of("tanh", (DoubleUnaryOperator) Math::tanh, 0.3, 1, 3, 1e-6),
                Arguments.of("tanh", (DoubleUnaryOperator) Math::tanh, 0, 30, 30, 2e-2),
                Arguments.of("silu", silu, -0.4, 0.5, 2, 1e-6),
                Arguments.of("silu", silu, 0, 16, 16, 1e-4),
                Arguments.of("tanh'", slope, 0, 1, 1, 1e-6),
                Arguments.of("tanh'", slope, 0, 3, 3, 3e-3),
                Arguments.of("tanh'", slope, 0, 8, 8, 0.07),
                Arguments.of("tanh'", slope, 0, 16, 16, 0.07));
    }

    @ParameterizedTest(name = "{0}, mean {1}, deviations {2} and {3}")
    @MethodSource("functions")
    void twoSidesAgreeWithQuadrature(
            String name, DoubleUnaryOperator phi, double mean, double one, double two, double off) {
        GaussianExpectation near = new GaussianExpectation(bends());
        GaussianDual left = new GaussianDual(near, phi, mean, one);
        GaussianDual right = new GaussianDual(near, phi, mean, two);
        double scale = Math.sqrt(left.second() * right.second());
        for (double rho : CORRELATIONS) {
            assertThat(left.with(right, rho) / scale)
                    .as("%s at %s", name, rho)
                    .isCloseTo(quadrature(phi, mean, one, two, rho) / scale, within(off));
        }
    }

    private static double[] bends() {
        return new double[] {0, 0.01, -0.01, 0.03, -0.03, 0.1, -0.1, 0.3, -0.3};
    }

    /// `E φ(u) E (φ(v) | u)`. The inner mean bends where v's mean passes the kink at 0, over widths
    /// of v's remaining deviation: nodes lie close there.
    private static double quadrature(
            DoubleUnaryOperator phi, double mean, double one, double two, double rho) {
        double rest = Math.sqrt(Math.max(0, 1 - rho * rho));
        double[] cuts = bends();
        if (rho != 0) {
            cuts = Arrays.copyOf(cuts, cuts.length + 21);
            for (int k = -10; k <= 10; k++) {
                double z = (-mean / two + k * 0.6 * rest) / rho;
                cuts[cuts.length - 11 + k] = mean + one * z;
            }
        }
        GaussianExpectation inner = new GaussianExpectation(bends());
        return new GaussianExpectation(cuts)
                .of(
                        u -> {
                            double center = mean + two * rho * (u - mean) / one;
                            return phi.applyAsDouble(u) * inner.of(phi, center, two * rest);
                        },
                        mean,
                        one);
    }
}
