package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.kernels.MatrixProducts.DoubleMatrices;
import org.unitscope.kernels.MatrixProducts.FloatMatrices;
import org.unitscope.task.CancellationToken;

class MatrixProductsTest {
    /// Batches, rows, columns, depth, whether a and b are stored transposed, threads.
    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,false,false,1",
        "1,4,16,8,false,false,1",
        "1,5,17,3,true,false,2",
        "1,131,150,257,false,true,2",
        "3,7,33,300,true,true,5",
        "2,130,129,513,false,false,3",
        "1,300,9,700,true,false,2"
    })
    void equalsTheChainOfFusedMultiplyAddsToTheBit(
            int batches,
            int rows,
            int columns,
            int depth,
            boolean turnLeft,
            boolean turnRight,
            int threads) {
        SplittableRandom random = new SplittableRandom(rows * 31L + columns);
        float[] a = random(random, batches * rows * depth);
        float[] b = random(random, batches * depth * columns);
        float[] c = random(random, batches * rows * columns);
        FloatMatrices left = view(a, batches, rows, depth, turnLeft);
        FloatMatrices right = view(b, batches, depth, columns, turnRight);
        FloatMatrices out = view(c, batches, rows, columns, false);
        try (Workers workers = Workers.of(threads, CancellationToken.NONE)) {
            MatrixProducts.multiply(workers, left, right, out);
        }
        for (int n = 0; n < batches; n++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(a[left.index(n, i, k)], b[right.index(n, k, j)], sum);
                    }
                    assertThat(c[out.index(n, i, j)]).isEqualTo(sum);
                }
            }
        }
    }

    @Test
    void specialValuesFollowTheChain() {
        float[] a = {Float.POSITIVE_INFINITY, 1, Float.NaN, 2};
        float[] b = {0, 1, 1, 1};
        float[] c = new float[4];
        MatrixProducts.multiply(
                Workers.single(),
                view(a, 1, 2, 2, false),
                view(b, 1, 2, 2, false),
                view(c, 1, 2, 2, false));

        assertThat(c).containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NaN, Float.NaN);
    }

    /// Both orders of summation are within depth · ulp of the exact sum of terms below 1.
    @Test
    void doublePrecisionAgreesWithEjml() {
        SplittableRandom random = new SplittableRandom(7);
        DMatrixRMaj a = new DMatrixRMaj(37, 211, true, doubles(random, 37 * 211));
        DMatrixRMaj b = new DMatrixRMaj(211, 143, true, doubles(random, 211 * 143));
        DMatrixRMaj expected = new DMatrixRMaj(37, 143);
        CommonOps_DDRM.mult(a, b, expected);
        double[] c = new double[37 * 143];
        try (Workers workers = Workers.of(2, CancellationToken.NONE)) {
            MatrixProducts.multiply(
                    workers,
                    new DoubleMatrices(a.data, 0, 1, 0, 37, 211, 211, 1),
                    new DoubleMatrices(b.data, 0, 1, 0, 211, 143, 143, 1),
                    new DoubleMatrices(c, 0, 1, 0, 37, 143, 143, 1));
        }

        assertThat(c).containsExactly(expected.data, Offset.offset(211 * Math.ulp(211.0)));
    }

    private static FloatMatrices view(
            float[] data, int batches, int rows, int columns, boolean turned) {
        return turned
                ? new FloatMatrices(data, 0, batches, rows * columns, rows, columns, 1, rows)
                : new FloatMatrices(data, 0, batches, rows * columns, rows, columns, columns, 1);
    }

    private static float[] random(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static double[] doubles(SplittableRandom random, int length) {
        return random.doubles(length, -1, 1).toArray();
    }
}
