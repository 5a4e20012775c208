package org.unitscope.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The sums of [BlockSums] in vectors of doubles: eight lanes in one vector where the machine has
/// them, else lanes 0 to 3 and 4 to 7 in two.
final class VectorBlockSums {
    /// Lanes of the machine's vectors of doubles; with fewer than four nothing is gained.
    static final int WIDTH = DoubleVector.SPECIES_PREFERRED.length();

    private static final VectorSpecies<Double> EIGHT = DoubleVector.SPECIES_512;
    private static final VectorSpecies<Float> EIGHT_FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Float> FOUR_FLOATS = FloatVector.SPECIES_128;

    private final BlockSums sums;

    VectorBlockSums(BlockSums sums) {
        this.sums = sums;
    }

    /// Sums `count` elements, a multiple of 8.
    ///
    /// @param mayFlush whether elements that became zero are looked for
    void sum(float[] x, int from, float[] q, int qFrom, int count, boolean mayFlush) {
        if (WIDTH >= 8) {
            wide(x, from, q, qFrom, count, mayFlush);
        } else {
            narrow(x, from, q, qFrom, count, mayFlush);
        }
    }

    private void wide(float[] x, int from, float[] q, int qFrom, int count, boolean mayFlush) {
        DoubleVector sum = DoubleVector.zero(EIGHT);
        DoubleVector energy = sum;
        DoubleVector error = sum;
        DoubleVector flushed = sum;
        int gone = 0;
        int positive = 0;
        for (int i = 0; i < count; i += 8) {
            DoubleVector a = eight(x, from + i);
            DoubleVector r = eight(q, qFrom + i);
            DoubleVector e = r.sub(a);
            sum = sum.add(a);
            // The square of a float is exact, so that fusing changes nothing.
            energy = a.fma(a, energy);
            error = error.add(e.mul(e));
            if (mayFlush) {
                VectorMask<Double> zero = zeroed(a, r);
                // Most groups hold none.
                if (zero.anyTrue()) {
                    flushed = flushed.add(a.mul(a), zero);
                    gone += zero.trueCount();
                    positive += zero.and(a.compare(VectorOperators.GT, 0)).trueCount();
                }
            }
        }
        sum.intoArray(sums.sum, 0);
        energy.intoArray(sums.energy, 0);
        error.intoArray(sums.error, 0);
        flushed.intoArray(sums.flushedEnergy, 0);
        sums.flushed = gone;
        sums.flushedPositive = positive;
    }

    private void narrow(float[] x, int from, float[] q, int qFrom, int count, boolean mayFlush) {
        DoubleVector sum0 = DoubleVector.zero(FOUR);
        DoubleVector sum4 = sum0;
        DoubleVector energy0 = sum0;
        DoubleVector energy4 = sum0;
        DoubleVector error0 = sum0;
        DoubleVector error4 = sum0;
        for (int i = 0; i < count; i += 8) {
            DoubleVector a0 = four(x, from + i);
            DoubleVector a4 = four(x, from + i + 4);
            DoubleVector e0 = four(q, qFrom + i).sub(a0);
            DoubleVector e4 = four(q, qFrom + i + 4).sub(a4);
            sum0 = sum0.add(a0);
            sum4 = sum4.add(a4);
            energy0 = a0.fma(a0, energy0);
            energy4 = a4.fma(a4, energy4);
            error0 = error0.add(e0.mul(e0));
            error4 = error4.add(e4.mul(e4));
        }
        sum0.intoArray(sums.sum, 0);
        sum4.intoArray(sums.sum, 4);
        energy0.intoArray(sums.energy, 0);
        energy4.intoArray(sums.energy, 4);
        error0.intoArray(sums.error, 0);
        error4.intoArray(sums.error, 4);
        flushedNarrow(x, from, q, qFrom, mayFlush ? count : 0);
    }

    /// Apart: with these two there would be too many sums for sixteen registers.
    private void flushedNarrow(float[] x, int from, float[] q, int qFrom, int count) {
        DoubleVector energy0 = DoubleVector.zero(FOUR);
        DoubleVector energy4 = energy0;
        int gone = 0;
        int positive = 0;
        for (int i = 0; i < count; i += 8) {
            FloatVector a = FloatVector.fromArray(EIGHT_FLOATS, x, from + i);
            VectorMask<Float> zero =
                    FloatVector.fromArray(EIGHT_FLOATS, q, qFrom + i)
                            .eq(0)
                            .and(a.compare(VectorOperators.NE, 0));
            if (zero.anyTrue()) {
                gone += zero.trueCount();
                positive += zero.and(a.compare(VectorOperators.GT, 0)).trueCount();
                DoubleVector a0 = four(x, from + i);
                DoubleVector a4 = four(x, from + i + 4);
                energy0 = energy0.add(a0.mul(a0), zeroed(a0, four(q, qFrom + i)));
                energy4 = energy4.add(a4.mul(a4), zeroed(a4, four(q, qFrom + i + 4)));
            }
        }
        energy0.intoArray(sums.flushedEnergy, 0);
        energy4.intoArray(sums.flushedEnergy, 4);
        sums.flushed = gone;
        sums.flushedPositive = positive;
    }

    private static VectorMask<Double> zeroed(DoubleVector x, DoubleVector q) {
        return q.eq(0).and(x.compare(VectorOperators.NE, 0));
    }

    private static DoubleVector eight(float[] array, int at) {
        return (DoubleVector)
                FloatVector.fromArray(EIGHT_FLOATS, array, at)
                        .convertShape(VectorOperators.F2D, EIGHT, 0);
    }

    private static DoubleVector four(float[] array, int at) {
        return (DoubleVector)
                FloatVector.fromArray(FOUR_FLOATS, array, at)
                        .convertShape(VectorOperators.F2D, FOUR, 0);
    }
}
