package org.unitscope.statistics;

import org.unitscope.format.Quantizer;

/// Sums over a range of floats in double precision, in one fixed order that a vector unit can
/// follow: element `i` of the range goes to lane `i mod 8`, each lane adds in order, and the lanes
/// are added in halves, `((0+4)+(2+6)) + ((1+5)+(3+7))`.
///
/// Infinite and NaN elements are not handled: the caller keeps them out.
final class LaneSums {
    private static final int LANES = 8;

    private LaneSums() {}

    /// `sum(x)`.
    static double sum(float[] values, int from, int to) {
        double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
            e += values[i + 4];
            f += values[i + 5];
            g += values[i + 6];
            h += values[i + 7];
        }
        double[] lanes = {a, b, c, d, e, f, g, h};
        for (int lane = 0; i < to; i++, lane++) {
            lanes[lane] += values[i];
        }
        return fold(lanes);
    }

    /// `sum(x^2)`; every square is exact.
    static double sumOfSquares(float[] values, int from, int to) {
        double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            a += square(values[i]);
            b += square(values[i + 1]);
            c += square(values[i + 2]);
            d += square(values[i + 3]);
            e += square(values[i + 4]);
            f += square(values[i + 5]);
            g += square(values[i + 6]);
            h += square(values[i + 7]);
        }
        double[] lanes = {a, b, c, d, e, f, g, h};
        for (int lane = 0; i < to; i++, lane++) {
            lanes[lane] += square(values[i]);
        }
        return fold(lanes);
    }

    /// `sum((q - x)^2)` of rounding by the quantizer.
    static double sumOfSquaredErrors(float[] values, int from, int to, Quantizer quantizer) {
        double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            a += squaredError(values[i], quantizer);
            b += squaredError(values[i + 1], quantizer);
            c += squaredError(values[i + 2], quantizer);
            d += squaredError(values[i + 3], quantizer);
            e += squaredError(values[i + 4], quantizer);
            f += squaredError(values[i + 5], quantizer);
            g += squaredError(values[i + 6], quantizer);
            h += squaredError(values[i + 7], quantizer);
        }
        double[] lanes = {a, b, c, d, e, f, g, h};
        for (int lane = 0; i < to; i++, lane++) {
            lanes[lane] += squaredError(values[i], quantizer);
        }
        return fold(lanes);
    }

    private static double fold(double[] lanes) {
        double even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]);
        double odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7]);
        return even + odd;
    }

    private static double square(double x) {
        return x * x;
    }

    private static double squaredError(double x, Quantizer quantizer) {
        double magnitude = Math.abs(x);
        return square(quantizer.quantizeMagnitude(magnitude) - magnitude);
    }
}
