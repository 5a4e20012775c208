package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AffineQuantizerTest {
    private static final RoundingMode NEAREST = RoundingMode.NEAREST_EVEN;

    private static AffineQuantizer of(String format, float min, float max) {
        return AffineQuantizer.calibrated(Formats.require(format), NEAREST, min, max);
    }

    @Test
    void symmetricScalesReachTheLargestMagnitude() {
        AffineQuantizer int8 = of("int8", -2, 1);
        assertThat(int8.scale()).isEqualTo(2 / 127f);
        assertThat(int8.zeroPoint()).isZero();
        assertThat(int8.code(-2, 0)).isEqualTo(-127);
        assertThat(int8.code(-3, 0)).isEqualTo(-127);
        assertThat(int8.overflows(-3)).isTrue();
        assertThat(int8.overflows(-2)).isFalse();
        // Range [-128, 127]: half of 255 steps for amax, as torch's observer.
        assertThat(of("int8_full", -2, 1).scale()).isEqualTo((float) (2 / 127.5));
        assertThat(of("int8_full", -2, 1).code(-2.01f, 0)).isEqualTo(-128);
        assertThat(of("int4", -2, 1).scale()).isEqualTo(2 / 7f);
    }

    /// The rule puts amax at 127.5: whether the product rounds to 127 or 128 must not matter.
    @Test
    void amaxNeverOverflowsUnderTheRuleThatFollowsIt() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(51);
        for (int i = 0; i < 10_000; i++) {
            float amax = (float) Math.exp(random.nextDouble(-40, 40));
            for (String name : new String[] {"int8", "int8_full", "int4_full", "int8_asymmetric"}) {
                AffineQuantizer quantizer = of(name, -amax / 3, amax);
                assertThat(quantizer.overflows(amax)).as("%s %s", name, amax).isFalse();
                assertThat(quantizer.overflows(1.2f * amax)).as("%s %s", name, amax).isTrue();
            }
        }
    }

    @Test
    void asymmetricScalesCoverTheRangeAndZeroIsExact() {
        AffineQuantizer int8 = of("int8_asymmetric", -0.5f, 2);
        assertThat(int8.scale()).isEqualTo((float) (2.5 / 255));
        assertThat(int8.zeroPoint()).isEqualTo(-128 + 51);
        assertThat(int8.quantize(0, 0)).isZero();
        assertThat(int8.code(2, 0)).isEqualTo(127);
        assertThat(int8.code(-0.5f, 0)).isEqualTo(-128);
        // The range is widened to hold zero.
        assertThat(of("int8_asymmetric", 1, 2).zeroPoint()).isEqualTo(-128);
        assertThat(of("int8_asymmetric", -2, -1).zeroPoint()).isEqualTo(127);
    }

    @Test
    void degenerateRangesHaveScaleOne() {
        assertThat(of("int8", 0, 0).scale()).isEqualTo(1);
        assertThat(of("int4_asymmetric", 0, 0).scale()).isEqualTo(1);
        assertThat(of("int8", 0, 1e-37f).scale()).isEqualTo(Float.MIN_NORMAL);
        assertThat(of("int8", 0, 1e-37f).code(1e-37f, 0)).isEqualTo(9);
        assertThat(of("int8", 0, 0).quantize(Float.NaN, 0)).isNaN();
        assertThat(of("int8", -1, 1).quantize(Float.POSITIVE_INFINITY, 0))
                .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6f));
    }

    /// Written by hand from `q = clamp(rint(x (1/s)) + z)`.
    @Test
    void codesFollowTheFormulaWithTheReciprocal() {
        AffineQuantizer given =
                AffineQuantizer.of(Formats.require("int8_asymmetric"), NEAREST, 0.1f, 3);
        for (float x = -20; x < 20; x += 0.013f) {
            float product = x * (1 / 0.1f);
            int expected = (int) Math.clamp(Math.rint(product) + 3, -128, 127);
            assertThat(given.code(x, 0)).isEqualTo(expected);
            assertThat(given.quantize(x, 0)).isEqualTo((expected - 3) * 0.1f);
        }
        assertThat(given.code(0.05f, 0)).isEqualTo(3);
        assertThat(given.code(0.15f, 0)).isEqualTo(5);
    }

    @Test
    void impossibleParametersAreRefused() {
        ScalarFormat int8 = Formats.require("int8");
        assertThatThrownBy(() -> AffineQuantizer.of(int8, NEAREST, 0, 0))
                .hasMessageStartingWith("Scale: must be positive");
        assertThatThrownBy(() -> AffineQuantizer.of(int8, NEAREST, 1, 128))
                .hasMessageStartingWith("Zero point: must be a code of int8, got 128");
    }
}
