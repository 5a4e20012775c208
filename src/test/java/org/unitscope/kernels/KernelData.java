package org.unitscope.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.Formats;
import org.unitscope.format.Overflow;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.Subnormals;
import org.unitscope.format.TargetFormat;

/// Inputs and settings that kernels are held to.
final class KernelData {
    private KernelData() {}

    /// Random bits, the exponents that matter, special numbers, and every code, midpoint and float
    /// beside them of the format if it is narrow.
    static float[] values(ScalarFormat format) {
        List<Float> values = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(31);
        for (int i = 0; i < 1_500; i++) {
            values.add(Float.intBitsToFloat(random.nextInt()));
            int exponent = random.nextInt(97, 147) << 23;
            int bits = exponent | random.nextInt(1 << 23) | (random.nextInt(2) << 31);
            values.add(Float.intBitsToFloat(bits));
            values.add(Float.intBitsToFloat(random.nextInt(0x80_0000)));
        }
        for (float x :
                new float[] {
                    0,
                    -0f,
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    Float.MAX_VALUE,
                    -Float.MAX_VALUE,
                    Float.MIN_VALUE,
                    -Float.MIN_VALUE,
                    Float.MIN_NORMAL,
                    Math.nextDown(Float.MIN_NORMAL),
                    Float.intBitsToFloat(0xFFC0_1234),
                    Float.intBitsToFloat(0x7F80_0001)
                }) {
            values.add(x);
        }
        FormatCodes codes = FormatCodes.of(format);
        for (int code = 0; code < Math.min(256, codes.count()); code++) {
            float x = (float) codes.decode(code);
            float next = (float) codes.decode((int) ((code + 1) % codes.count()));
            for (float y : new float[] {x, x / 2 + next / 2}) {
                values.addAll(List.of(y, Math.nextUp(y), Math.nextDown(y)));
            }
        }
        float top = (float) format.overflowThreshold();
        values.addAll(List.of(top, -top, Math.nextUp(top), Math.nextDown(top), -Math.nextUp(top)));
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /// Every format without a scale, under every rounding, and each overflow and subnormal setting.
    static List<TargetFormat> targets() {
        List<TargetFormat> targets = new ArrayList<>();
        List<ScalarFormat> formats = new ArrayList<>(Formats.all());
        formats.removeIf(format -> format.scaling() != Scaling.NONE);
        for (String custom :
                List.of(
                        "s1e5m0b15",
                        "s0e4m4b7",
                        "s1e3m4b9",
                        "s1e7m7b0_fn",
                        "s1e4m3bm2",
                        "s1e8m3b127_ieee",
                        "s1e6m9b60_ieee",
                        "s1e7m23b60_ieee",
                        "s0e4m3b7_nozero")) {
            formats.add(Formats.require(custom));
        }
        for (ScalarFormat format : formats) {
            Conversion usual = Conversion.usual(format);
            for (RoundingMode.Kind kind : RoundingMode.Kind.values()) {
                RoundingMode mode = new RoundingMode(kind, kind.isStochastic() ? 9 : 0);
                targets.add(new TargetFormat(format, usual.with(mode)));
                targets.add(
                        new TargetFormat(
                                format,
                                usual.with(mode)
                                        .with(Overflow.NONSATURATE)
                                        .with(Subnormals.FLUSH_BOTH)));
            }
            for (Overflow overflow : Overflow.values()) {
                targets.add(new TargetFormat(format, usual.with(overflow)));
            }
            for (Subnormals subnormals : Subnormals.values()) {
                targets.add(new TargetFormat(format, usual.with(subnormals)));
            }
        }
        return targets;
    }

    /// Random bits by index.
    static long random(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        return z ^ (z >>> 31);
    }
}
