package org.unitscope.random;

import java.nio.charset.StandardCharsets;
import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.kernels.Workers;

/// A stream of random numbers addressed by index. Stored runs rely on every bit: the algorithm is
/// final.
///
/// Key: run seed, FNV-1a of the node path and FNV-1a of the purpose (both over UTF-8), each folded
/// in by one SplitMix64 finalizer. Bits at index i: the finalizer of `key + (i + 1) γ`, γ =
/// 0x9E3779B97F4A7C15, which is SplitMix64 (Steele, Lea and Flood 2014) started at the key.
///
/// Normals come in pairs by Box and Muller (1958): pair p takes bits p; the high 32 give the
/// radius, `u = (h + ½) 2^−32`, `r = √(−2 ln u)`; the upper 24 of the low 32 give the angle in
/// turns; even indices take `r cos`, odd ones `r sin`. So |z| <= √(66 ln 2) = 6.76, beyond which a
/// normal has 1.4e-11 of its mass.
public final class RandomStream {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final int BLOCK = 1 << 14;

    private final long key;

    private RandomStream(long key) {
        this.key = key;
    }

    /// The stream at this address.
    ///
    /// @param purpose what is drawn, for example `weight`: streams of one node are apart by it
    public static RandomStream of(long runSeed, String nodePath, String purpose) {
        long key = finalizer(runSeed + GAMMA);
        key = finalizer(key ^ hash(nodePath));
        return new RandomStream(finalizer(key ^ hash(purpose)));
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long finalizer(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /// The 64 random bits at an index.
    public long bits(long index) {
        return finalizer(key + (index + 1) * GAMMA);
    }

    /// Uniform in (0, 1): the middle of one of 2^52 equal cells, an exact double.
    public double uniform(long index) {
        return ((bits(index) >>> 12) + 0.5) * 0x1p-52;
    }

    /// Uniform in 0 .. bound − 1, to within bound · 2^−64 per value.
    ///
    /// @throws IllegalArgumentException for a bound below 1
    public int below(long index, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException(
                    "a random index needs a bound of at least 1, got " + bound);
        }
        return (int) Math.unsignedMultiplyHigh(bits(index), bound);
    }

    /// Standard normal at an index.
    public float normal(long index) {
        long bits = bits(index >> 1);
        float turns = turns(bits);
        return radius(bits)
                * ((index & 1) == 0
                        ? ElementaryFunctions.cosTwoPi(turns)
                        : ElementaryFunctions.sinTwoPi(turns));
    }

    private static float turns(long bits) {
        return (bits >>> 8 & 0xFFFFFF) * 0x1p-24f;
    }

    /// Near u = 1 the logarithm is taken from 1 − u, which is exact, so that small radii keep their
    /// digits.
    private static float radius(long bits) {
        long odd = 2 * (bits >>> 32) + 1;
        float log =
                odd < 1L << 32
                        ? ElementaryFunctions.log(odd * 0x1p-33f)
                        : ElementaryFunctions.log1p(-((1L << 33) - odd) * 0x1p-33f);
        return (float) Math.sqrt(-2 * log);
    }

    /// Fills with `mean + deviation · z`, one fused multiply-add each; element i is number `first +
    /// i` of the stream.
    public void fillNormal(
            Workers workers, float[] out, long first, float mean, float standardDeviation) {
        workers.forRanges(
                out.length,
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        long index = first + i;
                        if ((index & 1) == 0 && i + 1 < to) {
                            long bits = bits(index >> 1);
                            float r = radius(bits);
                            float turns = turns(bits);
                            float cosine = r * ElementaryFunctions.cosTwoPi(turns);
                            float sine = r * ElementaryFunctions.sinTwoPi(turns);
                            out[i] = Math.fma(standardDeviation, cosine, mean);
                            out[++i] = Math.fma(standardDeviation, sine, mean);
                        } else {
                            out[i] = Math.fma(standardDeviation, normal(index), mean);
                        }
                    }
                });
    }

    /// Fills with numbers uniform in [low, high]: 24 random bits, scaled by one fused multiply-add
    /// (whose rounding may reach high).
    public void fillUniform(Workers workers, float[] out, long first, float low, float high) {
        float width = high - low;
        workers.forRanges(
                out.length,
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        float unit = (bits(first + i) >>> 40) * 0x1p-24f;
                        out[i] = Math.fma(width, unit, low);
                    }
                });
    }
}
