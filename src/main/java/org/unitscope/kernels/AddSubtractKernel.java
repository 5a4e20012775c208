package org.unitscope.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;

/// Rounds by adding and subtracting a power of two, in vectors.
///
/// With `e` the exponent of the magnitude `a`, raised to at least that of the smallest normal
/// number, and `M = 2^(e + 23 - m)`, the last place of `a + M` is the format's step `2^(e - m)`:
/// the sum is rounded to it, ties to even, and subtracting `M` is exact. `M` is an even multiple of
/// the step, so parity is kept. Other rounding modes start from the neighbor toward zero, which is
/// the result less one step where it lies above `a`; the rest `a - t` is exact. Elements that reach
/// a threshold are replaced at the end, so that overflow of `M` does not matter.
final class AddSubtractKernel implements QuantizeKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int EXPONENT = 0x7F80_0000;

    /// Steps per unit of `M`.
    private static final float STEP_OF_SHIFTER = 0x1p-23f;

    private final Quantizer quantizer;
    private final VectorOutcomes outcomes;
    private final RoundingMode.Kind kind;
    private final int exponentMask;
    private final int lowestField;
    private final int shiftField;

    AddSubtractKernel(Quantizer quantizer) {
        this.quantizer = quantizer;
        outcomes = new VectorOutcomes(quantizer);
        kind = quantizer.conversion().rounding().kind();
        ScalarFormat format = quantizer.format();
        // An integer has the same step everywhere: that of its highest octave.
        exponentMask = format.isInteger() ? 0 : EXPONENT;
        lowestField = lowestField(format);
        shiftField = (23 - format.mantissaBits()) << 23;
    }

    static int lowestField(ScalarFormat format) {
        int lowest =
                format.isInteger()
                        ? format.minExponent() + format.mantissaBits()
                        : format.minExponent();
        return (lowest + 127) << 23;
    }

    @Override
    public void apply(float[] in, int from, float[] out, int outFrom, int count) {
        int i = 0;
        int end = FLOATS.loopBound(count);
        if (kind == RoundingMode.Kind.NEAREST_EVEN) {
            for (; i < end; i += FLOATS.length()) {
                IntVector bits = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsInts();
                IntVector magnitudes = bits.and(VectorOutcomes.MAGNITUDE);
                FloatVector rounded =
                        nearest(magnitudes.reinterpretAsFloats(), shifter(magnitudes));
                finish(bits, magnitudes, rounded).intoArray(out, outFrom + i);
            }
        } else {
            for (; i < end; i += FLOATS.length()) {
                IntVector bits = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsInts();
                IntVector magnitudes = bits.and(VectorOutcomes.MAGNITUDE);
                FloatVector rounded =
                        other(bits, magnitudes.reinterpretAsFloats(), shifter(magnitudes));
                finish(bits, magnitudes, rounded).intoArray(out, outFrom + i);
            }
        }
        for (; i < count; i++) {
            out[outFrom + i] = quantizer.quantize(in[from + i]);
        }
    }

    private FloatVector finish(IntVector bits, IntVector magnitudes, FloatVector rounded) {
        return outcomes.finish(INTS, bits, magnitudes, rounded.reinterpretAsInts())
                .reinterpretAsFloats();
    }

    private FloatVector shifter(IntVector magnitudes) {
        return magnitudes.and(exponentMask).max(lowestField).add(shiftField).reinterpretAsFloats();
    }

    private static FloatVector nearest(FloatVector a, FloatVector shifter) {
        return a.add(shifter).sub(shifter);
    }

    private FloatVector other(IntVector bits, FloatVector a, FloatVector shifter) {
        FloatVector step = shifter.mul(STEP_OF_SHIFTER);
        FloatVector even = nearest(a, shifter);
        FloatVector toward = even.sub(step, even.compare(VectorOperators.GT, a));
        FloatVector rest = a.sub(toward);
        return toward.add(step, goesUp(bits, toward, rest, step, shifter));
    }

    private VectorMask<Float> goesUp(
            IntVector bits,
            FloatVector toward,
            FloatVector rest,
            FloatVector step,
            FloatVector shifter) {
        VectorMask<Float> inexact = rest.compare(VectorOperators.GT, 0);
        return switch (kind) {
            case NEAREST_AWAY -> rest.add(rest).compare(VectorOperators.GE, step).and(inexact);
            case NEAREST_ZERO -> rest.add(rest).compare(VectorOperators.GT, step);
            case UP -> inexact.andNot(bits.compare(VectorOperators.LT, 0).cast(FLOATS));
            case DOWN -> inexact.and(bits.compare(VectorOperators.LT, 0).cast(FLOATS));
            case ODD -> inexact.and(isEven(toward, shifter));
            default -> FLOATS.maskAll(false);
        };
    }

    /// The number of steps is in the lowest bits of the sum.
    private static VectorMask<Float> isEven(FloatVector toward, FloatVector shifter) {
        return toward.add(shifter)
                .reinterpretAsInts()
                .and(1)
                .compare(VectorOperators.EQ, 0)
                .cast(FLOATS);
    }
}
