package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against sums by hand and over explicit matrices of all rows.
final class PairSumTest {
    private static final PairClasses TOKENS = new PairClasses(List.of("tokens"), List.of(0.3));

    private static Kernels plain(Positions t, double d, double within, double across) {
        double[] diagonal = new double[t.blocks()];
        java.util.Arrays.fill(diagonal, d);
        return Kernels.fill(t, PairClasses.PLAIN, diagonal, (c, i, j, x) -> x ? across : within);
    }

    /// 2 sequences of 3 rows: 6 rows, 12 pairs within, 18 across.
    @Test
    void countsRowsPairsWithinAndPairsAcross() {
        Positions t = Positions.single(3);
        PairSum sum = PairSum.of(plain(t, 5, 0.5, 0.25), plain(t, 2, 3, 4), 2);

        assertThat(sum).isEqualTo(new PairSum(6 * 10, 12 * 1.5, 18 * 1.0));
        assertThat(sum.total()).isEqualTo(96);
        assertThat(sum.coherentShare()).isCloseTo(36 / 96.0, within(1e-15));
        assertThat(PairSum.ofRows(plain(t, 5, 3, 4), 2)).isEqualTo(new PairSum(30, 36, 72));
        assertThat(PairSum.ofRows(plain(Positions.ONE, 5, 9, 4), 3))
                .isEqualTo(new PairSum(15, 0, 24));
    }

    /// Three rows that sum to zero have correlations of -1/2.
    @Test
    void whatCancelsIsZero() {
        PairSum sum = PairSum.ofRows(plain(Positions.single(3), 0.1, -0.05, 0), 1);

        assertThat(sum.total()).isZero();
        assertThat(sum.coherentShare()).isZero();
        assertThat(new PairSum(1, -1.2, 0).total()).isZero();
        assertThat(new PairSum(0, 0, 0).coherentShare()).isZero();
    }

    @Test
    void rowsAloneAreAllThereIsWhenPairsAreUntracked() {
        Positions t = Positions.single(3);
        PairSum sum = PairSum.of(Kernels.untracked(t, 1, 2, 3), plain(t, 2, 2, 2), 4);

        assertThat(sum.isTracked()).isFalse();
        assertThat(sum.total()).isEqualTo(4 * 12);
        assertThat(sum.coherentShare()).isZero();
        assertThat(PairSum.concentration(Kernels.untracked(t, 1, 1, 1), plain(t, 1, 1, 1), 4))
                .isZero();
    }

    private static Kernels random(SplittableRandom random, Positions t) {
        double[] diagonal = new double[t.blocks()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = 1 + random.nextDouble();
        }
        double[][] sides = new double[2 * TOKENS.count()][t.blocks() * t.blocks()];
        for (double[] side : sides) {
            for (int i = 0; i < t.blocks(); i++) {
                for (int j = 0; j <= i; j++) {
                    double k = random.nextDouble() - 0.2;
                    side[i * t.blocks() + j] = k;
                    side[j * t.blocks() + i] = k;
                }
            }
        }
        return Kernels.fill(
                t,
                TOKENS,
                diagonal,
                (c, i, j, x) -> sides[2 * c + (x ? 1 : 0)][i * t.blocks() + j]);
    }

    private static int block(Positions t, int position) {
        int block = 0;
        while (t.start(block) + t.size(block) <= position) {
            block++;
        }
        return block;
    }

    /// One class over all rows, sequence by sequence.
    private static double[][] explicit(Kernels k, int sequences, double[] weights) {
        Positions t = k.positions();
        int length = (int) t.total();
        int rows = sequences * length;
        double[][] matrix = new double[rows][rows];
        for (int p = 0; p < rows; p++) {
            for (int r = 0; r < rows; r++) {
                int i = block(t, p % length);
                int j = block(t, r % length);
                for (int c = 0; c < weights.length; c++) {
                    double cell = p == r ? k.diagonal(i) : k.at(c, i, j, p / length != r / length);
                    matrix[p][r] += weights[c] * cell;
                }
            }
        }
        return matrix;
    }

    private static double[] only(int index) {
        double[] weights = new double[TOKENS.count()];
        weights[index] = 1;
        return weights;
    }

    private static double[][] product(double[][] x, double[][] y) {
        double[][] result = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < x.length; k++) {
                for (int j = 0; j < x.length; j++) {
                    result[i][j] += x[i][k] * y[k][j];
                }
            }
        }
        return result;
    }

    private static double trace(double[][] x) {
        double trace = 0;
        for (int i = 0; i < x.length; i++) {
            trace += x[i][i];
        }
        return trace;
    }

    @ParameterizedTest(name = "{0} positions, {1} sequences")
    @CsvSource({"1, 1", "1, 5", "5, 1", "7, 3", "23, 1", "23, 2", "40, 3"})
    void agreesWithExplicitMatrices(int length, int sequences) {
        SplittableRandom random = new SplittableRandom(length);
        Positions t = Positions.of(length);
        Kernels x = random(random, t);
        Kernels g = random(random, t);
        double expected = 0;
        for (int c = 0; c < TOKENS.count(); c++) {
            double[][] left = explicit(x, sequences, only(c));
            double[][] right = explicit(g, sequences, only(c));
            expected += TOKENS.weight(c) * trace(product(left, right));
        }
        assertThat(PairSum.of(x, g, sequences).total())
                .isCloseTo(expected, Percentage.withPercentage(1e-10));

        double[][] both =
                product(
                        explicit(x, sequences, TOKENS.weights()),
                        explicit(g, sequences, TOKENS.weights()));
        double concentration = trace(product(both, both)) / trace(both) / trace(both);
        assertThat(concentration).isBetween(0.0, 1.0);
        assertThat(PairSum.concentration(x, g, sequences))
                .isCloseTo(concentration, Percentage.withPercentage(1e-9));
    }

    /// Rows without correlation: one over their number, however they are grouped.
    @ParameterizedTest
    @CsvSource({"1, 8", "64, 4", "1000, 4"})
    void independentRowsCountAlsoInBlocks(int length, int sequences) {
        Kernels k = plain(Positions.of(length), 3, 0, 0);

        assertThat(PairSum.concentration(k, k, sequences))
                .isCloseTo(1.0 / (length * sequences), Percentage.withPercentage(1e-9));
        assertThat(PairSum.concentration(k.map((i, j, v) -> 1), k.map((i, j, v) -> 1), sequences))
                .isCloseTo(1, within(1e-12));
    }
}
