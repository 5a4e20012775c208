package org.unitscope.sampling;

import java.util.Arrays;
import java.util.function.Function;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.OrthonormalFactor;

/// Draws from laws that need more than one random number an element. Element i takes number i of
/// every stream, so that the number of threads changes nothing.
///
/// @param stream one of the tensor's own, by the part it is for
record Draws(Function<String, RandomStream> stream, Workers workers) {
    private static final int BLOCK = 1 << 12;

    /// A number per element.
    private interface Element {
        double at(int i);
    }

    private void fill(float[] out, Element element) {
        workers.forRanges(
                out.length,
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out[i] = (float) element.at(i);
                    }
                });
    }

    /// The inverse of the distribution function would need one of Φ; what is beyond the cut is
    /// drawn again instead, from the next stream.
    void truncated(float[] out, ValueLaw.TruncatedNormal law) {
        RandomStream first = stream.apply("try 0");
        fill(
                out,
                i -> {
                    double z = first.normal(i);
                    for (int attempt = 1; !(Math.abs(z) <= law.cut()); attempt++) {
                        z = stream.apply("try " + attempt).normal(i);
                    }
                    return law.mean() + law.standardDeviation() * z;
                });
    }

    /// Bailey 1994, Mathematics of Computation 62: `√(ν (u^(−2/ν) − 1)) cos 2πv`.
    void studentT(float[] out, ValueLaw.StudentT law) {
        RandomStream radii = stream.apply("radius");
        RandomStream turns = stream.apply("angle");
        double degrees = law.degrees();
        fill(
                out,
                i -> {
                    double log = StrictMath.log(radii.uniform(i));
                    double radius = Math.sqrt(degrees * StrictMath.expm1(-2 / degrees * log));
                    return law.scale() * radius * StrictMath.cos(2 * Math.PI * turns.uniform(i));
                });
    }

    /// A row for all, and a row of its own for each.
    void correlatedRows(float[] out, int features, ValueLaw.CorrelatedRows law) {
        RandomStream common = stream.apply("common");
        RandomStream own = stream.apply("own");
        double shared = law.standardDeviation() * Math.sqrt(law.correlation());
        double rest = law.standardDeviation() * Math.sqrt(1 - law.correlation());
        fill(out, i -> shared * common.normal(i % features) + rest * own.normal(i));
    }

    /// The orthonormal factor of a Gaussian matrix; the taller of the matrix and its transpose is
    /// factorized.
    void orthogonal(float[] out, int rows, double gain) {
        int columns = out.length / rows;
        boolean tall = rows >= columns;
        int high = Math.max(rows, columns);
        int low = Math.min(rows, columns);
        RandomStream normals = stream.apply("matrix");
        double[] matrix = new double[out.length];
        Arrays.setAll(matrix, normals::normal);
        double[] basis = OrthonormalFactor.of(matrix, high, low);
        for (int i = 0; i < high; i++) {
            for (int j = 0; j < low; j++) {
                out[tall ? i * low + j : j * high + i] = (float) (gain * basis[i * low + j]);
            }
        }
    }

    /// What the file holds, times the factor.
    void stored(float[] out, ValueLaw.Stored law) {
        fill(out, i -> law.factor() * law.values().get(i));
    }
}
