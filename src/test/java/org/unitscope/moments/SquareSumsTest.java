package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against sums over rows drawn: every feature is a draw.
final class SquareSumsTest {
    private static final int SEQUENCES = 3;
    private static final int POSITIONS = 6;
    private static final int FEATURES = 40_000;
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    private static DoubleUnaryOperator function(String name) {
        return switch (name) {
            case "relu" -> x -> Math.max(0, x);
            case "silu" -> x -> x / (1 + Math.exp(-x));
            case "tanh" -> Math::tanh;
            default -> x -> x;
        };
    }

    /// 4 standard errors.
    @ParameterizedTest(name = "{0}: mean {1}, variance {2}, shares {3} and {4}")
    @CsvSource({
        "none, 0, 1, 0, 0",
        "none, 0, 2, 0.3, 0.4",
        "none, 0, 1, 0.9, 0.05",
        "relu, 0, 1, 0, 0",
        "relu, 0, 2, 0.3, 0.4",
        "relu, 0.7, 1, 0.6, 0.2",
        "silu, 0, 1, 0.3, 0.4",
        "silu, -0.5, 4, 0.8, 0.1",
        "tanh, 0.3, 1, 0.4, 0.4"
    })
    void spreadsAreThoseOfRowsDrawn(
            String name, double mean, double variance, double common, double sequence) {
        CorrelatedRows rows = CorrelatedRows.even(POSITIONS, mean, variance, common, sequence);
        DoubleUnaryOperator f = function(name);
        TensorState x = rows.state(SEQUENCES, FEATURES);
        DualKernels dual = new DualKernels(EXPECTATION, f, x);
        Kernels about = x.kernels().map((i, j, k) -> k - mean * mean);
        TensorState y =
                name.equals("none")
                        ? x
                        : TensorState.of(
                                x.rows(),
                                dual.means(),
                                dual.kernels(),
                                ElementShape.mapped(f, mean, Math.sqrt(variance), about));
        double[] drawn = rows.draw(new SplittableRandom(5), SEQUENCES, FEATURES);
        SpreadSample sample = new SpreadSample();
        for (int feature = 0; feature < FEATURES; feature++) {
            double sum = 0;
            for (int row = 0; row < SEQUENCES * POSITIONS; row++) {
                double value = f.applyAsDouble(drawn[row * FEATURES + feature]);
                sum += value * value;
            }
            sample.add(sum);
        }
        assertThat(SquareSums.spread(y))
                .isCloseTo(sample.spread(), within(4 * sample.spreadError()));
    }

    /// n independent Gaussian rows: `1 + 2/n`; n equal ones: 3.
    @Test
    void gaussianRowsCount() {
        CorrelatedRows apart = CorrelatedRows.even(POSITIONS, 0, 3, 0, 0);
        CorrelatedRows alike = CorrelatedRows.even(POSITIONS, 0, 3, 1, 0);

        assertThat(SquareSums.spread(apart.state(SEQUENCES, 8)))
                .isCloseTo(1 + 2.0 / 18, within(1e-12));
        assertThat(SquareSums.spread(alike.state(SEQUENCES, 8))).isCloseTo(3, within(1e-12));
    }

    /// With a factor on all of x nothing changes; where nothing is known of pairs it is 1.
    @Test
    void scaleDoesNotMatter() {
        TensorState x = CorrelatedRows.even(POSITIONS, 0, 1, 0.3, 0.4).state(SEQUENCES, 8);

        assertThat(SquareSums.spread(x.scaled(5))).isCloseTo(SquareSums.spread(x), within(1e-12));
        assertThat(SquareSums.spread(x.with(x.kernels().withoutPairs()))).isEqualTo(1);
        assertThat(SquareSums.spread(x.scaled(0))).isEqualTo(1);
    }
}
