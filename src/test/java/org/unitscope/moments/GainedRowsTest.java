package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GainedRowsTest {
    private static final int ROWS = 4;
    private static final int DRAWS = 400_000;
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    private static double step(double y) {
        return y > 0 ? 1 : 0;
    }

    private static Kernels alike(double rho) {
        double[] pairs = new double[] {rho};
        double[][] classes = new double[PairClasses.PLAIN.count()][];
        Arrays.fill(classes, pairs);
        return Kernels.of(Positions.ONE, PairClasses.PLAIN, new double[] {1}, classes, classes);
    }

    /// Gain, ReLU, and gradients that rows have in common by r: an element of the gain's gradient
    /// is `Σ_p x_p φ'(x_p) G_p`. Four standard errors of the sampled mean square.
    @ParameterizedTest
    @CsvSource({"0, 0", "0.6, 0", "0.6, 0.5", "0.9, 0.9", "-0.2, 0.5"})
    void gradientsOfAGainBeforeReluAreThoseSampled(double rho, double common) {
        Kernels kernels = alike(rho);
        RowGrid grid = new RowGrid(ROWS, Positions.ONE);
        TensorState y = TensorState.centered(grid, kernels, ElementShape.GAUSSIAN);
        GaussianDual dual = new GaussianDual(EXPECTATION, GainedRowsTest::step, 0, 1);
        double[][] pairs = new double[PairClasses.PLAIN.count()][];
        Arrays.fill(pairs, new double[] {common * dual.at(rho)});
        Kernels after =
                Kernels.of(
                        Positions.ONE,
                        PairClasses.PLAIN,
                        new double[] {dual.second()},
                        pairs,
                        pairs);
        ElementShape shape =
                ElementShape.GAUSSIAN.times(
                        ElementShape.mapped(GainedRowsTest::step, 0, 1, y.kernels()));
        TensorState g = TensorState.centered(grid, after, shape);

        TensorState seen = GainedRows.of(y, g, y, 1);
        double predicted = WeightGradient.ofGain(seen, g, 64).secondMoment();

        SplittableRandom random = new SplittableRandom(5);
        double sum = 0;
        double squares = 0;
        double[] x = new double[ROWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            // Rows of correlation ρ ≥ −1/3: independent ones, less or more of their mean.
            double mean = 0;
            for (int p = 0; p < ROWS; p++) {
                x[p] = random.nextGaussian();
                mean += x[p] / ROWS;
            }
            double apart = Math.sqrt(1 - rho);
            double whole = Math.sqrt(1 + (ROWS - 1) * rho);
            double g0 = random.nextGaussian();
            double element = 0;
            for (int p = 0; p < ROWS; p++) {
                double v = apart * (x[p] - mean) + whole * mean;
                double own = Math.sqrt(1 - common) * random.nextGaussian();
                element += v * step(v) * (Math.sqrt(common) * g0 + own);
            }
            sum += element * element;
            squares += element * element * element * element;
        }
        double sampled = sum / DRAWS;
        double error = Math.sqrt((squares / DRAWS - sampled * sampled) / DRAWS);

        assertThat(predicted).isCloseTo(sampled, within(4 * error));
    }

    /// Nothing but a Gaussian in g: x as it is.
    @ParameterizedTest
    @CsvSource({"0.6", "0"})
    void rowsStayWhereNoActivationFollows(double rho) {
        RowGrid grid = new RowGrid(ROWS, Positions.ONE);
        TensorState y = TensorState.centered(grid, alike(rho), ElementShape.GAUSSIAN);

        assertThat(GainedRows.of(y, y, y, 1)).isSameAs(y);
    }
}
