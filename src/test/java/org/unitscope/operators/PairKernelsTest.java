package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.PairKernels.PairClass;
import org.unitscope.tensor.Shape;

final class PairKernelsTest {
    private static PairKernels plain(double in, double across) {
        return new PairKernels(
                List.of(), List.of(new PairClass(0.5, in, across), new PairClass(0.5, in, across)));
    }

    /// By hand: 2 sequences of 3 rows; alone 6, within 2 · 6, across 2 · 9 pairs.
    @Test
    void theSumOverPairsCountsRowsPairsWithinAndPairsAcross() {
        double sum = plain(0.5, 0.25).sumOverPairs(2, plain(3, 4), 5, Shape.of(2, 3, 7));
        assertThat(sum).isEqualTo(6 * 10 + 12 * 1.5 + 18 * 1.0);
        assertThat(plain(3, 4).sumOfRows(5, Shape.of(2, 3, 7))).isEqualTo(6 * 5 + 12 * 3 + 18 * 4);
        // Without a middle axis every row is a sequence of its own.
        assertThat(plain(9, 4).sumOfRows(5, Shape.of(3, 7))).isEqualTo(3 * 5 + 6 * 4);
        assertThat(PairKernels.UNTRACKED.sumOfRows(5, Shape.of(3, 7))).isNaN();
    }

    @Test
    void whatCancelsIsZero() {
        // Three rows that sum to zero: correlation -1/2.
        assertThat(plain(-0.5, 0).sumOfRows(1, Shape.of(1, 3, 4))).isZero();
    }

    /// Rows drawn from a small table, with the noise of finitely many features: the mean product of
    /// two kernels, one a cube of the other, against 40,000 draws (standard error by the draws).
    @Test
    void classesHoldHowKernelsScatter() {
        int features = 64;
        double same = 0.3;
        PairKernels kernels = PairKernels.drawn("table", same, 1, features);
        double predicted =
                kernels.combine(kernels.map(k -> k * k * k), (a, b) -> a * b).mean(false);
        SplittableRandom random = new SplittableRandom(61);
        int draws = 40_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            boolean equal = random.nextDouble() < same;
            double product = 0;
            for (int f = 0; f < features; f++) {
                double x = random.nextGaussian();
                product += x * (equal ? x : random.nextGaussian()) / features;
            }
            double rho = equal ? 1 : product;
            double y = rho * rho * rho * rho;
            sum += y;
            squares += y * y;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        // Two nodes have the variance right, and a fourth moment of 1 instead of 3 over 64².
        assertThat(predicted).isCloseTo(mean, within(5 * error + 2.0 / (features * features)));
    }

    @Test
    void differentIdentitiesCombineIndependently() {
        PairKernels tokens = PairKernels.drawn("tokens", 0.1, 1, 1e12);
        PairKernels segments = PairKernels.drawn("segments", 0.5, 2, 1e12);
        PairKernels both = tokens.combine(segments, (a, b) -> a + b);

        assertThat(both.identities()).containsExactly("segments", "tokens");
        assertThat(both.classes()).hasSize(8);
        assertThat(both.classes().stream().mapToDouble(PairClass::weight).sum())
                .isCloseTo(1, within(1e-15));
        assertThat(both.mean(false)).isCloseTo(0.1 + 1, within(1e-5));
        assertThat(both.given("tokens").mean(false)).isCloseTo(1 + 1, within(1e-5));
        assertThat(both.given("segments").mean(true)).isCloseTo(0.1 + 2, within(1e-5));
        assertThat(both.given("other").isTracked()).isFalse();
        assertThat(tokens.combine(both, (a, b) -> b)).isEqualTo(both);
    }
}
