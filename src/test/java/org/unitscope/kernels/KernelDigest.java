package org.unitscope.kernels;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.unitscope.format.Scaling;
import org.unitscope.format.TargetFormat;

/// Prints a hash of everything the kernels compute on fixed inputs; run in JVMs with wide, narrow
/// and no vectors.
final class KernelDigest {
    private final MessageDigest digest;

    private KernelDigest() throws NoSuchAlgorithmException {
        digest = MessageDigest.getInstance("SHA-256");
    }

    public static void main(String... arguments) throws NoSuchAlgorithmException {
        String unit = VectorUnit.isPresent() ? Integer.toString(vectorBits()) : "none";
        System.out.println("vectors " + unit);
        System.out.println(new KernelDigest().ofAll());
    }

    /// Apart, so that it is not loaded without the module.
    private static int vectorBits() {
        return jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    private String ofAll() {
        for (TargetFormat target : KernelData.targets()) {
            if (target.format().scaling() == Scaling.NONE) {
                add(target);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(TargetFormat target) {
        float[] values = KernelData.values(target.format());
        FixedRounder rounder =
                new FixedRounder(
                        FakeQuantizer.of(target.format(), target.conversion()), KernelData::random);
        float[] out = new float[values.length];
        rounder.round(values, 0, out, 0, values.length);
        for (float x : out) {
            add(Float.floatToIntBits(x));
        }
        FusedPass pass = new FusedPass(rounder);
        pass.accept(values, 0, values.length);
        pass.forEachBin((negative, bin, count) ->
                add((negative ? 1L << 60 : 0) + ((long) bin << 32) + count));
        for (double sum :
                new double[] {
                    pass.sum(), pass.energy(), pass.errorEnergy(), pass.flushedEnergy()
                }) {
            add(Double.doubleToLongBits(sum));
        }
        for (long count :
                new long[] {
                    pass.overflows(),
                    pass.underflows(),
                    pass.zeros(),
                    pass.infinite(),
                    pass.nan(),
                    pass.least(),
                    pass.most()
                }) {
            add(count);
        }
    }

    private void add(long bits) {
        digest.update(ByteBuffer.allocate(8).putLong(bits).array());
    }
}
