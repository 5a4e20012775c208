package org.unitscope.bench;

import java.util.SplittableRandom;

/// Arrays that benchmarks work on.
final class Arrays {
    private Arrays() {}

    /// Draws of N(0, 1), a block of them repeated.
    static float[] gaussian(int count) {
        SplittableRandom random = new SplittableRandom(1);
        float[] block = new float[Math.min(count, 1 << 20)];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) random.nextGaussian();
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i += block.length) {
            System.arraycopy(block, 0, values, i, Math.min(block.length, count - i));
        }
        return values;
    }

    /// What comes out of a ReLU: half of it zeros.
    static float[] rectified(int count) {
        float[] values = gaussian(count);
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(0, values[i]);
        }
        return values;
    }
}
