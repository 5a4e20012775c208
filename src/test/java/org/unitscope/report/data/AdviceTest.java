package org.unitscope.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.activation;
import static org.unitscope.report.data.ReportFixtures.gradient;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Formats;
import org.unitscope.graph.Role;
import org.unitscope.plan.ExponentRange;
import org.unitscope.report.data.Advice.Kind;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.TensorRecord;

/// The arithmetic of advice by hand. E5M2 flushes up to `2^-17` and overflows from `61440 = 1.875 *
/// 2^15`; E4M3 flushes up to `2^-10` and overflows above `464 = 1.8125 * 2^8`. Head-room of an
/// octave means twice the largest magnitude is not beyond the threshold.
class AdviceTest {
    @Test
    void flushedElementsAreRaisedAboveTheThresholdAndBelowTheHeadroom() {
        // 2^-20 * 2^k > 2^-17 from k = 4; 2 * 2^-20 * 2^k <= 1.875 * 2^15 up to k = 34.
        Advice advice = Advice.of(gradient("g", 0x1p-20f, -0x1p-20f, 0x1p-20f));

        assertThat(advice.kind()).isEqualTo(Kind.MULTIPLY);
        assertThat(advice.factors()).contains(new ExponentRange(4, 34));
        assertThat(advice.shift()).isEqualTo(19);
        assertThat(advice.before().orElseThrow().underflow().low()).isEqualTo(1);
        assertThat(advice.after().orElseThrow().underflow().high()).isZero();
    }

    @Test
    void overflowingElementsAreLoweredUntilThereIsHeadroom() {
        // 2 * 2^10 * 2^k <= 1.8125 * 2^8 up to k = -3; 2^10 * 2^k > 2^-10 from k = -19.
        Advice advice = Advice.of(activation("a", 1024, 1024));

        assertThat(advice.factors()).contains(new ExponentRange(-19, -3));
        assertThat(advice.shift()).isEqualTo(-11);
        assertThat(advice.before().orElseThrow().overflow().low()).isEqualTo(1);
        assertThat(advice.after().orElseThrow().overflow().high()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-6, -1, 1, 5})
    void aTensorTimesAPowerOfTwoNeedsThatMuchLess(int power) {
        float factor = (float) Math.scalb(1.0, power);
        Advice advice = Advice.of(gradient("g", 0x1p-20f * factor, 0x1.8p-20f * factor));

        // 1.5 * 2^-20: 2 * 1.5 * 2^(k-20) <= 1.875 * 2^15 up to k = 34.
        assertThat(advice.factors()).contains(new ExponentRange(4 - power, 34 - power));
    }

    @Test
    void oneInAHundredMayBeFlushed() {
        // 1 of 101 is flushed below k = 4: less than 1 %, so that it does not count.
        float[] values = new float[101];
        Arrays.fill(values, 0x1p-10f);
        values[7] = 0x1p-20f;

        assertThat(Advice.of(gradient("g", values)).factors()).contains(new ExponentRange(-6, 24));
        values[8] = 0x1p-20f;
        assertThat(Advice.of(gradient("g", values)).factors()).contains(new ExponentRange(4, 24));
    }

    @Test
    void whatIsWiderThanTheFormatGetsNoFactorButFormats() {
        // 2^15 leaves no octave to overflow, 2^-20 is flushed: no k does both.
        Advice advice = Advice.of(gradient("g", 0x1p15f, 0x1p-20f, 0x1p-20f));

        assertThat(advice.kind()).isEqualTo(Kind.TOO_WIDE);
        assertThat(advice.factors()).isEqualTo(Optional.empty());
        // Not FP16: 2 * 2^15 is beyond 65520.
        assertThat(advice.formats()).containsExactly(Formats.FP32, Formats.BF16);
        assertThat(AdviceText.of(advice, gradient("g", 0x1p15f, 0x1p-20f, 0x1p-20f)))
                .contains("its values span 35.0 octaves", "representable in FP32, BF16");
    }

    @Test
    void noFactorMendsWhatIsNotFinite() {
        TensorRecord broken = gradient("g", Float.NaN, 1, Float.POSITIVE_INFINITY);

        assertThat(Advice.of(broken).kind()).isEqualTo(Kind.NOT_FINITE);
        assertThat(AdviceText.of(Advice.of(broken), broken))
                .startsWith("No factor helps: 2 elements are infinite or NaN before rounding.");
    }

    @Test
    void nothingIsDerivedFromPredictions() {
        TensorRecord predicted = RunFixtures.tensor("p", "add", Role.ACTIVATION, 1e-9);

        assertThat(Advice.of(predicted).kind()).isEqualTo(Kind.NOT_SAMPLED);
    }

    @Test
    void theSentenceHasTheNumbers() {
        TensorRecord flushed = gradient("g", 0x1p-20f, -0x1p-20f, 0x1p-20f);

        // Points of the histogram: both SQNR are exact, nothing is left of the first.
        assertThat(AdviceText.of(Advice.of(flushed), flushed))
                .isEqualTo(
                        "Multiply by 2^19 (any from 2^4 to 2^34 makes it representable): flushed 100.0 % → 0, overflow 0, SQNR by the bins 0.0 → ∞ dB.");
    }
}
