package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against closed forms and variances drawn: of sums `Σ_p x_p s_p b_p` given all but Gaussian b.
final class PairSpreadTest {
    private static final int DRAWS = 40_000;

    private static double[] filled(int size, double value) {
        double[] array = new double[size];
        Arrays.fill(array, value);
        return array;
    }

    private static PairSpread spread(RowGrid grid, double inside, double outside, double own) {
        int blocks = grid.positions().blocks();
        double[] rows = new double[blocks];
        Arrays.setAll(rows, i -> grid.positions().size(i));
        return new PairSpread(
                grid, rows, filled(blocks * blocks, inside), filled(blocks * blocks, outside), own);
    }

    /// Without factors it is `1 + 2 τ`, τ the concentration.
    @ParameterizedTest(name = "{0} positions, {1} sequences")
    @CsvSource({"1, 6", "7, 3", "40, 2"})
    void withoutFactorsItIsTheConcentration(int length, int sequences) {
        RowGrid grid = new RowGrid(sequences, Positions.of(length));
        Kernels x = even(grid.positions(), 1, 0.6, 0.2);
        Kernels g = even(grid.positions(), 2, 1.2, -0.1);

        assertThat(spread(grid, 1, 1, 1).of(x, g))
                .isCloseTo(
                        1 + 2 * PairSum.concentration(x, g, sequences),
                        Percentage.withPercentage(1e-9));
        assertThat(spread(grid, 1, 1, 1).ofRows()).isCloseTo(1, within(1e-12));
    }

    private static Kernels even(Positions t, double second, double within, double across) {
        return Kernels.fill(
                t,
                PairClasses.PLAIN,
                filled(t.blocks(), second),
                (c, i, j, apart) -> apart ? across : within);
    }

    /// One factor for all rows of a sequence, `E s⁴/(E s²)² = F`, and sequences that have nothing
    /// in common: V is a sum of B independent `s² xᵀ G x`, so `(F (1 + 2 tr(KGKG)/tr(KG)²) + B −
    /// 1)/B`. Equicorrelated K and G of n rows have eigenvalues `1 + (n − 1) ρ`, once, and `1 − ρ`.
    @ParameterizedTest(name = "{0} positions, {1} sequences, F = {2}")
    @CsvSource({"6, 4, 3", "6, 1, 3", "40, 5, 2", "100, 2, 9"})
    void aFactorOfASequenceIsClosed(int length, int sequences, double f) {
        Positions t = Positions.of(length);
        RowGrid grid = new RowGrid(sequences, t);
        Kernels x = even(t, 1, 0.4, 0);
        Kernels g = even(t, 1, 0.7, 0);
        double first = (1 + (length - 1) * 0.4) * (1 + (length - 1) * 0.7);
        double rest = 0.6 * 0.3;
        double trace = first + (length - 1) * rest;
        double tau = (first * first + (length - 1) * rest * rest) / (trace * trace);
        double expected = (f * (1 + 2 * tau) + sequences - 1) / sequences;

        PairSpread spread = spread(grid, f, 1, f);
        assertThat(spread.of(x, g)).isCloseTo(expected, Percentage.withPercentage(1e-9));
        assertThat(spread.ofRows())
                .isCloseTo((f + sequences - 1) / sequences, Percentage.withPercentage(1e-9));
    }

    /// Rows of x that correlate within a sequence times tanh of Gaussians that do so too, against
    /// independent b: V is the sum of squares. F by a sum over a grid; 4 standard errors.
    @ParameterizedTest(name = "correlations {0} and {1}")
    @CsvSource({"0.8, 0.8", "0.5, 0.95", "0, 0.6", "0.9, 0"})
    void squaresAreThoseOfRowsDrawn(double ofX, double ofFactor) {
        int length = 5;
        int sequences = 3;
        Positions t = Positions.single(length);
        SplittableRandom random = new SplittableRandom(31);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int b = 0; b < sequences; b++) {
                double x = random.nextGaussian();
                double u = random.nextGaussian();
                for (int p = 0; p < length; p++) {
                    double value = row(random, x, ofX) * Math.tanh(row(random, u, ofFactor));
                    sum += value * value;
                }
            }
            sample.add(sum);
        }
        double second = together(0, 2);
        PairSpread spread =
                spread(
                        new RowGrid(sequences, t),
                        together(ofFactor, 4) / (second * second),
                        1,
                        together(1, 4) / (second * second));
        assertThat(spread.of(even(t, 1, ofX, 0), even(t, 1, 0, 0)))
                .isCloseTo(sample.spread(), within(4 * sample.spreadError()));
    }

    /// The same added up with their signs, b being the same in all rows of a sequence: `V = Σ_b
    /// (Σ_t x_bt)²`, rows of one sequence with one factor.
    @Test
    void signsAreThoseOfRowsDrawn() {
        int length = 5;
        int sequences = 3;
        Positions t = Positions.single(length);
        SplittableRandom random = new SplittableRandom(32);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int b = 0; b < sequences; b++) {
                double x = random.nextGaussian();
                double s = Math.tanh(random.nextGaussian());
                double signed = 0;
                for (int p = 0; p < length; p++) {
                    signed += row(random, x, 0.5);
                }
                sum += signed * signed * s * s;
            }
            sample.add(sum);
        }
        double second = together(0, 2);
        double f = together(1, 4) / (second * second);
        assertThat(
                        spread(new RowGrid(sequences, t), f, 1, f)
                                .of(even(t, 1, 0.5, 0), even(t, 1, 1, 0)))
                .isCloseTo(sample.spread(), within(4 * sample.spreadError()));
    }

    /// Rows of a block that weigh more count more: two blocks, all of it in the second.
    @Test
    void rowsWeighWhatTheyAdd() {
        RowGrid grid = new RowGrid(2, Positions.single(2));
        double[] inside = {9, 9, 9, 4};
        double[] outside = {9, 9, 9, 1};
        PairSpread spread = new PairSpread(grid, new double[] {0, 5}, inside, outside, 7);

        // The one row of each of two sequences: with itself 7, with the other 1.
        assertThat(spread.ofRows()).isCloseTo((7 + 1) / 2.0, within(1e-12));
        PairSpread none = new PairSpread(grid, new double[] {0, 0}, inside, outside, 7);
        assertThat(none.ofRows()).isEqualTo(1);
    }

    private static double row(SplittableRandom random, double common, double rho) {
        return Math.sqrt(rho) * common + Math.sqrt(1 - rho) * random.nextGaussian();
    }

    /// `E tanh²(u)` for a power of 2, `E tanh²(u) tanh²(v)` at a correlation for 4.
    private static double together(double rho, int power) {
        double step = 1.0 / 16;
        double sum = 0;
        for (double u = -9; u <= 9; u += step) {
            double first = Math.tanh(u) * Math.tanh(u);
            double density = step * Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
            if (power == 2) {
                sum += density * first;
                continue;
            }
            for (double w = -9; w <= 9; w += step) {
                double v = Math.tanh(rho * u + Math.sqrt(1 - rho * rho) * w);
                double other = step * Math.exp(-w * w / 2) / Math.sqrt(2 * Math.PI);
                sum += density * other * first * v * v;
            }
        }
        return sum;
    }
}
