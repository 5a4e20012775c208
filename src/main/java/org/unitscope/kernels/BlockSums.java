package org.unitscope.kernels;

import java.util.Arrays;

/// Sums over a block of finite floats `x` and what they were rounded to, `q`, in double precision
/// and in one fixed order that a vector unit can follow: element `i` of the block goes to lane `i
/// mod 8`, each lane adds in order, and the lanes are added in halves, `((0+4)+(2+6)) +
/// ((1+5)+(3+7))`. Squares of floats are exact doubles.
final class BlockSums {
    static final int LANES = 8;

    private static final boolean VECTOR = VectorUnit.isPresent() && VectorBlockSums.WIDTH >= 4;

    final double[] sum = new double[LANES];
    final double[] energy = new double[LANES];
    final double[] error = new double[LANES];
    final double[] flushedEnergy = new double[LANES];
    int flushed;
    int flushedPositive;

    /// Sums a block; the results stay until the next.
    ///
    /// @param mayFlush whether elements that became zero are looked for
    void of(
            float[] values,
            int from,
            float[] rounded,
            int roundedFrom,
            int count,
            boolean mayFlush) {
        clear();
        int done = 0;
        if (VECTOR) {
            done = count - count % LANES;
            new VectorBlockSums(this).sum(values, from, rounded, roundedFrom, done, mayFlush);
        }
        for (int i = done; i < count; i++) {
            double x = values[from + i];
            double q = rounded[roundedFrom + i];
            int lane = i % LANES;
            sum[lane] += x;
            energy[lane] += x * x;
            error[lane] += (q - x) * (q - x);
            if (mayFlush && q == 0 && x != 0) {
                addFlushed(lane, x);
            }
        }
    }

    private void clear() {
        Arrays.fill(sum, 0);
        Arrays.fill(energy, 0);
        Arrays.fill(error, 0);
        Arrays.fill(flushedEnergy, 0);
        flushed = 0;
        flushedPositive = 0;
    }

    /// Adds an element that became zero.
    void addFlushed(int lane, double x) {
        flushedEnergy[lane] += x * x;
        flushed++;
        flushedPositive += x > 0 ? 1 : 0;
    }

    /// `sum(x)`.
    double sum() {
        return fold(sum);
    }

    /// `sum(x^2)`.
    double energy() {
        return fold(energy);
    }

    /// `sum((q - x)^2)`.
    double errorEnergy() {
        return fold(error);
    }

    /// `sum(x^2)` over the elements that became zero.
    double flushedEnergy() {
        return fold(flushedEnergy);
    }

    private static double fold(double[] lanes) {
        double even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]);
        double odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7]);
        return even + odd;
    }
}
