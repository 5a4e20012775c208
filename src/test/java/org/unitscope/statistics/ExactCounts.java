package org.unitscope.statistics;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.unitscope.format.ScalarFormat;

/// Oracle: counts by asking the format about one element after the other.
record ExactCounts(
        long zeros,
        long nonfinite,
        long nonzero,
        double amax,
        OptionalDouble minNonzero,
        long flushed,
        long subnormal,
        long overflowing,
        OctaveHistogram histogram) {

    static ExactCounts of(float[] values, ScalarFormat format) {
        long zeros = 0, infinite = 0, nan = 0, nonzero = 0;
        long flushed = 0, subnormal = 0, overflowing = 0;
        double amax = 0;
        double least = Double.POSITIVE_INFINITY;
        Map<Integer, Long> octaves = new TreeMap<>();
        for (float x : values) {
            double magnitude = Math.abs((double) x);
            if (Double.isNaN(magnitude)) {
                nan++;
            } else if (Double.isInfinite(magnitude)) {
                infinite++;
            } else if (magnitude == 0) {
                zeros++;
            } else {
                nonzero++;
                amax = Math.max(amax, magnitude);
                least = Math.min(least, magnitude);
                flushed += format.flushes(magnitude) ? 1 : 0;
                subnormal += format.isSubnormalRange(magnitude) ? 1 : 0;
                overflowing += format.overflows(magnitude) ? 1 : 0;
                octaves.merge(octave(magnitude), 1L, Long::sum);
            }
        }
        return new ExactCounts(
                zeros,
                infinite + nan,
                nonzero,
                amax,
                nonzero == 0 ? OptionalDouble.empty() : OptionalDouble.of(least),
                flushed,
                subnormal,
                overflowing,
                OctaveHistogram.of(octaves, zeros, infinite, nan));
    }

    /// Found by doubling and halving, which is exact.
    private static int octave(double magnitude) {
        int octave = 0;
        double rest = magnitude;
        for (; rest >= 2; rest /= 2) {
            octave++;
        }
        for (; rest < 1; rest *= 2) {
            octave--;
        }
        return octave;
    }

    double share(long part) {
        return nonzero == 0 ? 0 : (double) part / nonzero;
    }
}
