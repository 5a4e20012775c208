package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products, mixtures and functions of laws.
final class LawProductTest {
    /// A product widens log2|x| by a variance of 1/3 squared bin, which moves a distribution
    /// function by at most half that times the slope of the density: `1 / 6 / 24^2 * 0.3`.
    private static final double PRODUCT = 1e-4;

    /// `P(|xy| < m) = 2 integral of phi(x) P(|y| < m / x) dx`, in ln x.
    private static double productBelow(double m) {
        return 2
                * LawIntegrals.simpson(
                        t -> {
                            double x = Math.exp(t);
                            return x
                                    * LawIntegrals.normalDensity(x)
                                    * LawIntegrals.normalInside(m / x);
                        },
                        Math.log(m) - 15,
                        3,
                        400);
    }

    @Test
    void theProductOfTwoGaussians() {
        ElementLaw law = ElementLaw.gaussian().times(ElementLaw.gaussian().scaled(0.7)).scaled(3);
        double scale = 2.1;
        assertThat(law.isSymmetric()).isTrue();
        assertThat(law.kurtosis()).isCloseTo(9, within(1e-12));
        assertThat(law.moment(1)).isCloseTo(scale * 2 / Math.PI, within(1e-12));
        assertThat(law.moment(3)).isCloseTo(Math.pow(scale, 3) * 8 / Math.PI, within(1e-11));
        for (double m : new double[] {1e-6, 1e-3, 0.03, 0.2, 0.5, 1, 2, 5}) {
            assertThat(law.shareBelow(scale * m)).isCloseTo(productBelow(m), within(PRODUCT));
        }
    }

    /// `sqrt(S) z` with S exponential is Laplace: `P(|x| < m) = 1 - e^{-sqrt(2) m}`.
    @Test
    void aGaussianOfExponentialVarianceIsLaplace() {
        ElementLaw law = ElementLaw.gaussian().times(ElementLaw.rootGamma(1));
        assertThat(law.kurtosis()).isCloseTo(6, within(1e-12));
        for (double m : new double[] {1e-5, 0.01, 0.1, 0.5, 1, 3, 8}) {
            assertThat(law.shareBelow(m))
                    .isCloseTo(-Math.expm1(-Math.sqrt(2) * m), within(PRODUCT));
        }
    }

    /// Logarithms of log-normal factors add: eight of deviation 1/2 have deviation sqrt(2).
    @Test
    void manyFactorsKeepTheirPrecision() {
        ElementLaw factor = ElementLaw.ofGaussian(StrictMath::exp, 0, 0.5);
        ElementLaw law = factor;
        for (int i = 1; i < 8; i++) {
            law = law.times(factor);
        }
        assertThat(law.moment(4)).isCloseTo(Math.exp(16), within(1e-8 * Math.exp(16)));
        for (double z = -3; z <= 3; z += 0.5) {
            double m = Math.exp(Math.sqrt(2) * z);
            // Seven products; the density of log2|x| is at most as steep.
            assertThat(law.shareBelow(m))
                    .isCloseTo(LawIntegrals.normalBelow(z), within(7 * PRODUCT));
        }
        assertThat(law.histogram(1000).bins())
                .allMatch(bin -> bin.sign() == FineHistogram.Sign.POSITIVE);
    }

    /// Laws far from 1 keep all they have.
    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e30})
    void theBinsFollowTheScale(double scale) {
        ElementLaw far = ElementLaw.gaussian().scaled(scale);
        ElementLaw law = far.times(far).times(ElementLaw.ofGaussian(z -> scale * z, 0, 1));
        ElementLaw near =
                ElementLaw.gaussian().times(ElementLaw.gaussian()).times(ElementLaw.gaussian());
        double cube = scale * scale * scale;
        for (double m : new double[] {1e-6, 0.01, 1, 10}) {
            assertThat(law.shareBelow(cube * m)).isCloseTo(near.shareBelow(m), within(PRODUCT));
        }
    }

    /// `P(xy > 0) = p^2 + q^2`.
    @Test
    void signsMultiply() {
        ElementLaw leaning = ElementLaw.ofGaussian(z -> z, 0.5, 1);
        double p = LawIntegrals.normalBelow(0.5);
        ElementLaw square = leaning.times(leaning);
        assertThat(square.mean()).isCloseTo(0.25, within(1e-10));
        assertThat(positive(square)).isCloseTo(p * p + (1 - p) * (1 - p), within(1e-6));
        ElementLaw turned = leaning.scaled(-2).times(leaning);
        assertThat(positive(turned)).isCloseTo(2 * p * (1 - p), within(1e-6));
        assertThat(leaning.times(ElementLaw.gaussian()).isSymmetric()).isTrue();
        assertThat(positive(leaning.times(ElementLaw.gaussian()))).isCloseTo(0.5, within(1e-9));
        // Large products are those of two large factors, and positive for that: E x^3 is.
        double cubes =
                square.histogram(1L << 40).bins().stream()
                        .mapToDouble(bin ->
                                (bin.sign() == FineHistogram.Sign.NEGATIVE ? -1 : 1)
                                        * bin.count()
                                        * Math.pow(bin.low() / 2 + bin.high() / 2, 3))
                        .sum();
        double third = 0.125 + 3 * 0.5;
        // Bins taken at their middles, an eighth of an octave wide.
        assertThat(cubes / 0x1p40).isCloseTo(third * third, within(0.01 * third * third));
    }

    private static double positive(ElementLaw law) {
        return law.histogram(1L << 40).bins().stream()
                        .filter(bin -> bin.sign() == FineHistogram.Sign.POSITIVE)
                        .mapToLong(FineHistogram.Bin::count)
                        .sum()
                / 0x1p40;
    }

    @Test
    void pointsMultiplyExactly() {
        ElementLaw mask = ElementLaw.atoms(new double[] {0, 1.25}, new double[] {1, 4});
        ElementLaw signs = ElementLaw.atoms(new double[] {-1, 1, 2}, new double[] {1, 1, 2});
        ElementLaw product = mask.times(signs);
        assertThat(product.zero()).isCloseTo(0.2, within(1e-15));
        assertThat(product.points().values()).containsExactly(-1.25, 1.25, 2.5);
        assertThat(product.mean()).isCloseTo(1, within(1e-15));
        assertThat(product.octaveShares(0, 1))
                .containsExactly(new double[] {0.4, 0.4}, within(1e-15));

        ElementLaw masked = ElementLaw.gaussian().times(mask);
        assertThat(masked.zero()).isCloseTo(0.2, within(1e-15));
        assertThat(masked.shareBelow(1.25))
                .isCloseTo(0.2 + 0.8 * LawIntegrals.normalInside(1), within(1e-11));
    }

    /// A variance profile of many points: the law is the average of Gaussians.
    @Test
    void manyPointsAreOneConvolution() {
        int count = 40;
        double[] deviations = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            deviations[i] = 1 / Math.sqrt(i + 1);
            weights[i] = i + 1;
        }
        ElementLaw profile = ElementLaw.atoms(deviations, weights);
        ElementLaw law = ElementLaw.gaussian().times(profile);
        ElementLaw points = profile.times(profile);
        assertThat(points.points().count()).isZero();
        assertThat(points.kurtosis()).isCloseTo(Math.pow(profile.kurtosis(), 2), within(1e-9));
        for (double m : new double[] {1e-4, 0.01, 0.1, 0.5, 1}) {
            double share = 0;
            for (int i = 0; i < count; i++) {
                share += weights[i] / 820 * LawIntegrals.normalInside(m / deviations[i]);
            }
            assertThat(law.shareBelow(m)).isCloseTo(share, within(PRODUCT));
        }
    }

    @Test
    void aPointAndADensityMultiplyAllWithAll() {
        ElementLaw clipped = ElementLaw.ofGaussian(z -> Math.clamp(z, -1, 1), 0, 1);
        ElementLaw law = clipped.times(clipped);
        double outside = LawIntegrals.normalOutside(1);
        assertThat(law.points().values()).containsExactly(-1, 1);
        // What float32 rounds to 1 is there too: 2^-25 of an octave.
        assertThat(law.octaveShares(0, 0)[0]).isCloseTo(outside * outside, within(3e-8));
        // At least one factor below 1/2 and both within 1.
        double expected =
                2 * LawIntegrals.normalInside(0.5) * outside
                        + LawIntegrals.simpson(
                                x ->
                                        2
                                                * LawIntegrals.normalDensity(x)
                                                * LawIntegrals.normalInside(Math.min(1, 0.5 / x)),
                                1e-12,
                                1,
                                3000);
        assertThat(law.shareBelow(0.5)).isCloseTo(expected, within(PRODUCT));
    }

    @Test
    void mixturesAverage() {
        ElementLaw narrow = ElementLaw.gaussian().scaled(1e-9);
        ElementLaw relu = ElementLaw.ofGaussian(z -> Math.max(0, z), 0, 1.3);
        List<ElementLaw> laws = List.of(narrow, relu, ElementLaw.constant(-2));
        ElementLaw law = ElementLaw.mixture(laws, new double[] {2, 5, 3});
        assertThat(law.zero()).isCloseTo(0.25, within(1e-11));
        assertThat(law.mean()).isCloseTo(0.5 * relu.mean() - 0.6, within(1e-12));
        assertThat(law.moment(4))
                .isCloseTo(0.5 * relu.moment(4) + 0.3 * 16, within(1e-12 * law.moment(4)));
        for (double m : new double[] {1e-10, 1e-9, 3e-8, 0.1, 1, 2, 3}) {
            double share =
                    0.2 * LawIntegrals.normalInside(m * 1e9)
                            + 0.25
                            + 0.25 * LawIntegrals.normalInside(m / 1.3)
                            + (m > 2 ? 0.3 : 0);
            assertThat(law.shareBelow(m)).isCloseTo(share, within(1e-5));
        }
        assertThat(ElementLaw.mixture(List.of(relu, narrow), new double[] {1, 0}).histogram(999))
                .isEqualTo(relu.histogram(999));
    }

    /// `z^2` by way of the law of z.
    @Test
    void functionsOfLaws() {
        ElementLaw square = ElementLaw.gaussian().mapped(x -> x * x);
        assertThat(square.secondMoment()).isCloseTo(3, within(3e-5));
        assertThat(square.kurtosis()).isCloseTo(105.0 / 9, within(1e-3));
        assertThat(square.shareBelow(1)).isCloseTo(LawIntegrals.normalInside(1), within(1e-6));
        assertThat(square.shareBelow(1e-6)).isCloseTo(7.9788e-4, within(1e-7));
        ElementLaw mixed = ElementLaw.ofGaussian(z -> Math.max(0, z), 0, 1).mapped(x -> x - 1);
        assertThat(mixed.points().values()).containsExactly(-1);
        // With what float32 rounds to -1: x below 2^-25.
        assertThat(mixed.points().weights()[0]).isCloseTo(0.5, within(0x1p-25));
        assertThat(mixed.shareBelow(0.5))
                .isCloseTo(
                        LawIntegrals.normalBelow(1.5) - LawIntegrals.normalBelow(0.5),
                        within(1e-4));
        assertThat(ElementLaw.constant(3).mapped(x -> x * x).points().values()).containsExactly(9);
    }

    /// The window follows the largest numbers, however few: 100 octaves above all others here.
    @Test
    void whatIsLargeIsKept() {
        List<ElementLaw> laws =
                List.of(ElementLaw.gaussian().scaled(0x1p-100), ElementLaw.gaussian());
        ElementLaw law = ElementLaw.mixture(laws, new double[] {0.999, 0.001});
        for (double m : new double[] {0.5, 1, 3}) {
            double outside = 1e-3 * LawIntegrals.normalOutside(m);
            assertThat(1 - law.shareBelow(m)).isCloseTo(outside, within(1e-4 * outside));
        }
        ElementLaw square = law.times(law);
        assertThat(1 - square.shareBelow(0x1p-30)).isCloseTo(1e-6, within(1e-10));
    }

    @Test
    void eitherZeroMakesAZero() {
        ElementLaw rectified = ElementLaw.ofGaussian(z -> Math.max(0, z), 0, 1);
        ElementLaw law = rectified.times(rectified);
        assertThat(law.zero()).isCloseTo(0.75, within(1e-11));
        assertThat(law.shareBelow(0.2)).isCloseTo(0.75 + productBelow(0.2) / 4, within(PRODUCT));
        assertThat(law.mean()).isCloseTo(1 / (2 * Math.PI), within(1e-10));
    }

    @Test
    void zeroTimesAnythingIsZero() {
        ElementLaw heavy = ElementLaw.ofGaussian(z -> 1 / z, 0, 1);
        assertThat(ElementLaw.constant(0).times(heavy).zero()).isEqualTo(1);
        assertThat(heavy.times(ElementLaw.constant(0)).secondMoment()).isZero();
        assertThat(heavy.times(ElementLaw.gaussian()).mean()).isZero();
    }
}
