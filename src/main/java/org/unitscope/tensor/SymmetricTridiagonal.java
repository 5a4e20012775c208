package org.unitscope.tensor;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// Eigenvalues of a symmetric tridiagonal matrix with a zero diagonal, and the first component of
/// every unit eigenvector: what a Gauss quadrature rule is made of (Golub and Welsch 1969).
///
/// @param values eigenvalues, ascending
/// @param firstComponents first component of the unit eigenvector of each value
@SuppressWarnings("ArrayRecordComponent") // a pair of results, never compared
public record SymmetricTridiagonal(double[] values, double[] firstComponents) {
    /// Decomposes the matrix with these off-diagonal elements (order = length + 1).
    public static SymmetricTridiagonal decompose(double[] offDiagonal) {
        int order = offDiagonal.length + 1;
        DMatrixRMaj matrix = new DMatrixRMaj(order, order);
        for (int i = 0; i < offDiagonal.length; i++) {
            matrix.set(i, i + 1, offDiagonal[i]);
            matrix.set(i + 1, i, offDiagonal[i]);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(order, true, true);
        if (!eigen.decompose(matrix)) {
            throw new IllegalStateException("eigenvalues of order " + order + " did not converge");
        }
        Integer[] ascending = new Integer[order];
        java.util.Arrays.setAll(ascending, i -> i);
        java.util.Arrays.sort(
                ascending,
                java.util.Comparator.comparingDouble(i -> eigen.getEigenvalue(i).getReal()));
        double[] values = new double[order];
        double[] components = new double[order];
        for (int i = 0; i < order; i++) {
            values[i] = eigen.getEigenvalue(ascending[i]).getReal();
            components[i] = eigen.getEigenVector(ascending[i]).get(0, 0);
        }
        return new SymmetricTridiagonal(values, components);
    }
}
