package org.unitscope.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Tensors that break naive statistics.
final class UglyData {
    private UglyData() {}

    static Map<String, float[]> cases() {
        Map<String, float[]> cases = new LinkedHashMap<>();
        cases.put("empty", new float[0]);
        cases.put("one", new float[] {-0.3f});
        cases.put("one zero", new float[] {-0f});
        cases.put("all zero", new float[10_000]);
        cases.put("constant", filled(10_001, 0.1f));
        cases.put("one NaN", new float[] {Float.NaN});
        cases.put("only infinities", filled(9, Float.NEGATIVE_INFINITY));
        cases.put("edges", edges());
        cases.put("float32 subnormals", random(5_000, 1, 0, 0x80_0000));
        cases.put("every finite float32", random(70_000, 2, 0, 0x7F80_0000));
        cases.put("zeros among values", withEveryThird(gaussian(9_999, 3, 1), 0));
        cases.put("NaN among values", withEveryThird(gaussian(9_998, 4, 0x1p-8), Float.NaN));
        cases.put("infinity among values", withEveryThird(edges(), Float.POSITIVE_INFINITY));
        cases.put("gaussian", gaussian(131_072, 5, 1));
        cases.put("small gaussian", gaussian(20_000, 6, 0x1p-10));
        cases.put("large gaussian", gaussian(20_000, 7, 0x1p9));
        return cases;
    }

    /// All thresholds of all formats and the floats beside them.
    private static float[] edges() {
        double[] edges = {
            0x1p-10,
            0x1p-6,
            448,
            464,
            0x1p-17,
            0x1p-14,
            61440,
            0x1p-25,
            65504,
            65520,
            0x1p-134,
            0x1p-126,
            0x1.ffp127,
            Float.MAX_VALUE,
            1,
            Float.MIN_VALUE,
            256,
            32768
        };
        float[] values = new float[6 * edges.length];
        for (int i = 0; i < edges.length; i++) {
            float edge = (float) edges[i];
            values[6 * i] = edge;
            values[6 * i + 1] = -edge;
            values[6 * i + 2] = Math.nextDown(edge);
            values[6 * i + 3] = -Math.nextDown(edge);
            values[6 * i + 4] = Math.min(Float.MAX_VALUE, Math.nextUp(edge));
            values[6 * i + 5] = edge;
        }
        return values;
    }

    static float[] gaussian(int count, long seed, double standardDeviation) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (standardDeviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] random(int count, long seed, int fromBits, int toBits) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float magnitude = Float.intBitsToFloat(random.nextInt(fromBits, toBits));
            values[i] = random.nextBoolean() ? magnitude : -magnitude;
        }
        return values;
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] withEveryThird(float[] values, float value) {
        for (int i = 0; i < values.length; i += 3) {
            values[i] = value;
        }
        return values;
    }
}
