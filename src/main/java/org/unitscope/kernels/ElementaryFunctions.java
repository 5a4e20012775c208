package org.unitscope.kernels;

/// Elementary functions in single precision with the same bits on every machine: add, multiply,
/// divide, fused multiply-add, comparison and integer operations only. Bounds are in units in the
/// last place of the exact result, over all finite arguments unless stated, held by tests against
/// double precision.
public final class ElementaryFunctions {
    private static final float LOG2_E = 1.442695f;

    /// ln 2 in two parts: the first has 9 trailing zero bits, so that its product with a binary
    /// exponent is exact.
    private static final float LN2_HIGH = 0.69314575f;

    private static final float LN2_LOW = 1.4286068e-6f;
    private static final float ROOT_HALF = 0.70710677f;

    private ElementaryFunctions() {}

    /// `e^x`, below 1.5 ulp; below half the smallest subnormal 0, above the range infinity.
    ///
    /// `x = n ln 2 + r`, `|r| <= ln 2 / 2`; Taylor series of degree 7 (remainder 5e-9); scaling by
    /// 2^n in two steps, so that subnormal results round once.
    public static float exp(float x) {
        if (!(x < 89)) {
            return Float.isNaN(x) ? x : Float.POSITIVE_INFINITY;
        }
        if (x < -104) {
            return 0;
        }
        float n = nearest(x * LOG2_E);
        float r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, x));
        float p = Math.fma(r, 1f / 5040, 1f / 720);
        p = Math.fma(p, r, 1f / 120);
        p = Math.fma(p, r, 1f / 24);
        p = Math.fma(p, r, 1f / 6);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p * r, r, r);
        int half = (int) n / 2;
        return (1 + p) * powerOfTwo(half) * powerOfTwo((int) n - half);
    }

    /// The nearest whole number, ties to even, for |x| below 2^22.
    private static float nearest(float x) {
        float shift = 0x1.8p23f;
        return (x + shift) - shift;
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }

    /// `ln x`, below 1.5 ulp; −∞ at 0, NaN below.
    ///
    /// `x = 2^e m` with m in [√½, √2), see [#log1p].
    public static float log(float x) {
        if (!(x > 0)) {
            return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        int scaled = 0;
        float y = x;
        if (y < Float.MIN_NORMAL) {
            y *= 0x1p24f;
            scaled = -24;
        }
        int bits = Float.floatToRawIntBits(y);
        int exponent = (bits >> 23) - 127 + scaled;
        float m = Float.intBitsToFloat((bits & 0x7fffff) | 0x3f800000);
        if (m >= 2 * ROOT_HALF) {
            m *= 0.5f;
            exponent++;
        }
        return logNearOne(m - 1, exponent);
    }

    /// `ln(1 + x)` for x > −1, below 1.5 ulp near 0 and 2.5 ulp elsewhere.
    public static float log1p(float x) {
        boolean near = x > ROOT_HALF - 1 && x < 2 * ROOT_HALF - 1;
        return near ? logNearOne(x, 0) : log(1 + x);
    }

    /// `ln(1 + f) + e ln 2` for 1 + f in [√½, √2]: with `s = f / (2 + f)`, `ln(1 + f) = 2 atanh s`,
    /// whose series is cut after s^11 (remainder 4e-11); `f − f²/2` is split off so that small f
    /// keeps its digits.
    private static float logNearOne(float f, int e) {
        float s = f / (2 + f);
        float z = s * s;
        float series = Math.fma(z, 2f / 11, 2f / 9);
        series = Math.fma(series, z, 2f / 7);
        series = Math.fma(series, z, 2f / 5);
        series = Math.fma(series, z, 2f / 3);
        float half = 0.5f * f * f;
        float correction = s * Math.fma(series, z, half);
        float low = Math.fma(e, LN2_LOW, correction);
        return Math.fma(e, LN2_HIGH, f - (half - low));
    }

    /// `tanh x`, below 3 ulp. Near 0 Lambert's continued fraction `x (945 + 105 x² + x⁴) / (945 +
    /// 420 x² + 15 x⁴)` (1e-9), else `1 − 2 / (e^{2x} + 1)`.
    public static float tanh(float x) {
        float a = Math.abs(x);
        if (a < 0.625f) {
            float z = x * x;
            float numerator = Math.fma(z, z + 105, 945);
            float denominator = Math.fma(z, Math.fma(z, 15, 420), 945);
            return x * (numerator / denominator);
        }
        float t = a > 10 ? 1 : 1 - 2 / (exp(2 * a) + 1);
        return x < 0 ? -t : Float.isNaN(x) ? x : t;
    }

    /// `1 / (1 + e^{−x})`, below 3 ulp.
    public static float sigmoid(float x) {
        if (x >= 0) {
            return 1 / (1 + exp(-x));
        }
        float e = exp(x);
        return e / (1 + e);
    }

    /// `erf x`, below 3 ulp. Near 0 the Maclaurin series; from ½ to 4 Taylor series of degree 6
    /// about the middle of intervals of width ¼ (remainder 4e-9); beyond, 1.
    public static float erf(float x) {
        float a = Math.abs(x);
        if (a < 0.5f) {
            return x * ErfSeries.nearZero(x * x);
        }
        float value = a < 4 ? ErfSeries.local(a) : 1;
        return x < 0 ? -value : Float.isNaN(x) ? x : value;
    }

    /// `sin 2πt` for t in [0, 1], absolute error below 1.2e-7.
    public static float sinTwoPi(float turns) {
        int quarter = (int) nearest(4 * turns);
        float angle = 6.2831855f * (turns - 0.25f * quarter);
        return switch (quarter & 3) {
            case 0 -> sine(angle);
            case 1 -> cosine(angle);
            case 2 -> -sine(angle);
            default -> -cosine(angle);
        };
    }

    /// `cos 2πt` for t in [0, 1], absolute error below 1.2e-7.
    public static float cosTwoPi(float turns) {
        int quarter = (int) nearest(4 * turns);
        float angle = 6.2831855f * (turns - 0.25f * quarter);
        return switch (quarter & 3) {
            case 0 -> cosine(angle);
            case 1 -> -sine(angle);
            case 2 -> -cosine(angle);
            default -> sine(angle);
        };
    }

    /// Taylor series to x^9 on |x| <= π/4 (remainder 2e-9).
    private static float sine(float x) {
        float z = x * x;
        float p = Math.fma(z, 1f / 362880, -1f / 5040);
        p = Math.fma(p, z, 1f / 120);
        p = Math.fma(p, z, -1f / 6);
        return Math.fma(p * z, x, x);
    }

    /// Taylor series to x^10 on |x| <= π/4 (remainder 1e-10).
    private static float cosine(float x) {
        float z = x * x;
        float p = Math.fma(z, -1f / 3628800, 1f / 40320);
        p = Math.fma(p, z, -1f / 720);
        p = Math.fma(p, z, 1f / 24);
        p = Math.fma(p, z, -0.5f);
        return Math.fma(p, z, 1);
    }
}
