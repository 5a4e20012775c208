package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Conversion;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;

/// Fates of laws against a published table, and against tensors drawn from them.
final class PredictedFatesTest {
    private static final Map<String, String> NAMES =
            Map.of(
                    "FP16_IEEE", "fp16",
                    "E4M3_FNUZ", "e4m3fnuz",
                    "E4M3_OCP", "e4m3",
                    "E5M2_FNUZ", "e5m2fnuz",
                    "E5M2_OCP", "e5m2");

    /// Halves of a bin differ by at most 4 %, so a line over it, which has slopes of at most 16 %,
    /// is off by `0.16^2 / 12` of the noise: 0.01 dB.
    private static final double DECIBELS = 0.01;

    private static PredictedFates of(ElementLaw law, long elements, String target) {
        return PredictedFates.of(law, elements, TargetFormat.parse(target), VerdictRule.DEFAULT);
    }

    /// Shares are interpolated to 1e-4 of a bin's mass, and thresholds of these formats lie in the
    /// middle of steep bins at worst: a bin of 1/24 octave at the overflow threshold has 3 %.
    @ParameterizedTest
    @ValueSource(strings = {"FP16_IEEE", "E4M3_FNUZ", "E4M3_OCP", "E5M2_FNUZ", "E5M2_OCP"})
    void aGaussianHasTheNoiseAndSharesOfTheTable(String name) throws IOException {
        String format = NAMES.getOrDefault(name, "");
        TargetFormat target = new TargetFormat(Formats.require(format), Conversion.SATURATING);
        int rows = 0;
        for (String line : Files.readAllLines(Path.of("test/resources/statistics/snr_exact.csv"))) {
            String[] cells = line.split(",", -1);
            if (!cells[0].equals(name)) {
                continue;
            }
            rows++;
            ElementLaw law =
                    ElementLaw.gaussian().scaled(Math.pow(2, Double.parseDouble(cells[1])));
            PredictedFates fates = PredictedFates.of(law, 1L << 50, target, VerdictRule.DEFAULT);
            double decibels = 10 * Math.log10(Double.parseDouble(cells[2]));
            assertThat(fates.sqnrDecibels().orElseThrow())
                    .as(line)
                    .isCloseTo(decibels, within(DECIBELS));
            double flushed = Double.parseDouble(cells[4]);
            assertThat(fates.fates().underflowFraction())
                    .as(line)
                    .isCloseTo(flushed, within(1e-5 * flushed + 1e-13));
            double saturated = Double.parseDouble(cells[5]);
            assertThat(fates.fates().overflowFraction())
                    .as(line)
                    .isCloseTo(saturated, within(3e-6));
        }
        assertThat(rows).isGreaterThan(100);
    }

    /// Shares of a drawn tensor are binomial. The noise of `n` elements has a relative standard
    /// error of `sqrt(kurtosis of the error / n)`, the error being at most as heavy-tailed as the
    /// product of two Gaussians: 0.02 dB.
    @ParameterizedTest
    @CsvSource({
        "fp16,0",
        "fp16,-14",
        "bf16,0",
        "e4m3,0",
        "e4m3,-7",
        "e4m3,6",
        "e5m2,-6.5",
        "e5m2@sr-b:4,-13",
        "e4m3@sr-a:8,-8",
        "e4m3@rtz,0",
        "e4m3@up,-5",
        "fp4,0",
        "fp4@sr-c:6,-2",
        "e4m3@flush-results,-6",
        "e2m3,0",
        "us_e4m3,1",
        "bf16@flush-inputs,-126",
        "e8m0,0",
    })
    void drawnTensorsFareAsPredicted(String text, double log2) {
        int count = 400_000;
        float scale = (float) Math.pow(2, log2);
        float[] x = UglyData.gaussian(count, 51, 1);
        float[] y = UglyData.gaussian(count, 52, 1);
        for (int i = 0; i < count; i++) {
            x[i] *= y[i] * scale;
        }
        TargetFormat target = TargetFormat.parse(text);
        TensorStatistics drawn = TestRounders.statistics(x, target);
        ElementLaw law = ElementLaw.gaussian().times(ElementLaw.gaussian()).scaled(scale);
        PredictedFates predicted = PredictedFates.of(law, count, target, VerdictRule.DEFAULT);
        Fates fates = predicted.fates();
        assertShare(drawn.fates().underflowFraction(), fates.underflowFraction(), count);
        assertShare(drawn.fates().subnormalFraction(), fates.subnormalFraction(), count);
        assertShare(drawn.fates().overflowFraction(), fates.overflowFraction(), count);
        // Few of the flushed elements carry most of their energy.
        double energy = drawn.fates().flushedEnergyFraction();
        assertThat(fates.flushedEnergyFraction()).isCloseTo(energy, within(0.1 * energy + 1e-6));
        double measured = drawn.sqnrDecibels().orElseThrow();
        double expected = predicted.sqnrDecibels().orElseThrow();
        if (Double.isFinite(measured)) {
            assertThat(expected).isCloseTo(measured, within(0.1));
        } else {
            assertThat(expected).isEqualTo(measured);
        }
        assertThat(predicted.verdict()).isEqualTo(drawn.verdict());
    }

    private static void assertShare(double drawn, double expected, int count) {
        double error = Math.sqrt(expected * (1 - expected) / count);
        assertThat(drawn).isCloseTo(expected, within(5 * error + 1e-4 * expected + 3.0 / count));
    }

    /// The scale of an integer format follows amax, which scatters: with 127 steps to the median of
    /// the largest element, `E error^2 = step^2 / 12`.
    @Test
    void integersAreScaledByTheExpectedMaximum() {
        PredictedFates fates = of(ElementLaw.uniform().scaled(5), 1_000_000, "int8");
        double step = 5 * Math.sqrt(3) / 127.5;
        assertThat(fates.amax()).isCloseTo(5 * Math.sqrt(3), within(1e-3));
        double exact = 10 * Math.log10(25 / (step * step / 12));
        assertThat(fates.sqnrDecibels().orElseThrow()).isCloseTo(exact, within(0.05));
        assertThat(fates.fates().underflowFraction()).isCloseTo(0.5 / 127.5, within(1e-4));
        assertThat(fates.fates().overflowFraction()).isZero();
    }

    @Test
    void pointsAreRoundedExactly() {
        PredictedFates exact = of(ElementLaw.constant(-1.5), 10, "e4m3");
        assertThat(exact.sqnrDecibels().orElseThrow()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(exact.minNonzero().orElseThrow()).isEqualTo(1.5);
        // 1.05 becomes 1 in E4M3.
        ElementLaw law = ElementLaw.atoms(new double[] {0, 1, -1.05f}, new double[] {2, 1, 1});
        PredictedFates fates = of(law, 10, "e4m3");
        double error = 1.05f - 1.0;
        double ratio = (1 + 1.05f * (double) 1.05f) / (error * error);
        assertThat(fates.sqnrDecibels().orElseThrow())
                .isCloseTo(10 * Math.log10(ratio), within(1e-9));
        // Half of the elements are beyond the range, the others become zero.
        ElementLaw lost = ElementLaw.atoms(new double[] {1e-9, 1e9}, new double[] {1, 1});
        assertThat(of(lost, 100, "e4m3").fates().overflowFraction()).isEqualTo(0.5);
        assertThat(of(lost, 100, "e4m3").fates().underflowFraction()).isEqualTo(0.5);
        assertThat(of(lost, 100, "e4m3").verdict()).isEqualTo(Verdict.OVERFLOW);
    }

    /// 0.7 lies above the float32 that it is rounded to, which is the largest magnitude.
    @Test
    void numbersThatFloat32DoesNotHoldAreCountedOnce() {
        assertThat((double) 0.7f).isLessThan(0.7);
        ElementLaw law = ElementLaw.atoms(new double[] {1e-9, 0.7}, new double[] {1, 1});
        assertThat(of(law, 100, "e4m3").fates().underflowFraction()).isEqualTo(0.5);
        assertThat(of(law, 100, "e4m3").amax()).isEqualTo(0.7f);
    }

    /// `P(|x| > 464)` is 1e-6 for a deviation of 464 / 4.8916.
    @Test
    void anOverflowIsPredictedWhereItIsMoreLikelyThanNot() {
        ElementLaw law = ElementLaw.gaussian().scaled(464 / 4.8916);
        PredictedFates small = of(law, 500_000, "e4m3");
        assertThat(small.fates().overflowFraction()).isZero();
        assertThat(small.verdict()).isEqualTo(Verdict.AT_RISK);
        PredictedFates large = of(law, 900_000, "e4m3");
        assertThat(large.fates().overflowFraction()).isCloseTo(1e-6, within(1e-9));
        assertThat(large.verdict()).isEqualTo(Verdict.OVERFLOW);
        assertThat(of(law, 900_000, "e4m3@nonsaturate").sqnrDecibels().orElseThrow())
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(of(law, 500_000, "e4m3@nonsaturate").sqnrDecibels().orElseThrow())
                .isGreaterThan(30);
    }

    @Test
    void zerosAndNonfiniteElements() {
        PredictedFates zeros = of(ElementLaw.constant(0), 10, "e4m3");
        assertThat(zeros.fates()).isEqualTo(Fates.NONE);
        assertThat(zeros.sqnrDecibels()).isEmpty();
        assertThat(zeros.verdict()).isEqualTo(Verdict.REPRESENTABLE);
        assertThat(of(ElementLaw.gaussian().scaled(1e-60), 10, "fp32").sqnrDecibels()).isEmpty();

        // 4.55 % beyond 2^128.
        PredictedFates beyond = of(ElementLaw.gaussian().scaled(0x1p127), 1000, "fp32");
        assertThat(beyond.nonfinite()).isBetween(45L, 46L);
        assertThat(beyond.fates().overflowFraction()).isZero();
        assertThat(beyond.verdict()).isEqualTo(Verdict.OVERFLOW);
        // Shares are of the finite elements.
        ElementLaw half = ElementLaw.atoms(new double[] {1e-9, 1e39}, new double[] {1, 1});
        assertThat(of(half, 100, "e4m3").fates().underflowFraction()).isEqualTo(1);
        assertThat(of(half, 100, "e4m3").nonfinite()).isEqualTo(50);
        // The smallest value, 2^-127, stands for zero where there is none.
        ElementLaw sparse = ElementLaw.atoms(new double[] {0, 1}, new double[] {1, 1});
        assertThat(of(sparse, 10, "e8m0").sqnrDecibels().orElseThrow())
                .isCloseTo(10 * Math.log10(0x1p254), within(1e-9));

        assertThatThrownBy(() -> of(sparse, 0, "e4m3")).hasMessageContaining("got 0");
        assertThatThrownBy(() -> of(sparse, 1, "int8_per_channel"))
                .hasMessageContaining("int8_per_channel");
    }

    /// What reads recorded tensors says of predicted ones what is predicted.
    @ParameterizedTest
    @ValueSource(strings = {"e4m3", "e5m2", "fp16", "fp4", "int8", "e4m3@rtz"})
    void predictedStatisticsAreJudgedAlike(String text) {
        ElementLaw law = ElementLaw.ofGaussian(z -> Math.max(0, z), 0.1, 0.02);
        long elements = 10_000_000;
        TargetFormat target = TargetFormat.parse(text);
        TensorStatistics statistics =
                PredictedFates.statistics(
                        law, elements, TargetFormat.of(Formats.FP32), VerdictRule.DEFAULT);
        assertThat(statistics.histogram().count()).isEqualTo(elements);
        assertThat(statistics.moments().mean()).isEqualTo(law.mean());
        FormatFates read = FormatFates.of(statistics, target);
        PredictedFates predicted = PredictedFates.of(law, elements, target, VerdictRule.DEFAULT);
        double whole = 1.0 / elements;
        assertThat(predicted.fates().underflowFraction())
                .isBetween(read.underflow().low() - whole, read.underflow().high() + whole);
        assertThat(predicted.fates().subnormalFraction())
                .isBetween(read.subnormal().low() - whole, read.subnormal().high() + whole);
        assertThat(read.sqnrDecibels().estimate())
                .isCloseTo(predicted.sqnrDecibels().orElseThrow(), within(0.1));
        assertThat(statistics.fine().bins())
                .allMatch(bin -> bin.high() >= statistics.minNonzero().orElseThrow())
                .allMatch(bin -> bin.low() <= statistics.amax());
    }
}
