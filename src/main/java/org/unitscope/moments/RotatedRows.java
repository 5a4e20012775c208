package org.unitscope.moments;

import java.util.Arrays;

/// Rows whose features are turned in pairs by angles that grow with the position:
///
///     y[t]_i = cos(t θ_i) x[t]_i − sin(t θ_i) x[t]_i',   y[t]_i' = sin(t θ_i) x[t]_i + cos(t θ_i) x[t]_i'
///
/// A row keeps its length, so D stays. Of the product of two rows, with features that are alike,
///
///     E y_t·y_t' = c(t − t') E x_t·x_t',   c(Δ) = mean over i of cos(Δ θ_i),
///
/// the sines cancel between the features of a pair. Where means are not zero, those of the features
/// of a turned row differ, and only their average `c(t) E x_t` is kept.
///
/// Noise of finite width: with `c₂ = c(2Δ)`, the correlation of two Gaussian rows of d features and
/// correlation ρ scatters by `(1 + ρ² c₂ − 3 ρ² c² + ρ⁴ c²) / d`, which is `(1 − ρ²)² / d` without
/// rotation (delta method over product and both mean squares). What that is more is added to the
/// noise nodes.
///
/// Per frequency kernels differ; products with them, as on the way back from attention, take the
/// features as alike.
public final class RotatedRows {
    private final double[] angles;
    private final double features;

    /// @param angles θ of every pair of features, of one head
    /// @param features of a row, all heads together
    public RotatedRows(double[] angles, double features) {
        this.angles = angles.clone();
        this.features = features;
    }

    /// The state of turned rows. Turned back, it is the same.
    public TensorState of(TensorState x) {
        Positions t = x.rows().positions();
        double[] slopes = slopes(t);
        double[] means = new double[slopes.length];
        Arrays.setAll(means, i -> slopes[i] * x.mean(i));
        return x.with(turned(x.kernels()))
                .withMeans(means)
                .freeOf(FreeDirections.NONE)
                .with(GridLaw.None.NONE);
    }

    /// The mean over the features and positions of a block of cos(t θ).
    public double[] slopes(Positions t) {
        Phases once = new Phases(t, 1);
        double[] slopes = new double[t.blocks()];
        Arrays.setAll(slopes, i -> Arrays.stream(once.cosines[i]).average().orElse(1));
        return slopes;
    }

    private Kernels turned(Kernels k) {
        if (!k.isTracked()) {
            return k;
        }
        Positions t = k.positions();
        Phases once = new Phases(t, 1);
        Phases twice = new Phases(t, 2);
        int blocks = t.blocks();
        double[][] within = new double[k.classes().count()][blocks * blocks];
        double[][] across = new double[within.length][blocks * blocks];
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < blocks; j++) {
                for (boolean apart : new boolean[] {false, true}) {
                    double c = once.mean(i, j, apart);
                    double c2 = twice.mean(i, j, apart);
                    double scale = Math.sqrt(k.diagonal(i) * k.diagonal(j));
                    for (int node = 0; node < within.length; node += 2) {
                        double low = k.at(node, i, j, apart);
                        double high = k.at(node + 1, i, j, apart);
                        double middle = (low + high) / 2;
                        double half = noise(scale, middle, (high - low) / 2, c, c2);
                        double[][] side = apart ? across : within;
                        side[node][i * blocks + j] = c * middle - half;
                        side[node + 1][i * blocks + j] = c * middle + half;
                    }
                }
            }
        }
        return Kernels.of(t, k.classes(), k.diagonal(), within, across);
    }

    private double noise(double scale, double middle, double half, double c, double c2) {
        if (scale == 0 || half == 0) {
            return half;
        }
        double square = Math.min(1, middle * middle / (scale * scale));
        double more = square * (c2 - 3 * c * c + 2) - square * square * (1 - c * c);
        double variance = half * half + Math.max(0, more) / features * scale * scale;
        return Math.copySign(Math.sqrt(variance), half);
    }

    /// Means of cos and sin over the positions of every block, per frequency.
    private final class Phases {
        private final Positions t;
        private final double[][] cosines;
        private final double[][] sines;

        Phases(Positions t, double times) {
            this.t = t;
            cosines = new double[t.blocks()][angles.length];
            sines = new double[t.blocks()][angles.length];
            double position = 0;
            for (int i = 0; i < t.blocks(); i++) {
                double size = t.size(i);
                for (int p = 0; p < size; p++) {
                    for (int f = 0; f < angles.length; f++) {
                        cosines[i][f] += StrictMath.cos(times * position * angles[f]) / size;
                        sines[i][f] += StrictMath.sin(times * position * angles[f]) / size;
                    }
                    position++;
                }
            }
        }

        /// The mean of cos((p − q) θ) over features and pairs p of block i, q of block j: unlike
        /// positions alone within a sequence.
        double mean(int i, int j, boolean apart) {
            double sum = 0;
            for (int f = 0; f < angles.length; f++) {
                sum += cosines[i][f] * cosines[j][f] + sines[i][f] * sines[j][f];
            }
            double all = sum / angles.length;
            double size = t.size(i);
            if (apart || i != j) {
                return all;
            }
            return size == 1 ? 1 : (size * all - 1) / (size - 1);
        }
    }
}
