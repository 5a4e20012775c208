package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against closed forms.
final class GaussianDualTest {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    /// Cho and Saul 2009: `σ² (sin θ + (π − θ) cos θ) / 2π` and `(π − θ) / 2π`, θ = arccos ρ.
    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.9, -0.3, 0, 0.2, 0.5, 0.8, 0.95, 0.99, 1})
    void reluHasTheArcCosineKernels(double rho) {
        double theta = Math.acos(rho);
        GaussianDual value = new GaussianDual(EXPECTATION, x -> Math.max(0, x), 0, 3);
        double exact = 9 * (Math.sin(theta) + (Math.PI - theta) * rho) / (2 * Math.PI);
        // Of E relu² = 4.5; the step's series falls as k^-3/2 and is cut at 28.
        assertThat(value.at(rho)).isCloseTo(exact, within(0.003 * 4.5));
        GaussianDual step = new GaussianDual(EXPECTATION, x -> x > 0 ? 1 : 0, 0, 3);
        assertThat(step.at(rho)).isCloseTo((Math.PI - theta) / (2 * Math.PI), within(0.05));
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
}
