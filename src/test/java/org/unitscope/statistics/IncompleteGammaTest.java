package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against factorials, the normal distribution, and integration of the density.
final class IncompleteGammaTest {
    @Test
    void theGammaFunctionOfWholeAndHalfNumbers() {
        double factorial = 1;
        double half = Math.sqrt(Math.PI);
        for (int n = 1; n <= 60; n++) {
            assertLog(IncompleteGamma.logGamma(n), Math.log(factorial));
            assertLog(IncompleteGamma.logGamma(n - 0.5), Math.log(half));
            factorial *= n;
            half *= n - 0.5;
        }
        // Γ(x) Γ(1 - x) = π / sin(πx)
        for (double x : new double[] {1e-3, 0.1, 0.37}) {
            double sum = IncompleteGamma.logGamma(x) + IncompleteGamma.logGamma(1 - x);
            assertLog(sum, Math.log(Math.PI / Math.sin(Math.PI * x)));
        }
    }

    /// The terms of Stirling's series cancel to an absolute error of a few ulp of the largest.
    private static void assertLog(double got, double expected) {
        assertThat(got).isCloseTo(expected, within(1e-13 * (1 + Math.abs(expected))));
    }

    /// The density, integrated in ln x where it is smooth, and divided by its own total.
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 0.7, 1, 3.3, 42, 1000})
    void sharesAreIntegralsOfTheDensity(double shape) {
        double deviation = 1 / Math.sqrt(shape);
        double low = Math.log(shape) - 12 * deviation - 40 / shape;
        double high = Math.log(shape) + 8 * deviation + Math.log(4);
        double total = integral(shape, low, high);
        for (double position = -3; position <= 3; position += 0.5) {
            double log = Math.log(shape) + position * deviation;
            double share = integral(shape, low, log) / total;
            double lower = new IncompleteGamma(shape).lower(Math.exp(log));
            assertThat(lower).isCloseTo(share, within(1e-9 * share + 1e-13));
            assertThat(new IncompleteGamma(shape).upper(Math.exp(log)))
                    .isCloseTo(1 - lower, within(1e-13));
        }
    }

    /// `e^{at - e^t}` divided by its maximum.
    private static double integral(double a, double from, double to) {
        return LawIntegrals.simpson(
                t -> Math.exp(a * (t - Math.log(a)) - Math.exp(t) + a), from, to, 20_000);
    }

    @Test
    void bothTailsKeepTheirDigits() {
        // Shape 1 is exponential, shape 1/2 the square of a normal over 2.
        assertThat(new IncompleteGamma(1).lower(1e-20)).isCloseTo(1e-20, within(1e-33));
        assertThat(new IncompleteGamma(1).upper(50)).isCloseTo(Math.exp(-50), within(1e-34));
        assertThat(new IncompleteGamma(0.5).upper(18) / LawIntegrals.normalOutside(6))
                .isCloseTo(1, within(1e-9));
        assertThat(new IncompleteGamma(3).upper(0)).isEqualTo(1);
        assertThat(new IncompleteGamma(3).upper(Double.POSITIVE_INFINITY)).isZero();
        assertThat(new IncompleteGamma(3).lower(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(new IncompleteGamma(3).lower(0)).isZero();
    }
}
