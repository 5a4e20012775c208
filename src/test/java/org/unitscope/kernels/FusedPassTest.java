package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.TargetFormat;

/// Degenerate inputs in every format, against a loop over single numbers and exact decimals.
final class FusedPassTest {
    static List<Arguments> degenerate() {
        Map<String, float[]> cases = new LinkedHashMap<>();
        cases.put("empty", new float[0]);
        cases.put("all zero", new float[3000]);
        cases.put("minus zero", new float[] {-0f});
        cases.put("all NaN", filled(2500, Float.NaN));
        cases.put("one element", new float[] {0.3f});
        cases.put("one negative element", new float[] {-0.3f});
        cases.put("infinities", new float[] {Float.NEGATIVE_INFINITY, 1, Float.POSITIVE_INFINITY});
        cases.put("float32 subnormals", subnormals());
        cases.put("mixed", mixed());
        List<Arguments> all = new ArrayList<>();
        List<String> custom = List.of("s0e4m4b7", "s1e5m0b15", "s1e7m7b0_fn", "s1e4m3bm2");
        List<ScalarFormat> formats = new ArrayList<>(Formats.all());
        custom.forEach(name -> formats.add(Formats.require(name)));
        for (ScalarFormat format : formats) {
            cases.forEach((name, values) -> all.add(Arguments.of(format.name(), name, values)));
        }
        return all;
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] subnormals() {
        SplittableRandom random = new SplittableRandom(41);
        float[] values = new float[2100];
        for (int i = 0; i < values.length; i++) {
            int sign = random.nextBoolean() ? 0x8000_0000 : 0;
            values[i] =
                    Float.intBitsToFloat(random.nextInt(0x80_0000) >>> random.nextInt(23) | sign);
        }
        return values;
    }

    private static float[] mixed() {
        SplittableRandom random = new SplittableRandom(42);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(-20, 12)));
            if (i % 97 == 0) {
                values[i] = Float.intBitsToFloat(random.nextInt());
            }
        }
        return values;
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("degenerate")
    void countsLikeALoopOverSingleNumbers(String name, String what, float[] values) {
        TargetFormat target = TargetFormat.parse(name);
        ArrayRounder rounder = rounder(target, values);
        FusedPass pass = new FusedPass(rounder);
        pass.accept(values, 0, values.length);
        Counted counted = new Counted(values, target, rounder);

        assertThat(pass.zeros()).isEqualTo(counted.zeros);
        assertThat(pass.infinite()).isEqualTo(counted.infinite);
        assertThat(pass.nan()).isEqualTo(counted.nan);
        assertThat(pass.overflows()).isEqualTo(counted.overflows);
        assertThat(pass.underflows()).isEqualTo(counted.underflows);
        assertThat(pass.sum()).isCloseTo(counted.sum.doubleValue(), within(counted.absolute));
        assertThat(pass.energy()).isCloseTo(counted.energy.doubleValue(), within(counted.energy));
        if (counted.errorIsInfinite) {
            assertThat(pass.errorEnergy()).isInfinite();
        } else {
            double error = counted.error.doubleValue();
            assertThat(pass.errorEnergy()).isCloseTo(error, within(counted.error));
        }
        long binned = counted.finite() - counted.zeros;
        long[] total = {0};
        pass.forEachBin((negative, bin, count) -> total[0] += count);
        assertThat(total[0]).isEqualTo(binned);

        float[] rounded = values.clone();
        new FusedPass(rounder).acceptAndRound(rounded, 0, rounded.length);
        float[] expected = new float[values.length];
        rounder.round(values, 0, expected, 0, values.length);
        assertThat(rounded).isEqualTo(expected);
    }

    /// Blocks of 2048 in eight lanes: 256 + 3 roundings a term and one a block, twice for the
    /// oracle.
    private static org.assertj.core.data.Offset<Double> within(BigDecimal scale) {
        return org.assertj.core.api.Assertions.within(600 * 0x1p-53 * scale.doubleValue());
    }

    private static ArrayRounder rounder(TargetFormat target, float[] values) {
        return target.format().scaling() == Scaling.NONE
                ? new FixedRounder(FakeQuantizer.of(target.format(), target.conversion()), i -> 0)
                : ScaledRounder.calibrated(
                        target.format(), target.conversion().rounding(), values, 1, i -> 0);
    }

    /// The plain loop.
    private static final class Counted {
        private final int length;
        private long zeros;
        private long infinite;
        private long nan;
        private long overflows;
        private long underflows;
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal absolute = BigDecimal.ZERO;
        private BigDecimal energy = BigDecimal.ZERO;
        private BigDecimal error = BigDecimal.ZERO;
        private boolean errorIsInfinite;

        Counted(float[] values, TargetFormat target, ArrayRounder rounder) {
            length = values.length;
            Quantizer quantizer = Quantizer.of(target.format(), target.conversion());
            float[] one = new float[1];
            for (int i = 0; i < values.length; i++) {
                float x = values[i];
                nan += Float.isNaN(x) ? 1 : 0;
                infinite += Float.isInfinite(x) ? 1 : 0;
                zeros += x == 0 ? 1 : 0;
                if (!Float.isFinite(x)) {
                    continue;
                }
                boolean scaled = rounder instanceof ScaledRounder;
                boolean over =
                        scaled
                                ? ((ScaledRounder) rounder).quantizer(i).overflows(x)
                                : quantizer.overflows(x, 0);
                rounder.round(values, i, one, 0, 1);
                overflows += over ? 1 : 0;
                underflows += !over && x != 0 && one[0] == 0 ? 1 : 0;
                BigDecimal exact = new BigDecimal(x);
                sum = sum.add(exact);
                absolute = absolute.add(exact.abs());
                energy = energy.add(exact.pow(2));
                if (Float.isFinite(one[0])) {
                    error = error.add(new BigDecimal(one[0]).subtract(exact).pow(2));
                } else {
                    errorIsInfinite = true;
                }
            }
        }

        long finite() {
            return length - nan - infinite;
        }
    }

    @Test
    void binsTellSignOctaveEighthAndEdge() {
        float[] values = {1, 1.01f, -1.125f, -1.2f, 2, Float.MIN_VALUE, 3 * Float.MIN_VALUE};
        FusedPass pass = new FusedPass(rounder(TargetFormat.of(Formats.FP32), values));
        pass.accept(values, 0, values.length);
        List<String> bins = new ArrayList<>();
        pass.forEachBin(
                (negative, bin, count) -> bins.add((negative ? "-" : "+") + bin + "x" + count));
        assertThat(bins)
                .containsExactly(
                        "+" + -149 * 16 + "x1",
                        "+" + (-148 * 16 + 8) + "x1",
                        "+0x1",
                        "+1x1",
                        "+16x1",
                        "-2x1",
                        "-3x1");
    }
}
