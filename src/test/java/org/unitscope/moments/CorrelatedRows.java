package org.unitscope.moments;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Gaussian rows `[sequences, positions, features]` that correlate within and across sequences, to
/// be drawn, and the kernels they have:
///
///     x_btf = m_t + c_t u_f + s_t v_bf + p_t w_tf + o_t z_btf,   u, v, w, z standard normal.
///
/// @param mean per position
/// @param common weights of the part that all rows share
/// @param sequence weights of the part that the rows of a sequence share
/// @param place weights of the part that the rows at a position share
/// @param own weights of the part of each row
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CorrelatedRows(
        double[] mean, double[] common, double[] sequence, double[] place, double[] own) {
    /// The same at all positions.
    ///
    /// @param common share of the variance that all rows have in common
    /// @param sequence share that the rows of a sequence have in common besides
    public static CorrelatedRows even(
            int positions, double mean, double variance, double common, double sequence) {
        return new CorrelatedRows(
                filled(positions, mean),
                filled(positions, Math.sqrt(variance * common)),
                filled(positions, Math.sqrt(variance * sequence)),
                filled(positions, 0),
                filled(positions, Math.sqrt(variance * (1 - common - sequence))));
    }

    /// Variances from 0.6 to 1.4 of `variance`, shares that grow along the sequence, a mean that
    /// changes sign.
    public static CorrelatedRows varied(int positions, double mean, double variance) {
        double[][] parts = new double[5][positions];
        for (int t = 0; t < positions; t++) {
            double place = positions == 1 ? 0 : (double) t / (positions - 1);
            double scale = Math.sqrt(variance * (0.6 + 0.8 * place));
            double[] shares = {0.1 + 0.2 * place, 0.5 * place * place, 0.15};
            parts[0][t] = mean * (1 - 1.5 * place);
            parts[1][t] = scale * Math.sqrt(shares[0]);
            parts[2][t] = scale * Math.sqrt(shares[1]);
            parts[3][t] = scale * Math.sqrt(shares[2]);
            parts[4][t] = scale * Math.sqrt(1 - shares[0] - shares[1] - shares[2]);
        }
        return new CorrelatedRows(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }

    /// Number of positions.
    public int positions() {
        return mean.length;
    }

    /// Times a constant.
    public CorrelatedRows scaled(double factor) {
        double[][] parts = {mean, common, sequence, place, own};
        double[][] scaled = new double[5][];
        Arrays.setAll(scaled, k -> Arrays.stream(parts[k]).map(value -> factor * value).toArray());
        return new CorrelatedRows(scaled[0], scaled[1], scaled[2], scaled[3], scaled[4]);
    }

    /// New numbers, row by row.
    public double[] draw(SplittableRandom random, int sequences, int features) {
        int length = positions();
        double[] x = new double[sequences * length * features];
        for (int f = 0; f < features; f++) {
            double u = random.nextGaussian();
            double[] w = new double[length];
            for (int t = 0; t < length; t++) {
                w[t] = random.nextGaussian();
            }
            for (int b = 0; b < sequences; b++) {
                double v = random.nextGaussian();
                for (int t = 0; t < length; t++) {
                    x[(b * length + t) * features + f] =
                            mean[t]
                                    + common[t] * u
                                    + sequence[t] * v
                                    + place[t] * w[t]
                                    + own[t] * random.nextGaussian();
                }
            }
        }
        return x;
    }

    /// Their kernels, position by position, both noise nodes at the mean.
    public Kernels kernels() {
        Positions t = positions() == 1 ? Positions.ONE : Positions.single(positions());
        double[] diagonal = new double[positions()];
        Arrays.setAll(diagonal, i -> shared(i, i, true) + square(sequence[i]) + square(own[i]));
        return Kernels.fill(
                t,
                PairClasses.PLAIN,
                diagonal,
                (c, i, j, across) ->
                        shared(i, j, across || i == j) + (across ? 0 : sequence[i] * sequence[j]));
    }

    private double shared(int i, int j, boolean mayMeet) {
        double here = mayMeet && i == j ? square(place[i]) : 0;
        return mean[i] * mean[j] + common[i] * common[j] + here;
    }

    private static double square(double x) {
        return x * x;
    }

    /// Their state, of Gaussian shape.
    public TensorState state(int sequences, int features) {
        Kernels kernels = kernels();
        return TensorState.of(
                        new RowGrid(sequences, kernels.positions()),
                        mean.clone(),
                        kernels,
                        ElementShape.GAUSSIAN)
                .noisy(2.0 / features, 0);
    }
}
