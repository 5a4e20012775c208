package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RmsStandardErrorTest {
    @Test
    void independentGaussianElementsGiveTheTextbookError() {
        int rows = 400;
        int columns = 300;
        float[] values = UglyData.gaussian(rows * columns, 21, 3);
        double expected = 3 / Math.sqrt(2.0 * values.length);
        // The variances of rows and of columns have relative errors sqrt(2 / groups) each, their
        // sum is
        // twice the result plus it: V/V0 = r + c - 1.
        double spread = Math.sqrt(2.0 / rows + 2.0 / columns);
        double tolerance = 5 * 0.5 * spread;

        assertThat(error(values, rows, columns) / expected).isCloseTo(1, within(tolerance));
        // As one vector each element is its own cluster.
        double tight = 5 * 0.5 * Math.sqrt(14.0 / values.length);
        assertThat(error(values, values.length, 1) / expected).isCloseTo(1, within(tight));
        assertThat(error(values, 1, values.length)).isEqualTo(error(values, values.length, 1));
    }

    /// `x^2 = A_r B_c Z` with independent factors of mean one and variances a, b, z. Averaged over
    /// all pairs of elements, by whether they share their row and their column,
    ///
    /// `Var(m) = a/R + b/C + (a b + z (1+a) (1+b)) / N`, and the estimate has the expectation `E(V)
    /// = Var(m) + (Var(m) - a - b) / N`, to second order in `1/R` and `1/C`.
    @Test
    void elementsThatShareRowsAndColumnsGiveTheKnownError() {
        int rows = 40;
        int columns = 30;
        int draws = 2_000;
        double a = 1 / 3.0;
        double b = 1 / 3.0;
        double z = 2;
        double count = (double) rows * columns;
        double truth = a / rows + b / columns + (a * b + z * (1 + a) * (1 + b)) / count;
        double expectation = truth + (truth - a - b) / count;
        SplittableRandom random = new SplittableRandom(22);
        double sum = 0;
        double squares = 0;
        double scatter = 0;
        for (int draw = 0; draw < draws; draw++) {
            float[] values = sharedFactors(random, rows, columns);
            double meanSquare = meanSquare(values);
            double deviation = 2 * Math.sqrt(meanSquare) * error(values, rows, columns);
            double variance = deviation * deviation;
            sum += variance;
            squares += variance * variance;
            scatter += (meanSquare - 1) * (meanSquare - 1);
        }
        double mean = sum / draws;
        double meanError = Math.sqrt((squares / draws - mean * mean) / draws);

        assertThat(mean).isCloseTo(expectation, within(5 * meanError));
        // The draws themselves scatter by the known variance; a sum of squares of 2,000 near-normal
        // numbers has a relative error of sqrt(2 / 2000), a little more for their tails.
        assertThat(scatter / draws / truth).isCloseTo(1, within(5 * Math.sqrt(3.0 / draws)));
    }

    /// Squares of rows and columns uniform on (0, 2): mean 1, variance 1/3; Gaussian elements.
    private static float[] sharedFactors(SplittableRandom random, int rows, int columns) {
        double[] columnFactors = new double[columns];
        for (int column = 0; column < columns; column++) {
            columnFactors[column] = Math.sqrt(2 * random.nextDouble());
        }
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            double rowFactor = Math.sqrt(2 * random.nextDouble());
            for (int column = 0; column < columns; column++) {
                double x = rowFactor * columnFactors[column] * random.nextGaussian();
                values[row * columns + column] = (float) x;
            }
        }
        return values;
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float x : values) {
            sum += (double) x * x;
        }
        return sum / values.length;
    }

    @Test
    void middleAxesBelongToTheCellOfRowAndColumn() {
        // Every element four times along a middle axis tells nothing new.
        int rows = 20;
        int columns = 10;
        float[] once = UglyData.gaussian(rows * columns, 23, 1);
        float[] repeated = new float[4 * once.length];
        for (int i = 0; i < repeated.length; i++) {
            int row = i / (4 * columns);
            repeated[i] = once[row * columns + i % columns];
        }
        assertThat(error(repeated, rows, columns))
                .isCloseTo(error(once, rows, columns), within(1e-15));
    }

    @Test
    void aSmallCaseByHand() {
        // Squares 1 and 9 with mean 5: u = -4, 4; V = 2 / 1 * 32 / 4 = 16; rms = sqrt(5).
        float[] values = {1, 3};
        assertThat(error(values, 2, 1)).isCloseTo(4 / (2 * Math.sqrt(5)), within(1e-15));
        // Squares 1 1 / 1 5, mean 2, u = -1 -1 / -1 3: rows -2, 2; columns -2, 2; V = 1 + 1 - 1.
        float[] square = {1, 1, 1, (float) Math.sqrt(5)};
        assertThat(error(square, 2, 2)).isCloseTo(1 / (2 * Math.sqrt(2)), within(1e-7));
    }

    @Test
    void isNeverLessThanTheErrorOfIndependentCells() {
        // Rows and columns balance exactly: their sums of u are zero.
        float[] balanced = {1, 3, 3, 1};
        assertThat(error(balanced, 2, 2)).isEqualTo(error(balanced, 4, 1));
    }

    @Test
    void degenerateTensors() {
        assertThat(RmsStandardError.of(new float[0], 1, 1)).isEmpty();
        assertThat(RmsStandardError.of(new float[] {2}, 1, 1)).isEmpty();
        assertThat(RmsStandardError.of(new float[] {2, Float.NaN}, 2, 1)).isEmpty();
        assertThat(RmsStandardError.of(new float[6], 2, 3)).hasValue(0);
        assertThat(RmsStandardError.of(new float[] {-2, 2, 2, 2}, 2, 2)).hasValue(0);
        assertThat(error(new float[] {1, 3}, 1, 1)).isEqualTo(error(new float[] {1, 3}, 2, 1));
        assertThat(error(new float[] {1, Float.NaN, 3}, 1, 1))
                .isEqualTo(error(new float[] {1, 3}, 1, 1));
    }

    @Test
    void refusesRowsAndColumnsThatDoNotFit() {
        assertThatThrownBy(() -> RmsStandardError.of(new float[6], 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 4 x 1 for 6 elements");
    }

    private static double error(float[] values, int rows, int columns) {
        OptionalDouble error = RmsStandardError.of(values, rows, columns);
        return error.orElseThrow();
    }
}
