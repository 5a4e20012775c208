package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FineHistogram.Bin;
import org.unitscope.statistics.FineHistogram.Sign;

/// Expected bins of laws against those counted on drawn tensors.
final class LawHistogramTest {
    private static final TargetFormat FP32 = TargetFormat.of(Formats.FP32);
    private static final int COUNT = 1_000_000;

    /// Laws, each with a tensor drawn from it.
    static Stream<Arguments> drawn() {
        float[] x = UglyData.gaussian(COUNT, 41, 1);
        float[] y = UglyData.gaussian(COUNT, 42, 1);
        float[] product = new float[COUNT];
        float[] rectified = new float[COUNT];
        float[] gated = new float[COUNT];
        float[] saturated = new float[COUNT];
        float[] masked = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            product[i] = 0.3f * x[i] * y[i];
            rectified[i] = Math.max(0, x[i] + 0.5f);
            gated[i] = (float) (x[i] / (1 + Math.exp(-2 * y[i])));
            saturated[i] = (float) Math.tanh(6 * (double) x[i]);
            masked[i] = y[i] < 0 ? 0 : (float) Math.exp(x[i] - 3);
        }
        ElementLaw gaussian = ElementLaw.gaussian();
        ElementLaw gate = ElementLaw.ofGaussian(z -> 1 / (1 + StrictMath.exp(-2 * z)), 0, 1);
        ElementLaw mask = ElementLaw.ofGaussian(z -> z < 0 ? 0 : 1, 0, 1);
        return Stream.of(
                Arguments.of("gaussian", gaussian, x),
                Arguments.of("product", gaussian.times(gaussian).scaled(0.3), product),
                Arguments.of(
                        "rectified", ElementLaw.ofGaussian(z -> Math.max(0, z), 0.5, 1), rectified),
                Arguments.of("gated", gaussian.times(gate), gated),
                Arguments.of(
                        "saturated",
                        ElementLaw.ofGaussian(z -> StrictMath.tanh(6 * z), 0, 1),
                        saturated),
                Arguments.of(
                        "masked",
                        ElementLaw.ofGaussian(StrictMath::exp, -3, 1).times(mask),
                        masked));
    }

    static Stream<Arguments> smooth() {
        return drawn().filter(arguments -> !arguments.get()[0].equals("saturated"));
    }

    /// Counts are binomial: within 6 standard deviations and, for the rounding of both, 3 more.
    @ParameterizedTest(name = "{0}")
    @MethodSource("smooth")
    void everyBinHoldsWhatIsExpected(String name, ElementLaw law, float[] values) {
        TensorStatistics drawn = TestRounders.statistics(values, FP32);
        FineHistogram expected = law.histogram(COUNT);
        assertThat(expected.octaves().count()).as(name).isEqualTo(COUNT);
        assertCount(drawn.zeros(), expected.octaves().zeros());
        Map<String, Long> counts = new HashMap<>();
        drawn.fine().bins().forEach(bin -> counts.merge(key(bin), bin.count(), Long::sum));
        for (Bin bin : expected.bins()) {
            Long count = counts.remove(key(bin));
            assertCount(count == null ? 0 : count, bin.count());
        }
        assertThat(counts.values()).allSatisfy(count -> assertCount(count, 0));
    }

    /// Sign and lower end; a drawn number on the edge of two bins counts in the one above it.
    private static String key(Bin bin) {
        return bin.sign() + " " + (bin.isPoint() ? bin.low() : Math.nextDown((float) bin.low()));
    }

    private static void assertCount(long drawn, long expected) {
        assertThat((double) drawn)
                .isCloseTo((double) expected, within(6 * Math.sqrt((double) expected) + 3));
    }

    /// With n elements the share of an octave is off by `sqrt(2 p (1 - p) / (π n))` on average,
    /// with a variance of `(1 - 2 / π) p (1 - p) / n`.
    @ParameterizedTest(name = "{0}")
    @MethodSource("drawn")
    void theTotalVariationOfATensorIsItsSamplingError(String name, ElementLaw law, float[] values) {
        OctaveHistogram octaves = TestRounders.statistics(values, FP32).histogram();
        double mean = 0;
        double variance = 0;
        for (int octave = -40; octave <= 10; octave++) {
            double p = octaves.share(octave);
            mean += Math.sqrt(2 * p * (1 - p) / Math.PI / COUNT) / 2;
            variance += (1 - 2 / Math.PI) * p * (1 - p) / COUNT / 4;
        }
        double zeros = (double) octaves.zeros() / COUNT;
        mean += Math.sqrt(2 * zeros * (1 - zeros) / Math.PI / COUNT) / 2;
        assertThat(law.totalVariation(octaves))
                .as(name)
                .isBetween(mean / 4, mean + 4 * Math.sqrt(variance) + 1e-4);
    }

    @Test
    void totalVariationIsHalfTheDifferenceOfAllClasses() {
        ElementLaw law = ElementLaw.atoms(new double[] {0, 1, 4}, new double[] {1, 2, 1});
        OctaveHistogram same = OctaveHistogram.of(Map.of(0, 2L, 2, 1L), 1, 0, 0);
        assertThat(law.totalVariation(same)).isZero();
        OctaveHistogram other = OctaveHistogram.of(Map.of(0, 2L, 1, 1L), 0, 0, 1);
        assertThat(law.totalVariation(other)).isEqualTo(0.5);
        OctaveHistogram apart = OctaveHistogram.of(Map.of(1, 3L), 0, 1, 0);
        assertThat(law.totalVariation(apart)).isEqualTo(1);
        assertThat(law.totalVariation(OctaveHistogram.EMPTY)).isNaN();
    }

    @Test
    void pointsOnEdgesAreInBinsOfTheirOwn() {
        double[] values = {-1.25, 0.1, 3};
        FineHistogram bins = ElementLaw.atoms(values, new double[] {1, 1, 2}).histogram(8);
        assertThat(bins.bins())
                .containsExactly(
                        new Bin(Sign.POSITIVE, Math.nextUp(0.09375f), Math.nextDown(0.1015625f), 2),
                        new Bin(Sign.POSITIVE, 3, 3, 4),
                        new Bin(Sign.NEGATIVE, 1.25, 1.25, 2));
        // A density has none there.
        assertThat(ElementLaw.gaussian().histogram(1L << 50).bins()).noneMatch(Bin::isPoint);
    }

    @Test
    void float32IsTheRange() {
        double[] values = {1e-50, 1e-44, 2, -1e39, 1e50};
        FineHistogram bins = ElementLaw.atoms(values, new double[] {1, 1, 1, 1, 1}).histogram(5);
        assertThat(bins.octaves().zeros()).isEqualTo(1);
        assertThat(bins.octaves().infinite()).isEqualTo(2);
        assertThat(bins.octaves().count(-147)).isEqualTo(1);
        // |z| 2^127 > 2^128 has 4.55 %, |z| 2^-150 < 2^-149 the other 95.45 %.
        FineHistogram large = ElementLaw.gaussian().scaled(0x1p127).histogram(10_000);
        assertThat(large.octaves().infinite()).isEqualTo(455);
        FineHistogram small = ElementLaw.gaussian().scaled(0x1p-150).histogram(10_000);
        assertThat(small.octaves().zeros()).isEqualTo(9545);
    }

    /// Many small bins below a threshold lose nothing together.
    @Test
    void sumsOfBinsAreRoundedToo() {
        assertThat(LawHistogram.apportion(List.of(0.5, 0.3, 0.2), 10)).containsExactly(5, 3, 2);
        assertThat(LawHistogram.apportion(List.of(0.2, 0.2, 0.2, 0.4), 2))
                .containsExactly(0, 1, 0, 1);
        for (long count : new long[] {0, 1, 1000, 1L << 53}) {
            FineHistogram bins = ElementLaw.gaussian().histogram(count);
            assertThat(bins.octaves().count()).isEqualTo(count);
            double below = LawIntegrals.normalInside(0x1p-4) * count;
            assertThat((double) bins.octaves().countBelow(-4))
                    .isCloseTo(below, within(1 + 1e-11 * count));
        }
    }
}
