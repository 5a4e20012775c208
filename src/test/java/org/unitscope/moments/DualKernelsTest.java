package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DualKernelsTest {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation();

    /// Squares: with means m, variances v and covariance c, `E u² = m² + v` and `E u² v² = (m² + v)
    /// (m'² + v') + 4 m m' c + 2 c²`, at every position, class and side.
    @Test
    void squaresHaveTheirClosedForm() {
        Positions t = Positions.single(3);
        PairClasses classes = new PairClasses(List.of("tokens"), List.of(0.2));
        double[] means = {0.5, -1, 0};
        double[] variances = {1, 0.25, 4};
        double[] second = new double[3];
        for (int i = 0; i < 3; i++) {
            second[i] = means[i] * means[i] + variances[i];
        }
        Kernels kernels =
                Kernels.fill(
                        t,
                        classes,
                        second,
                        (c, i, j, across) ->
                                means[i] * means[j] + covariance(variances, c, i, j, across));
        TensorState x = TensorState.of(new RowGrid(2, t), means, kernels, ElementShape.GAUSSIAN);
        DualKernels dual = new DualKernels(EXPECTATION, v -> v * v, x);
        Kernels squares = dual.kernels();

        assertThat(squares.classes()).isEqualTo(classes);
        for (int i = 0; i < 3; i++) {
            double m = means[i];
            double v = variances[i];
            assertThat(dual.means()[i]).isCloseTo(second[i], within(1e-11));
            assertThat(squares.diagonal(i))
                    .isCloseTo(m * m * m * m + 6 * m * m * v + 3 * v * v, within(1e-9));
            for (int j = 0; j < 3; j++) {
                for (int c = 0; c < 4; c++) {
                    for (boolean across : new boolean[] {false, true}) {
                        double k = covariance(variances, c, i, j, across);
                        double exact = second[i] * second[j] + 4 * m * means[j] * k + 2 * k * k;
                        assertThat(squares.at(c, i, j, across)).isCloseTo(exact, within(1e-9));
                    }
                }
            }
        }
    }

    private static double covariance(double[] variances, int c, int i, int j, boolean across) {
        double rho = (c - 1) * 0.3 - (across ? 0.1 : 0);
        return rho * Math.sqrt(variances[i] * variances[j]);
    }

    /// A position without spread has one value, and no correlation.
    @Test
    void constantPositionsAreFactors() {
        CorrelatedRows rows = CorrelatedRows.even(2, 1, 0, 0, 0);
        Kernels k = new DualKernels(EXPECTATION, Math::exp, rows.state(2, 8)).kernels();

        assertThat(k.diagonal(0)).isCloseTo(Math.exp(2), within(1e-12));
        assertThat(k.at(0, 0, 1, true)).isCloseTo(Math.exp(2), within(1e-12));
    }

    @Test
    void pairsStayUntracked() {
        TensorState x = TensorState.of(0, 1).repeated(new RowGrid(2, Positions.single(3)));
        Kernels k = new DualKernels(EXPECTATION, v -> v * v, x).kernels();

        assertThat(k.isTracked()).isFalse();
        assertThat(k.second()).isCloseTo(3, within(1e-10));
    }
}
