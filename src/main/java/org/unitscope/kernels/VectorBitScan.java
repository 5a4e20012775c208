package org.unitscope.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The vector part of [BitScan].
///
/// @param least bits of the smallest magnitude, less one
/// @param most bits of the largest magnitude
/// @param scanned how many elements were looked at
record VectorBitScan(int least, int most, int scanned) {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    static VectorBitScan of(float[] values, int from, int count, int[] bins) {
        IntVector least = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector most = IntVector.zero(INTS);
        int end = FLOATS.loopBound(count);
        for (int i = 0; i < end; i += FLOATS.length()) {
            IntVector bits = FloatVector.fromArray(FLOATS, values, from + i).reinterpretAsInts();
            IntVector v = bits.and(MAGNITUDE);
            IntVector sign = bits.lanewise(VectorOperators.LSHR, 19).and(BitScan.NEGATIVE);
            IntVector bin =
                    v.lanewise(VectorOperators.LSHR, 20)
                            .add(v.add(0xF_FFFF).lanewise(VectorOperators.LSHR, 20))
                            .add(sign);
            bin.intoArray(bins, i);
            least = least.min(v.sub(1).and(MAGNITUDE));
            most = most.max(v);
        }
        return new VectorBitScan(
                least.reduceLanes(VectorOperators.MIN), most.reduceLanes(VectorOperators.MAX), end);
    }
}
