package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChebyshevExponentialTest {
    /// The bound of interpolation at Chebyshev nodes, `2 (|a| h / 2)^M / M!` of the largest value,
    /// for any a up to the largest; below 1e-5 as long as 24 nodes do.
    @ParameterizedTest(name = "R from {0} to {1}, a up to {2}")
    @CsvSource({
        "0, 1, 0",
        "0, 1, 0.1",
        "-0.3, 1.2, 2",
        "0, 1, 8",
        "-0.02, 1.02, 20",
        "-1, 1, 11",
        "0, 5, 4",
        "0, 1, 60"
    })
    void theErrorIsBelowTheBound(double low, double high, double largest) {
        ChebyshevExponential basis = new ChebyshevExponential(low, high, largest);
        int nodes = basis.count();
        double[] weights = new double[nodes];
        double bound = 2;
        for (int m = 1; m <= nodes; m++) {
            bound *= largest * (high - low) / 4 / m;
        }
        assertThat(nodes).isBetween(4, 24);
        assertThat(nodes == 24 || bound <= 1e-5).isTrue();
        for (double a : new double[] {-largest, -largest / 2, 0, largest / 3, largest}) {
            double scale = Math.exp(Math.max(a * low, a * high));
            for (double r = low; r <= high; r += (high - low) / 500) {
                basis.lagrange(r, weights);
                double sum = 0;
                for (int m = 0; m < nodes; m++) {
                    sum += Math.exp(a * basis.node(m)) * weights[m];
                }
                assertThat(sum / scale).isCloseTo(Math.exp(a * r) / scale, within(bound + 1e-12));
            }
        }
    }

    /// Any polynomial of lower degree is exact, so the weights sum to 1; at a node one is 1.
    @Test
    void polynomialsAreExact() {
        ChebyshevExponential basis = new ChebyshevExponential(-0.2, 1.1, 2);
        double[] weights = new double[basis.count()];
        for (double r : new double[] {-0.2, 0, 0.37, basis.node(2), 1.1}) {
            basis.lagrange(r, weights);
            assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-13));
            double cube = 0;
            for (int m = 0; m < weights.length; m++) {
                cube += weights[m] * Math.pow(basis.node(m), 3);
            }
            assertThat(cube).isCloseTo(r * r * r, within(1e-13));
        }
        basis.lagrange(basis.node(1), weights);
        assertThat(weights[1]).isEqualTo(1);
        assertThat(weights[0]).isZero();
    }
}
