package org.unitscope.moments;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// `E (Σ_p x_p g_p)²` over all rows p of a tensor, for x independent of g: the sum over all pairs
/// of rows of the product of their kernels, in three parts.
///
/// @param alone rows with themselves: all there is if rows were independent
/// @param within pairs of one sequence
/// @param across pairs of two sequences
public record PairSum(double alone, double within, double across) {
    private static final double CANCELLED = 1e-9;

    /// The sum for x and g with these kernels.
    ///
    /// @return parts NaN where pairs of either are untracked
    public static PairSum of(Kernels x, Kernels g, double sequences) {
        Kernels both = x.times(g);
        Positions t = x.positions();
        double alone = sequences * t.total() * both.second();
        if (!both.isTracked()) {
            return new PairSum(alone, Double.NaN, Double.NaN);
        }
        PairSum pairs = of(new RowGrid(sequences, t), both.mean(false), both.mean(true));
        return new PairSum(alone, pairs.within, pairs.across);
    }

    /// The sum of a kernel over all pairs of unlike rows.
    ///
    /// @param inside of two rows of a sequence, per pair of blocks
    /// @param outside of rows of two sequences
    public static PairSum of(RowGrid rows, double[] inside, double[] outside) {
        Positions t = rows.positions();
        double within = 0;
        double across = 0;
        int blocks = t.blocks();
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < blocks; j++) {
                double pairs = t.size(i) * t.size(j);
                across += pairs * outside[i * blocks + j];
                within += (i == j ? pairs - t.size(i) : pairs) * inside[i * blocks + j];
            }
        }
        double n = rows.sequences();
        return new PairSum(0, n * within, n * (n - 1) * across);
    }

    /// `E (Σ_p g_p)²`.
    public static PairSum ofRows(Kernels g, double sequences) {
        return of(g.map((i, j, k) -> 1), g, sequences);
    }

    /// Whether pairs are known.
    public boolean isTracked() {
        return !Double.isNaN(within);
    }

    /// The sum; of rows alone where nothing else is known. What cancels but for rounding is zero:
    /// the sum of all gradients of a softmax's keys.
    public double total() {
        double sum = isTracked() ? alone + within + across : alone;
        return sum < CANCELLED * alone ? 0 : sum;
    }

    /// The share that comes from pairs of unlike rows, in [0, 1]; 0 where they cancel.
    public double coherentShare() {
        double total = total();
        return total > 0 && isTracked() ? Math.clamp(1 - alone / total, 0, 1) : 0;
    }

    /// `tr(KGKG) / tr(KG)²` over all rows, K and G being the kernels of x and g, in [0, 1]: 1 if
    /// the sum is one outer product, near 0 if it has many independent terms. By the symmetry of
    /// the sequences it is that of two matrices over positions; by that of the n positions of a
    /// block, these are matrices over blocks, and n − 1 times `D − A` apart. 0 where pairs are
    /// untracked.
    public static double concentration(Kernels x, Kernels g, double sequences) {
        if (!x.isTracked() || !g.isTracked()) {
            return 0;
        }
        DMatrixRMaj a = whole(x, false);
        DMatrixRMaj c = whole(x, true);
        DMatrixRMaj b = whole(g, false);
        DMatrixRMaj d = whole(g, true);
        double others = sequences - 1;
        double[] apart = apart(x, g);
        double total = sequences * (dot(a, b) + others * dot(c, d) + apart[0]);
        if (!(total != 0)) {
            return 0;
        }
        double alike = squaredTrace(sum(a, others, c), sum(b, others, d));
        double rest = sequences > 1 ? others * squaredTrace(sum(a, -1, c), sum(b, -1, d)) : 0;
        double share = (alike + rest + sequences * apart[1]) / (total * total);
        return Double.isFinite(share) ? Math.clamp(share, 0, 1) : 0;
    }

    /// Trace of the product, and of its square, of what the positions of blocks do not share.
    static double[] apart(Kernels x, Kernels g) {
        Positions t = x.positions();
        double[] left = x.mean(false);
        double[] right = g.mean(false);
        double trace = 0;
        double square = 0;
        for (int i = 0; i < t.blocks(); i++) {
            int own = i * t.blocks() + i;
            double product = (x.diagonal(i) - left[own]) * (g.diagonal(i) - right[own]);
            trace += (t.size(i) - 1) * product;
            square += (t.size(i) - 1) * product * product;
        }
        return new double[] {trace, square};
    }

    /// The class mean with D on the diagonal, weighted by the roots of the block sizes.
    static DMatrixRMaj whole(Kernels k, boolean across) {
        Positions t = k.positions();
        int blocks = t.blocks();
        double[] mean = k.mean(across);
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < blocks; j++) {
                int cell = i * blocks + j;
                boolean own = i == j && !across;
                mean[cell] =
                        own
                                ? k.diagonal(i) + (t.size(i) - 1) * mean[cell]
                                : Math.sqrt(t.size(i) * t.size(j)) * mean[cell];
            }
        }
        return DMatrixRMaj.wrap(blocks, blocks, mean);
    }

    static DMatrixRMaj sum(DMatrixRMaj a, double factor, DMatrixRMaj b) {
        DMatrixRMaj result = new DMatrixRMaj(a.numRows, a.numCols);
        CommonOps_DDRM.add(a, factor, b, result);
        return result;
    }

    /// `tr(XYXY)`.
    private static double squaredTrace(DMatrixRMaj x, DMatrixRMaj y) {
        DMatrixRMaj product = new DMatrixRMaj(x.numRows, y.numCols);
        CommonOps_DDRM.mult(x, y, product);
        DMatrixRMaj turned = CommonOps_DDRM.transpose(product, null);
        return dot(product, turned);
    }

    private static double dot(DMatrixRMaj x, DMatrixRMaj y) {
        double sum = 0;
        for (int k = 0; k < x.data.length; k++) {
            sum += x.data[k] * y.data[k];
        }
        return sum;
    }
}
