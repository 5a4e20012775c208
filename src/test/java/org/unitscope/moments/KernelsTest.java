package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KernelsTest {
    private static final Positions T = Positions.single(3);
    private static final PairClasses TOKENS = new PairClasses(List.of("tokens"), List.of(0.25));
    private static final PairClasses SEGMENTS = new PairClasses(List.of("segments"), List.of(0.5));

    private static Kernels plain(double d, double within, double across) {
        return Kernels.fill(
                T, PairClasses.PLAIN, new double[] {d, d, d}, (c, i, j, x) -> x ? across : within);
    }

    /// Different rows have no correlation, equal ones 1.
    private static Kernels drawn(PairClasses classes, double d) {
        return Kernels.fill(
                T, classes, new double[] {d, d, d}, (c, i, j, x) -> classes.isSame(c, 0) ? d : 0);
    }

    @Test
    void meansAreOverClasses() {
        Kernels tokens = drawn(TOKENS, 2);

        assertThat(tokens.mean(false)).containsOnly(0.5);
        assertThat(tokens.mean(TOKENS.weightsGiven("tokens"), true)).containsOnly(2);
        assertThat(tokens.second()).isEqualTo(2);
    }

    /// Over the union of classes: 0.75 · 0.5 · f(0, 0) + 0.25 · 0.5 · f(2, 0) + ...
    @Test
    void differentIdentitiesCombineIndependently() {
        Kernels both =
                drawn(TOKENS, 2).combine(drawn(SEGMENTS, 3), (x, y) -> x * x + x * y + 10 * y);

        assertThat(both.classes().identities()).containsExactly("segments", "tokens");
        double expected = 0.75 * 0.5 * 30 + 0.25 * 0.5 * 4 + 0.25 * 0.5 * (4 + 6 + 30);
        assertThat(both.mean(false)[1]).isCloseTo(expected, within(1e-14));
        assertThat(both.mean(true)[4]).isCloseTo(expected, within(1e-14));
        assertThat(both.diagonal(2)).isEqualTo(4 + 6 + 30);
        double[] given = both.classes().weightsGiven("tokens");
        assertThat(both.mean(given, false)[0])
                .isCloseTo(0.5 * 4 + 0.5 * (4 + 6 + 30), within(1e-14));
    }

    @Test
    void noiseNodesGoTogether() {
        Kernels x = Kernels.independent(T, 0, 1, 4);

        // Nodes at -1/2 and 1/2: the mean of the square is their variance, 1/4.
        assertThat(x.mean(false)[1]).isEqualTo(0);
        assertThat(x.times(x).mean(false)[1]).isEqualTo(0.25);
        assertThat(x.denoised(0).times(x).mean(true)[1]).isEqualTo(0);
        assertThat(x.denoised(0.5).at(1, 0, 1, false)).isEqualTo(0.25);
        assertThat(Kernels.independent(T, 3, 1, 4).mean(true)[0]).isEqualTo(9);
    }

    /// A kernel and its cube over rows from a small table with few features: classes hold how the
    /// product scatters. 40,000 draws, 5 standard errors; two nodes have a fourth moment of 1
    /// instead of 3 over 64².
    @Test
    void classesHoldHowKernelsScatter() {
        int features = 64;
        PairClasses classes = new PairClasses(List.of("t"), List.of(0.3));
        double noise = 1 / Math.sqrt(features);
        Kernels kernels =
                Kernels.fill(
                        T,
                        classes,
                        new double[] {1, 1, 1},
                        (c, i, j, x) -> classes.isSame(c, 0) ? 1 : c % 2 == 0 ? -noise : noise);
        double predicted = kernels.map((i, j, k) -> k * k * k).times(kernels).mean(false)[1];
        SplittableRandom random = new SplittableRandom(61);
        int draws = 40_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            double rho = 1;
            if (random.nextDouble() >= 0.3) {
                rho = 0;
                for (int f = 0; f < features; f++) {
                    rho += random.nextGaussian() * random.nextGaussian() / features;
                }
            }
            sum += rho * rho * rho * rho;
            squares += Math.pow(rho, 8);
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(predicted).isCloseTo(mean, within(5 * error + 2.0 / (features * features)));
    }

    @Test
    void factorsReachEveryPart() {
        Kernels k = plain(4, 2, 1).scaled(3);

        assertThat(k.diagonal()).containsOnly(12);
        assertThat(k.mean(false)).containsOnly(6);
        assertThat(k.side(0, true)).containsOnly(3);
        assertThat(k.at(1, 0, 2, true)).isEqualTo(3);
        assertThat(k.second()).isEqualTo(12);
        assertThat(k.scaled(0.5).plus(k).diagonal(0)).isEqualTo(18);
        assertThat(k.plus(k.scaled(0.5)).mean(true)).containsOnly(4.5);
        assertThat(k.withDiagonal(new double[] {1, 2, 3}).mean(false)).containsOnly(6);
        assertThat(k.withDiagonal(new double[] {1, 2, 3}).second()).isEqualTo(2);
        assertThat(k.map((i, j, x) -> x + 10 * i + j).diagonal(2)).isEqualTo(34);
        assertThat(k.map((i, j, x) -> x + 10 * i + j).at(0, 1, 2, false)).isEqualTo(18);
        assertThat(k.renoised(1).second()).isEqualTo(12);
        assertThat(k.denoised(0).mean(false)).containsOnly(6);
        assertThat(k.over(TOKENS).at(3, 0, 1, true)).isEqualTo(3);
        assertThat(k.withoutPairs().isTracked()).isFalse();
        assertThat(k.withoutPairs().diagonal()).containsOnly(12);
    }

    /// At least `(1 − ρ²)/√d`, more where there was more.
    @Test
    void noiseIsRenewedToWhatFeaturesLeave() {
        Kernels fresh = plain(1, 0.6, 0).renoised(16);

        assertThat(fresh.at(1, 0, 1, false) - fresh.at(0, 0, 1, false))
                .isCloseTo(2 * 0.64 / 4, within(1e-15));
        assertThat(fresh.at(1, 0, 1, true)).isEqualTo(0.25);
        assertThat(fresh.mean(false)[1]).isCloseTo(0.6, within(1e-15));
        Kernels wide = fresh.renoised(1e6);
        assertThat(wide.at(1, 0, 1, true)).isEqualTo(0.25);
        assertThat(plain(1, 1, -1).renoised(1).at(1, 0, 1, false)).isEqualTo(1);
    }

    @Test
    void widerClassesChangeNothing() {
        PairClasses both = TOKENS.union(SEGMENTS);
        Kernels tokens = drawn(TOKENS, 2);

        assertThat(tokens.over(both).mean(false)[0])
                .isCloseTo(tokens.mean(false)[0], within(1e-15));
        assertThat(tokens.over(both).at(4, 0, 1, false)).isEqualTo(2);
        assertThat(tokens.over(both).at(2, 0, 1, false)).isEqualTo(0);
    }

    @Test
    void pairsAreUntrackedIfEithersAre() {
        Kernels alone = Kernels.untracked(T, 1, 2, 3);

        assertThat(alone.plus(plain(1, 1, 1)).isTracked()).isFalse();
        assertThat(plain(1, 1, 1).times(alone).diagonal(2)).isEqualTo(3);
        assertThat(alone.isTracked()).isFalse();
        assertThat(alone.over(TOKENS).isTracked()).isFalse();
        assertThat(alone.scaled(2).second()).isEqualTo(4);
        assertThatThrownBy(() -> alone.plus(Kernels.untracked(Positions.ONE, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 positions in 3 blocks");
    }

    /// Two sequences of three rows: `Σ K² / (Σ D)²` by hand.
    @Test
    void concentrationIsOneOverTheNumberOfIndependentRows() {
        assertThat(plain(2, 0, 0).concentration(2)).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(plain(2, 2, 2).concentration(2)).isCloseTo(1, within(1e-15));
        double squares = 6 * 4 + 2 * 6 * 1 + 2 * 9 * 0.25;
        assertThat(plain(2, 1, 0.5).concentration(2)).isCloseTo(squares / 144, within(1e-15));
        assertThat(Kernels.untracked(T, 2, 2, 2).concentration(2))
                .isCloseTo(1 / 6.0, within(1e-15));
        assertThat(plain(0, 0, 0).concentration(2)).isZero();
    }
}
