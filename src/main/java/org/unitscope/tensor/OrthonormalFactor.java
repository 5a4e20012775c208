package org.unitscope.tensor;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/// Q of `A = Q R` with a positive diagonal of R, by Householder reflections. Of a Gaussian A it is
/// uniform among matrices with orthonormal columns (Mezzadri 2007, arXiv math-ph/0609050).
public final class OrthonormalFactor {
    private OrthonormalFactor() {}

    /// The factor, row by row.
    ///
    /// @param matrix row by row
    /// @param rows at least as many as columns
    public static double[] of(double[] matrix, int rows, int columns) {
        var decomposition = DecompositionFactory_DDRM.qr(rows, columns);
        decomposition.decompose(DMatrixRMaj.wrap(rows, columns, matrix.clone()));
        double[] q = decomposition.getQ(null, true).data;
        DMatrixRMaj r = decomposition.getR(null, true);
        for (int j = 0; j < columns; j++) {
            if (r.get(j, j) < 0) {
                for (int i = 0; i < rows; i++) {
                    q[i * columns + j] = -q[i * columns + j];
                }
            }
        }
        return q;
    }
}
