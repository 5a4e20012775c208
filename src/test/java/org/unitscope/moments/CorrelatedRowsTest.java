package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The rows that other tests rest on have the kernels they say.
final class CorrelatedRowsTest {
    @Test
    void drawnRowsHaveTheirKernels() {
        for (CorrelatedRows rows :
                new CorrelatedRows[] {
                    CorrelatedRows.even(3, 0.5, 2, 0.3, 0.2), CorrelatedRows.varied(4, 1, 2)
                }) {
            requireKernels(rows);
        }
    }

    /// Products of two numbers with second moments below 4 have a standard deviation below 6: 5
    /// standard errors over 40,000 features are below 0.15.
    private static void requireKernels(CorrelatedRows rows) {
        int features = 40_000;
        int length = rows.positions();
        double[] x = rows.draw(new SplittableRandom(5), 2, features);
        Kernels kernels = rows.kernels();
        for (int p = 0; p < 2 * length; p++) {
            for (int q = 0; q < 2 * length; q++) {
                double sum = 0;
                for (int f = 0; f < features; f++) {
                    sum += x[p * features + f] * x[q * features + f];
                }
                double expected =
                        p == q
                                ? kernels.diagonal(p % length)
                                : kernels.at(0, p % length, q % length, p / length != q / length);
                assertThat(sum / features)
                        .as("rows %d and %d", p, q)
                        .isCloseTo(expected, within(0.15));
            }
        }
    }
}
