package org.unitscope.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingMode;

/// Rounds formats with the exponents of a float32 (BF16, TF32) on the bits of the magnitude, in
/// vectors: something is added to the `s = 23 - m` lowest bits and they are cleared; a carry runs
/// into the exponent by itself. Subnormal numbers need nothing else, the grid being the same.
final class BitMaskKernel implements QuantizeKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    private final Quantizer quantizer;
    private final VectorOutcomes outcomes;
    private final RoundingMode.Kind kind;
    private final int shift;
    private final int low;
    private final int half;

    BitMaskKernel(Quantizer quantizer) {
        this.quantizer = quantizer;
        outcomes = new VectorOutcomes(quantizer);
        kind = quantizer.conversion().rounding().kind();
        shift = 23 - quantizer.format().mantissaBits();
        low = (1 << shift) - 1;
        half = 1 << (shift - 1);
    }

    @Override
    public void apply(float[] in, int from, float[] out, int outFrom, int count) {
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += FLOATS.length()) {
            IntVector bits = FloatVector.fromArray(FLOATS, in, from + i).reinterpretAsInts();
            IntVector magnitudes = bits.and(VectorOutcomes.MAGNITUDE);
            IntVector rounded = magnitudes.add(increment(bits, magnitudes)).and(~low);
            outcomes.finish(INTS, bits, magnitudes, rounded)
                    .reinterpretAsFloats()
                    .intoArray(out, outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = quantizer.quantize(in[from + i]);
        }
    }

    private IntVector increment(IntVector bits, IntVector magnitudes) {
        return switch (kind) {
            case NEAREST_EVEN -> lastPlace(magnitudes).add(half - 1);
            case NEAREST_AWAY -> IntVector.broadcast(INTS, half);
            case NEAREST_ZERO -> IntVector.broadcast(INTS, half - 1);
            case UP -> IntVector.broadcast(INTS, low).blend(0, bits.compare(VectorOperators.LT, 0));
            case DOWN -> IntVector.zero(INTS).blend(low, bits.compare(VectorOperators.LT, 0));
            // An even last place needs a carry if anything lies below it; an odd one stays.
            case ODD -> lastPlace(magnitudes).lanewise(VectorOperators.XOR, 1).mul(low);
            default -> IntVector.zero(INTS);
        };
    }

    private IntVector lastPlace(IntVector magnitudes) {
        return magnitudes.lanewise(VectorOperators.LSHR, shift).and(1);
    }
}
