package org.unitscope.moments;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// By how much the variances of the elements of a weight gradient differ.
///
/// Given all but a Gaussian of g, an element of `Σ_p x_p g_p` is Gaussian of some variance V. With x
/// and g Gaussian but for factors of theirs, `M = KG` of their kernels without these factors, the
/// mean of V² against the square of its mean is
///
///     Σ_pq w_p w_q F_pq + 2 Σ_pq M_pq M_qp F_pq / tr(M)²,
///
/// w the share of what a row adds and F the mean product of the squared factors of two rows. The
/// average of the product is not the product of averages: rows of one sequence go together in all
/// their factors, rows of two in none. Where x is a function of a Gaussian and has no Gaussian
/// factor beside, the first sum is all.
final class PairSpread {
    private final double sequences;
    private final double[] rows;
    private final double[] within;
    private final double[] outside;
    private final double own;

    /// @param grid how rows are arranged
    /// @param rows what the rows of each block add to the sum, all together
    /// @param inside F for rows of one sequence
    /// @param outside F for rows of two
    /// @param own F for a row with itself
    PairSpread(RowGrid grid, double[] rows, double[] inside, double[] outside, double own) {
        sequences = grid.sequences();
        this.rows = rows;
        this.outside = outside;
        this.own = own;
        within = inside.clone();
        Positions t = grid.positions();
        for (int i = 0; i < t.blocks(); i++) {
            int cell = i * t.blocks() + i;
            within[cell] += (own - within[cell]) / t.size(i);
        }
    }

    /// The first sum.
    double ofRows() {
        int blocks = rows.length;
        double total = Arrays.stream(rows).sum();
        double shares = 0;
        for (int k = 0; k < within.length; k++) {
            double weight = rows[k / blocks] * rows[k % blocks];
            shares += weight * (within[k] + (sequences - 1) * outside[k]) / sequences;
        }
        return total == 0 ? 1 : shares / (total * total);
    }

    /// Both sums, for these kernels.
    double of(Kernels x, Kernels g) {
        return ofRows() + 2 * traces(x, g);
    }

    /// `Σ M_pq M_qp F_pq / tr(M)²`.
    private double traces(Kernels x, Kernels g) {
        DMatrixRMaj xAcross = PairSum.whole(x, true);
        DMatrixRMaj gAcross = PairSum.whole(g, true);
        DMatrixRMaj xApart = PairSum.sum(PairSum.whole(x, false), -1, xAcross);
        DMatrixRMaj gApart = PairSum.sum(PairSum.whole(g, false), -1, gAcross);
        DMatrixRMaj across = product(xApart, gAcross);
        CommonOps_DDRM.addEquals(across, product(xAcross, gApart));
        CommonOps_DDRM.addEquals(across, sequences, product(xAcross, gAcross));
        DMatrixRMaj inside = PairSum.sum(product(xApart, gApart), 1, across);
        double[] apart = PairSum.apart(x, g);
        double trace = sequences * (CommonOps_DDRM.trace(inside) + apart[0]);
        double squares =
                sequences * (weighted(inside, within) + apart[1] * own)
                        + sequences * (sequences - 1) * weighted(across, outside);
        double share = squares / (trace * trace);
        return Double.isFinite(share) ? Math.max(0, share) : 0;
    }

    private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
        DMatrixRMaj result = new DMatrixRMaj(a.numRows, b.numCols);
        CommonOps_DDRM.mult(a, b, result);
        return result;
    }

    private static double weighted(DMatrixRMaj m, double[] factors) {
        double sum = 0;
        for (int i = 0; i < m.numRows; i++) {
            for (int j = 0; j < m.numCols; j++) {
                sum += m.get(i, j) * m.get(j, i) * factors[i * m.numCols + j];
            }
        }
        return sum;
    }
}
