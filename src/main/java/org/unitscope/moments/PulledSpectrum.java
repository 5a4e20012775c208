package org.unitscope.moments;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// How few directions make up the gradient of a query or a key. For a query it is `Σ_j a_j k_j` with
/// Gaussian `a` of covariance C over its keys; given a, an element is Gaussian of variance `aᵀ K a`, a
/// sum of squares weighted by the eigenvalues of KC. That scatters with a squared variation of 2 τ,
///
///     τ = tr(KCKC) / tr(KC)²,
///
/// from one over the number of keys, where they are independent, to 1, where they differ along one
/// direction only. For keys the same over queries.
///
/// Every visible key is taken to weigh the same; keys of a block that its kernel does not tell apart
/// count one by one.
final class PulledSpectrum {
    private final KeyMask mask;
    private final int rows;
    private final int columns;

    PulledSpectrum(KeyMask mask) {
        this.mask = mask;
        rows = mask.queries().blocks();
        columns = mask.keys().blocks();
    }

    /// τ per block of queries.
    double[] ofQueries(Kernels keys, Kernels values) {
        double[] k = keys.mean(false);
        double[] v = values.mean(false);
        double noise = noise(keys, values.interacting());
        double[] tau = new double[rows];
        double[] root = new double[columns];
        for (int i = 0; i < rows; i++) {
            double visible = mask.visible(i);
            if (visible < 1.5) {
                continue;
            }
            for (int j = 0; j < columns; j++) {
                root[j] = Math.sqrt(mask.share(i, j) * mask.keys().size(j) / visible);
            }
            DMatrixRMaj left = weighted(k, keys.diagonal(), root, visible);
            DMatrixRMaj right = centered(weighted(v, values.diagonal(), root, visible), root);
            double trace = noise;
            double square = 0;
            for (int j = 0; j < columns; j++) {
                double more = Math.max(0, root[j] * root[j] * visible - 1);
                double own =
                        (keys.diagonal(j) - k[j * columns + j])
                                * (values.diagonal(j) - v[j * columns + j])
                                / (visible * visible);
                trace += more * own;
                square += more * own * own;
            }
            tau[i] = concentration(left, right, trace, square);
        }
        return tau;
    }

    /// The covariance of the nodes of two kernels, over all pairs of a sequence.
    private static double noise(Kernels left, Kernels right) {
        Positions t = left.positions();
        PairClasses classes = left.classes().union(right.classes());
        Kernels x = left.over(classes);
        Kernels y = right.over(classes);
        double[] mean = x.times(y).mean(false);
        double[] one = x.mean(false);
        double[] other = y.mean(false);
        double sum = 0;
        for (int c = 0; c < mean.length; c++) {
            double many = t.size(c / t.blocks()) * t.size(c % t.blocks());
            sum += many * (mean[c] - one[c] * other[c]);
        }
        return Math.max(0, sum / (t.total() * t.total()));
    }

    private DMatrixRMaj weighted(double[] k, double[] own, double[] root, double visible) {
        double[] result = new double[columns * columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                result[i * columns + j] = root[i] * root[j] * k[i * columns + j];
            }
            if (root[i] > 0) {
                result[i * columns + i] += (own[i] - k[i * columns + i]) / visible;
            }
        }
        return DMatrixRMaj.wrap(columns, columns, result);
    }

    /// Without what lies along the unit vector, on both sides.
    private static DMatrixRMaj centered(DMatrixRMaj x, double[] unit) {
        int size = unit.length;
        double[] along = new double[size];
        double both = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                along[i] += x.get(i, j) * unit[j];
            }
            both += unit[i] * along[i];
        }
        DMatrixRMaj result = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double common = unit[i] * along[j] + along[i] * unit[j] - both * unit[i] * unit[j];
                result.set(i, j, x.get(i, j) - common);
            }
        }
        return result;
    }

    /// τ per block of keys.
    double[] ofKeys(Kernels queries, Kernels gradient, Kernels values) {
        double[] q = queries.mean(false);
        double[] g = gradient.mean(false);
        double[] r = rowMeans(values);
        double[] center = centers(r);
        double[] tau = new double[columns];
        double[] root = new double[rows];
        DMatrixRMaj left = new DMatrixRMaj(rows, rows);
        DMatrixRMaj right = new DMatrixRMaj(rows, rows);
        for (int j = 0; j < columns; j++) {
            double trace = 0;
            double square = 0;
            double own = values.diagonal(j);
            for (int i = 0; i < rows; i++) {
                root[i] = Math.sqrt(mask.share(i, j) * mask.queries().size(i));
            }
            for (int i = 0; i < rows; i++) {
                double p = 1 / mask.visible(i);
                for (int m = 0; m < rows; m++) {
                    int cell = i * rows + m;
                    double roots = root[i] * root[m];
                    double centered = own - r[i * columns + j] - r[m * columns + j] + center[cell];
                    left.set(i, m, roots * q[cell]);
                    right.set(i, m, roots * p / mask.visible(m) * g[cell] * centered);
                }
                if (root[i] > 0) {
                    int cell = i * rows + i;
                    double apart = queries.diagonal(i) - q[cell];
                    double centered = own - 2 * r[i * columns + j] + center[cell];
                    double weight = p * p * (gradient.diagonal(i) - g[cell]) * centered;
                    left.add(i, i, apart);
                    right.add(i, i, weight);
                    double more = Math.max(0, root[i] * root[i] - 1);
                    trace += more * apart * weight;
                    square += more * apart * apart * weight * weight;
                }
            }
            tau[j] = concentration(left, right, trace, square);
        }
        return tau;
    }

    /// `r_i(j)`: the mean of the value kernel of key j over the keys of row i.
    private double[] rowMeans(Kernels values) {
        double[] v = values.mean(false);
        double[] result = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = mask.share(i, j) * (values.diagonal(j) - v[j * columns + j]);
                for (int m = 0; m < columns; m++) {
                    sum += mask.share(i, m) * mask.keys().size(m) * v[m * columns + j];
                }
                result[i * columns + j] = sum / mask.visible(i);
            }
        }
        return result;
    }

    /// The mean of the value kernel over the keys of two rows.
    private double[] centers(double[] rowMeans) {
        double[] result = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int m = 0; m < rows; m++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) {
                    sum += mask.share(m, j) * mask.keys().size(j) * rowMeans[i * columns + j];
                }
                result[i * rows + m] = sum / mask.visible(m);
            }
        }
        return result;
    }

    private static double concentration(
            DMatrixRMaj left, DMatrixRMaj right, double moreTrace, double moreSquare) {
        DMatrixRMaj product = new DMatrixRMaj(left.numRows, left.numCols);
        CommonOps_DDRM.mult(left, right, product);
        double trace = moreTrace + CommonOps_DDRM.trace(product);
        double square = moreSquare;
        for (int i = 0; i < product.numRows; i++) {
            for (int j = 0; j < product.numCols; j++) {
                square += product.get(i, j) * product.get(j, i);
            }
        }
        double tau = square / (trace * trace);
        return trace > 0 && Double.isFinite(tau) ? Math.clamp(tau, 0, 1) : 1;
    }
}
