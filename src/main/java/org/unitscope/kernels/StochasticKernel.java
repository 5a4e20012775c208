package org.unitscope.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;

/// Stochastic rounding in vectors, for the formats of [AddSubtractKernel].
///
/// The neighbor toward zero `t` and the position `nu = (a - t) / step` are exact floats; with `N`
/// at most 23 so are `nu 2^N` (its integer part; what lies below decides nothing but a tie of rule
/// C) and the sums of the three rules. Elements beyond the limit, infinite ones, NaN and those that
/// the settings flush are left to the scalar quantizer: they are rare.
final class StochasticKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int EXPONENT = 0x7F80_0000;
    private static final float STEP_OF_SHIFTER = 0x1p-23f;

    /// Adding and subtracting it rounds a number below 2^23 to the nearest integer, ties to even.
    private static final float INTEGERS = 0x1p23f;

    private final Quantizer quantizer;
    private final RoundingMode.Kind kind;
    private final int exponentMask;
    private final int lowestField;
    private final int shiftField;
    private final float ones;
    private final int smallest;
    private final int largest;
    private final boolean negativeZero;

    StochasticKernel(Quantizer quantizer) {
        this.quantizer = quantizer;
        kind = quantizer.conversion().rounding().kind();
        exponentMask = quantizer.format().isInteger() ? 0 : EXPONENT;
        lowestField = AddSubtractKernel.lowestField(quantizer.format());
        shiftField = (23 - quantizer.format().mantissaBits()) << 23;
        ones = 1 << quantizer.conversion().rounding().randomBits();
        double least =
                quantizer.conversion().subnormals().flushesResults()
                        ? quantizer.format().minNormal()
                        : quantizer.conversion().subnormals().flushesInputs()
                                ? Float.MIN_NORMAL
                                : 0;
        smallest = Float.floatToRawIntBits((float) least);
        double limit = Math.min(quantizer.format().maxFinite(), -quantizer.format().lowestFinite());
        largest = Float.floatToRawIntBits((float) Math.max(limit, 0));
        negativeZero = quantizer.format().hasNegativeZero();
    }

    /// Rounds with one random integer an element.
    void apply(float[] in, int from, float[] out, int outFrom, int count, int[] random) {
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += FLOATS.length()) {
            IntVector bits = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsInts();
            IntVector magnitudes = bits.and(VectorOutcomes.MAGNITUDE);
            VectorMask<Integer> special =
                    magnitudes
                            .compare(VectorOperators.GT, largest)
                            .or(magnitudes.compare(VectorOperators.LT, smallest));
            if (special.anyTrue()) {
                scalar(in, from + i, out, outFrom + i, FLOATS.length(), random, i);
                continue;
            }
            FloatVector a = magnitudes.reinterpretAsFloats();
            FloatVector shifter =
                    magnitudes
                            .and(exponentMask)
                            .max(lowestField)
                            .add(shiftField)
                            .reinterpretAsFloats();
            FloatVector step = shifter.mul(STEP_OF_SHIFTER);
            FloatVector even = a.add(shifter).sub(shifter);
            FloatVector toward = even.sub(step, even.compare(VectorOperators.GT, a));
            FloatVector position = a.sub(toward).div(step).mul(ones);
            FloatVector r =
                    (FloatVector)
                            IntVector.fromArray(INTS, random, i).convert(VectorOperators.I2F, 0);
            FloatVector rounded = toward.add(step, goesUp(position, r));
            IntVector sign = bits.and(VectorOutcomes.SIGN);
            IntVector result = rounded.reinterpretAsInts();
            IntVector signed = result.or(sign);
            if (!negativeZero) {
                signed = signed.blend(0, result.compare(VectorOperators.EQ, 0));
            }
            signed.reinterpretAsFloats().intoArray(out, outFrom + i);
        }
        scalar(in, from + i, out, outFrom + i, count - i, random, i);
    }

    private void scalar(
            float[] in, int from, float[] out, int outFrom, int count, int[] random, int first) {
        for (int i = 0; i < count; i++) {
            out[outFrom + i] = quantizer.quantize(in[from + i], random[first + i]);
        }
    }

    /// @param position `nu 2^N`
    /// @param r the random integers
    private VectorMask<Float> goesUp(FloatVector position, FloatVector r) {
        return switch (kind) {
            case STOCHASTIC_A -> floor(position).add(r).compare(VectorOperators.GE, ones);
            case STOCHASTIC_B ->
                    floor(position.add(position))
                            .add(r.add(r).add(1))
                            .compare(VectorOperators.GE, 2 * ones);
            default -> nearest(position).add(r).compare(VectorOperators.GE, ones);
        };
    }

    private static FloatVector nearest(FloatVector x) {
        return x.add(INTEGERS).sub(INTEGERS);
    }

    private static FloatVector floor(FloatVector x) {
        return (FloatVector)
                ((IntVector) x.convert(VectorOperators.F2I, 0)).convert(VectorOperators.I2F, 0);
    }
}
