package org.unitscope.moments;

/// Numbers of a softmax over n independent Gaussian logits of variance s², tabulated from
/// [SoftmaxMoments]: the tilt r, and by how much the Jacobian's gain differs from what its overlap
/// says.
///
/// Cubics through four nodes each way, in log n at n = 1, 2, 3, 4, 6, 8, 12, ... 2^20 and in s at 0
/// to 3 in steps of 1/8, to 6 in steps of 1/4 and to 10 in steps of 1/2 (both numbers are even in
/// s). Tilt, gain and the overlap that the tilt stands for are off by less than 1e-3; a test holds
/// them against the integrals. Above s = 10 the differences of the largest logits are as good as
/// uniform near zero, so that `1 − S` falls as 1/s and the gain tends to 1/3 as 1/s: off by less
/// than 4e-3. With one key only nothing depends on them: those for two are used.
public final class SoftmaxTable {
    private static final int COUNTS = 40;
    private static final int DEVIATIONS = 45;
    private static final double LARGEST = 10;
    private static final double LIMIT = 1.0 / 3;

    private static final class Holder {
        private static final SoftmaxTable TABLE = new SoftmaxTable();
    }

    private final double[][] tilt = new double[COUNTS][DEVIATIONS];
    private final double[][] gain = new double[COUNTS][DEVIATIONS];

    private SoftmaxTable() {
        int largest = count(COUNTS - 1);
        for (int j = 1; j < DEVIATIONS; j++) {
            double s = deviation(j);
            SoftmaxMoments moments = new SoftmaxMoments(s, largest);
            for (int i = 1; i < COUNTS; i++) {
                int n = count(i);
                double overlap = moments.powerSum(2, n);
                tilt[i][j] = logit(overlap, n) / (s * s);
                gain[i][j] = moments.gradientGain(n) / (overlap * (1 - overlap));
            }
            tilt[0][j] = tilt[1][j];
            gain[0][j] = gain[1][j];
        }
        for (int i = 0; i < COUNTS; i++) {
            tilt[i][0] = 1;
            gain[i][0] = 1;
        }
    }

    /// x with `overlap = e^x / (e^x + n − 1)`.
    private static double logit(double overlap, double n) {
        return StrictMath.log(overlap * (n - 1) / (1 - overlap));
    }

    /// s of a column; below zero mirrored.
    private static double deviation(int j) {
        return j <= 24 ? j / 8.0 : j <= 36 ? 3 + (j - 24) / 4.0 : 6 + (j - 36) / 2.0;
    }

    /// 1, 2, 3, 4, 6, 8, 12 ...
    private static int count(int i) {
        return i == 0 ? 1 : i % 2 == 1 ? 1 << ((i + 1) / 2) : 3 << (i / 2 - 1);
    }

    /// Where `count(i)` lies below n, the last but one at most.
    private static int below(double n) {
        int i = 0;
        while (i < COUNTS - 2 && count(i + 1) <= n) {
            i++;
        }
        return i;
    }

    /// r with `E Σ p² = e^{r s²} / (e^{r s²} + n − 1)`; 1 for equal logits.
    public static double tilt(double count, double variance) {
        double n = Math.clamp(count, 1, count(COUNTS - 1));
        double s = deviation(variance);
        if (s <= LARGEST) {
            return Holder.TABLE.at(Holder.TABLE.tilt, n, s);
        }
        return logit(1 - missing(n, s), Math.max(2, n)) / (s * s);
    }

    /// `1 − S` beyond the table.
    private static double missing(double n, double s) {
        double x = LARGEST * LARGEST * Holder.TABLE.at(Holder.TABLE.tilt, n, LARGEST);
        double others = Math.max(1, n - 1);
        return others / (StrictMath.exp(x) + others) * LARGEST / s;
    }

    /// `E Σ p² (1 − 2 p + Σ p²)` as a multiple of `S (1 − S)`, S being the overlap `E Σ p²`; 1 for
    /// equal logits.
    public static double gain(double count, double variance) {
        double n = Math.clamp(count, 1, count(COUNTS - 1));
        double s = deviation(variance);
        double gain = Holder.TABLE.at(Holder.TABLE.gain, n, Math.min(s, LARGEST));
        return LIMIT + (gain - LIMIT) * LARGEST / Math.max(s, LARGEST);
    }

    private static double deviation(double variance) {
        return Math.sqrt(Math.max(0, variance));
    }

    private double at(double[][] table, double n, double s) {
        int j = 0;
        while (j < DEVIATIONS - 2 && deviation(j + 1) <= s) {
            j++;
        }
        int firstColumn = Math.min(j - 1, DEVIATIONS - 4);
        int firstRow = Math.clamp(below(n) - 1, 0, COUNTS - 4);
        double[] columns = new double[4];
        double[] rows = new double[4];
        for (int k = 0; k < 4; k++) {
            columns[k] = deviation(firstColumn + k);
            rows[k] = StrictMath.log(count(firstRow + k));
        }
        double[] across = weights(columns, s);
        double[] down = weights(rows, StrictMath.log(n));
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 4; k++) {
                sum += down[i] * across[k] * table[firstRow + i][Math.abs(firstColumn + k)];
            }
        }
        return sum;
    }

    /// Lagrange's, for a cubic through four nodes.
    private static double[] weights(double[] nodes, double x) {
        double[] weights = new double[4];
        for (int i = 0; i < 4; i++) {
            weights[i] = 1;
            for (int k = 0; k < 4; k++) {
                weights[i] *= k == i ? 1 : (x - nodes[k]) / (nodes[i] - nodes[k]);
            }
        }
        return weights;
    }
}
