package org.unitscope.moments;

/// Numbers of a softmax over n independent Gaussian logits of variance s², tabulated from
/// [SoftmaxMoments] and interpolated in log n and s: the tilt r, and by how much the Jacobian's
/// gain differs from what its overlap says.
///
/// Interpolated linearly between values exact to 1e-12, at n = 1, 2, 3, 4, 6, 8, 12, ... 2^20 and s
/// = 0 to 6 in steps of 1/8: both change slowly there, and the interpolation is off by less than
/// 1e-3 (a test holds it against the integrals). Above s = 6 weights are one-hot and the end is
/// used.
public final class SoftmaxTable {
    private static final int COUNTS = 40;
    private static final double DEVIATION_STEP = 0.125;
    private static final int DEVIATIONS = 49;

    private static final class Holder {
        private static final SoftmaxTable TABLE = new SoftmaxTable();
    }

    private final double[][] tilt = new double[COUNTS][DEVIATIONS];
    private final double[][] gain = new double[COUNTS][DEVIATIONS];

    private SoftmaxTable() {
        int largest = count(COUNTS - 1);
        for (int j = 1; j < DEVIATIONS; j++) {
            double s = j * DEVIATION_STEP;
            SoftmaxMoments moments = new SoftmaxMoments(s, largest);
            for (int i = 1; i < COUNTS; i++) {
                int n = count(i);
                double overlap = Math.min(1, moments.powerSum(2, n));
                tilt[i][j] =
                        StrictMath.log(overlap * (n - 1) / Math.max(1e-15, 1 - overlap)) / (s * s);
                gain[i][j] = moments.gradientGain(n) / Math.max(1e-300, overlap * (1 - overlap));
            }
            tilt[0][j] = tilt[1][j];
            gain[0][j] = gain[1][j];
        }
        for (int i = 0; i < COUNTS; i++) {
            tilt[i][0] = 1;
            gain[i][0] = 1;
        }
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
        return Holder.TABLE.at(Holder.TABLE.tilt, count, variance);
    }

    /// `E Σ p² (1 − 2 p + Σ p²)` as a multiple of `S (1 − S)`, S being the overlap `E Σ p²`; 1 for
    /// equal logits.
    public static double gain(double count, double variance) {
        return Holder.TABLE.at(Holder.TABLE.gain, count, variance);
    }

    private double at(double[][] table, double count, double variance) {
        double n = Math.clamp(count, 1, count(COUNTS - 1));
        int i = below(n);
        double y =
                Math.clamp(Math.sqrt(Math.max(0, variance)) / DEVIATION_STEP, 0, DEVIATIONS - 1.0);
        int j = Math.min(DEVIATIONS - 2, (int) y);
        double p = StrictMath.log(n / count(i)) / StrictMath.log((double) count(i + 1) / count(i));
        double q = y - j;
        return (1 - p) * ((1 - q) * table[i][j] + q * table[i][j + 1])
                + p * ((1 - q) * table[i + 1][j] + q * table[i + 1][j + 1]);
    }
}
