package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Conversion;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.TargetFormat;

/// Arrays against one number at a time.
final class FakeQuantizerTest {
    static final List<TargetFormat> TARGETS = KernelData.targets();

    @ParameterizedTest
    @FieldSource("TARGETS")
    void arraysHaveTheBitsOfTheScalarQuantizer(TargetFormat target) {
        float[] in = KernelData.values(target.format());
        Quantizer scalar = Quantizer.of(target.format(), target.conversion());
        FakeQuantizer arrays = FakeQuantizer.of(target.format(), target.conversion());
        int bits = target.conversion().rounding().randomBits();
        for (int from : new int[] {0, 3}) {
            float[] out = new float[in.length + 5];
            arrays.quantize(in, from, out, 5, in.length - from, KernelData::random);
            for (int i = from; i < in.length; i++) {
                int random = bits == 0 ? 0 : (int) (KernelData.random(i) >>> (64 - bits));
                float expected = scalar.quantize(in[i], random);
                float got = out[5 + i - from];
                if (Float.floatToIntBits(got) != Float.floatToIntBits(expected)) {
                    assertThat(got)
                            .as("%s of %s (%a) R=%d", target, in[i], in[i], random)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void roundsInPlace() {
        float[] in = KernelData.values(Formats.FP8_E4M3);
        float[] out = new float[in.length];
        FakeQuantizer arrays = FakeQuantizer.of(Formats.FP8_E4M3);
        arrays.quantize(in, 0, out, 0, in.length);
        arrays.quantize(in, 0, in, 0, in.length);
        assertThat(in).isEqualTo(out);
    }

    @Test
    void stochasticRoundingNeedsRandomBits() {
        FakeQuantizer arrays =
                FakeQuantizer.of(
                        Formats.FP8_E4M3, Conversion.SATURATING.with(RoundingMode.parse("sr-a:8")));
        assertThatThrownBy(() -> arrays.quantize(new float[1], 0, new float[1], 0, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FakeQuantizer.of(Formats.require("int8")))
                .hasMessageContaining("needs a scale");
    }

    /// Every rounding that random bits allow is unbiased or biased as its definition says: the mean
    /// of 2^16 draws lies within five standard errors of the expectation.
    @ParameterizedTest
    @ValueSource(strings = {"sr-a:3", "sr-b:3", "sr-c:3", "sr-a:12", "sr-b:12", "sr-c:12"})
    void stochasticRoundingHasTheMeanOfItsProbability(String rounding) {
        Conversion conversion = Conversion.SATURATING.with(RoundingMode.parse(rounding));
        int count = 1 << 16;
        float[] in = new float[count];
        java.util.Arrays.fill(in, -1.0441f);
        float[] out = new float[count];
        FakeQuantizer.of(Formats.FP8_E4M3, conversion)
                .quantize(in, 0, out, 0, count, KernelData::random);
        double away = 0;
        for (float x : out) {
            away += x == -1.125f ? 1 : 0;
        }
        double p = Quantizer.of(Formats.FP8_E4M3, conversion).probabilityAway(in[0]);
        assertThat(away / count)
                .isCloseTo(
                        p,
                        org.assertj.core.api.Assertions.within(5 * Math.sqrt(p * (1 - p) / count)));
    }
}
