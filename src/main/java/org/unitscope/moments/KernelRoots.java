package org.unitscope.moments;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/// Square roots of a tensor's kernels, to draw rows that correlate as predicted: a part common to
/// all sequences with the class mean of C, one of its own per sequence with A − C, and per position
/// of a block what D has beyond A. Negative eigenvalues, which rounding and averaging over classes
/// leave, count as zero.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KernelRoots(double[][] common, double[][] own, double[] rest) {
    /// Of centered kernels: without the product of means.
    public static KernelRoots of(TensorState state) {
        Kernels k = state.kernels();
        Positions t = k.positions();
        int blocks = t.blocks();
        double[][] common = new double[blocks][blocks];
        double[][] own = new double[blocks][blocks];
        double[] rest = new double[blocks];
        double[] within = k.isTracked() ? k.mean(false) : new double[blocks * blocks];
        double[] across = k.isTracked() ? k.mean(true) : new double[blocks * blocks];
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < blocks; j++) {
                double means = k.isTracked() ? state.mean(i) * state.mean(j) : 0;
                boolean single = i == j && t.size(i) == 1;
                double square = state.mean(i) * state.mean(i);
                double inside = single ? k.diagonal(i) - square : within[i * blocks + j] - means;
                common[i][j] = across[i * blocks + j] - means;
                own[i][j] = inside - common[i][j];
            }
            double spread = k.diagonal(i) - state.mean(i) * state.mean(i);
            double block = common[i][i] + own[i][i];
            rest[i] = Math.sqrt(Math.max(0, t.size(i) == 1 ? 0 : spread - block));
        }
        return new KernelRoots(root(common), root(own), rest);
    }

    private static double[][] root(double[][] matrix) {
        int n = matrix.length;
        DMatrixRMaj m = new DMatrixRMaj(matrix);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (CommonOps_DDRM.elementMaxAbs(m) == 0 || !eigen.decompose(m)) {
            return new double[n][n];
        }
        double[][] root = new double[n][n];
        for (int e = 0; e < n; e++) {
            double scale = Math.sqrt(Math.max(0, eigen.getEigenvalue(e).getReal()));
            for (int i = 0; i < n; i++) {
                root[i][e] = scale * eigen.getEigenVector(e).get(i, 0);
            }
        }
        return root;
    }
}
