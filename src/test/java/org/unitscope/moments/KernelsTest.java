package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// Independent noise adds in quadrature, for any scale of the rows; the mean stays.
    @Test
    void freshNoiseAddsInQuadrature() {
        Kernels once = Kernels.independent(T, 0, 4, 64).widened(1.0 / 36);
        double wide = 4 * Math.sqrt(1.0 / 64 + 1.0 / 36);

        assertThat(once.at(0, 0, 1, false)).isCloseTo(-wide, within(1e-14));
        assertThat(once.at(1, 0, 1, true)).isCloseTo(wide, within(1e-14));
        assertThat(once.diagonal()).containsOnly(4);
        Kernels twice = plain(2, 1.2, -1.2).widened(0.01).widened(0.03);
        assertThat(twice.at(1, 0, 1, false)).isCloseTo(1.2 + 2 * 0.64 * 0.2, within(1e-14));
        assertThat(twice.at(0, 0, 1, true)).isCloseTo(-1.2 - 2 * 0.64 * 0.2, within(1e-14));
        assertThat(twice.mean(false)[1]).isCloseTo(1.2, within(1e-14));
        Kernels unlike = plain(1, 0.6, 0).withDiagonal(new double[] {1, 4, 0}).widened(0.01);
        assertThat(unlike.at(1, 0, 1, false)).isCloseTo(0.6 + 2 * (1 - 0.09) * 0.1, within(1e-14));
        assertThat(unlike.at(1, 0, 2, false)).isEqualTo(0.6);
    }

    @Test
    void noiseLeavesNoCorrelationBeyondOne() {
        Kernels wide = plain(1, 0.9, -0.7).widened(100);

        assertThat(wide.at(0, 0, 1, false)).isCloseTo(0.8, within(1e-14));
        assertThat(wide.at(1, 0, 1, false)).isCloseTo(1, within(1e-14));
        assertThat(wide.at(0, 0, 1, true)).isCloseTo(-1, within(1e-14));
        assertThat(wide.at(1, 0, 1, true)).isCloseTo(-0.4, within(1e-14));
        Kernels fixed = plain(3, 3, -3).widened(0.25);
        assertThat(fixed.side(0, false)).containsOnly(3);
        assertThat(fixed.side(1, true)).containsOnly(-3);
    }

    /// The variance of the correlation of two Gaussian rows, which noise of `1/d` gives to nodes
    /// that had none. 30,000 draws: 4 standard errors of a variance, `√(2/30,000)` each; and `(1 +
    /// 11 ρ²/2)/d` for the order beyond.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 0.8, -0.6})
    void nodesHoldHowCorrelationsScatter(double rho) {
        int features = 96;
        SplittableRandom random = new SplittableRandom(62);
        SpreadSample sample = new SpreadSample();
        int draws = 30_000;
        for (int draw = 0; draw < draws; draw++) {
            double[] sums = new double[3];
            for (int f = 0; f < features; f++) {
                double x = random.nextGaussian();
                double y = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
                sums[0] += x * x;
                sums[1] += y * y;
                sums[2] += x * y;
            }
            sample.add(sums[2] / Math.sqrt(sums[0] * sums[1]));
        }
        Kernels kernels = plain(1, rho, 0).widened(1.0 / features);
        double half = (kernels.at(1, 0, 1, false) - kernels.at(0, 0, 1, false)) / 2;
        double allowed = 4 * Math.sqrt(2.0 / draws) + (1 + 5.5 * rho * rho) / features;
        assertThat(half * half / sample.variance()).isCloseTo(1, within(allowed));
    }

    @Test
    void noiseIsReadBackFromNodes() {
        assertThat(Kernels.independent(T, 0, 3, 48).nodeNoise()).isCloseTo(1 / 48.0, within(1e-15));
        assertThat(plain(2, 0.5, 1.2).widened(0.02).nodeNoise()).isCloseTo(0.02, within(1e-15));
        assertThat(plain(2, 0.5, 1.2).nodeNoise()).isZero();
        assertThat(plain(2, 2, 2).widened(0.02).nodeNoise()).isZero();
        assertThat(plain(0, 0, 0).nodeNoise()).isZero();
    }

    /// Rows `√ρ μ + √(1 − ρ) ξ_t`: products centered in both rows have `(1 − ρ)²/d` in common with
    /// the products as they are. 64 rows: centering takes about 2/64 of it; 40 draws of 64 · 63/2
    /// pairs, whose scatter within a draw is independent but for common factors: 4 standard errors
    /// between draws.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.7})
    void centeringLeavesWhatInteracts(double rho) {
        int features = 48;
        int rows = 64;
        SplittableRandom random = new SplittableRandom(63);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < 40; draw++) {
            sample.add(interaction(random, rho, rows, features));
        }
        Kernels whole = plain(1, rho, rho).widened(1.0 / features);
        Kernels rest = whole.interacting();
        double predicted = whole.times(rest).mean(true)[1] - rho * rho;

        assertThat(predicted).isCloseTo((1 - rho) * (1 - rho) / features, within(1e-14));
        assertThat(rest.mean(true)[1]).isCloseTo(rho, within(1e-14));
        assertThat(predicted)
                .isCloseTo(sample.mean(), within(4 * sample.meanError() + predicted * 2 / rows));
    }

    /// The mean of a product times the same centered in both rows, over pairs of unlike rows.
    private static double interaction(SplittableRandom random, double rho, int rows, int features) {
        double[][] x = new double[rows][features];
        double[] mean = new double[features];
        for (int f = 0; f < features; f++) {
            double common = Math.sqrt(rho) * random.nextGaussian();
            for (int t = 0; t < rows; t++) {
                x[t][f] = common + Math.sqrt(1 - rho) * random.nextGaussian();
                mean[f] += x[t][f] / rows;
            }
        }
        double sum = 0;
        for (int t = 0; t < rows; t++) {
            for (int s = 0; s < t; s++) {
                double product = 0;
                double centered = 0;
                for (int f = 0; f < features; f++) {
                    product += x[t][f] * x[s][f] / features;
                    centered += (x[t][f] - mean[f]) * (x[s][f] - mean[f]) / features;
                }
                // Centered products of unlike rows have the mean -(1 − ρ)/rows.
                sum += product * (centered + (1 - rho) / rows);
            }
        }
        return sum / (rows * (rows - 1) / 2.0);
    }
}
