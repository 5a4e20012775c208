package org.unitscope.moments;

import java.util.Arrays;
import org.unitscope.statistics.ElementLaw;

/// The table of sinusoidal positions, `P[t, 2i] = sin(t ω_i)`, `P[t, 2i+1] = cos(t ω_i)`, `ω_i =
/// base^(−2i/d)` (Vaswani et al. 2017, arXiv 1706.03762), and its kernels: the mean over features
/// of `P[t] P[t']` is `Σ_i cos((t − t') ω_i) / d`, for even d.
///
/// @param length number of positions
/// @param features d
public record SinusoidTable(int length, int features, double base) {
    /// Positions of which a law is made, at most.
    private static final int SHOWN = 64;

    /// One element.
    public double at(int position, int feature) {
        int even = feature - feature % 2;
        double exponent = -(double) even / features;
        double angle = position * StrictMath.exp(exponent * StrictMath.log(base));
        return feature % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
    }

    /// Mean over features of one position.
    private double mean(int position) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += at(position, i);
        }
        return sum / features;
    }

    /// Kernels by distance.
    private double[] byDistance() {
        double[] kernel = new double[length];
        for (int i = 0; i < features; i += 2) {
            double omega = StrictMath.exp(-(double) i / features * StrictMath.log(base));
            double paired = i + 1 < features ? 1 : 0.5;
            for (int t = 0; t < length; t++) {
                kernel[t] += paired * StrictMath.cos(t * omega) / features;
            }
        }
        return kernel;
    }

    /// As rows that all sequences have alike, over blocks of positions.
    public TensorState rows(RowGrid grid) {
        Positions t = grid.positions();
        double[] byDistance = byDistance();
        double[] means = new double[t.blocks()];
        double[] diagonal = new double[t.blocks()];
        double[] within = new double[t.blocks() * t.blocks()];
        double[] across = new double[within.length];
        Arrays.fill(diagonal, byDistance[0]);
        for (int i = 0; i < t.blocks(); i++) {
            int start = (int) t.start(i);
            int size = (int) t.size(i);
            for (int p = start; p < start + size; p++) {
                means[i] += mean(p) / size;
            }
            for (int j = 0; j < t.blocks(); j++) {
                int k = i * t.blocks() + j;
                across[k] = average(byDistance, start, size, (int) t.start(j), (int) t.size(j));
                within[k] = within(i == j, across[k], size, byDistance[0]);
            }
        }
        Kernels kernels =
                Kernels.fill(
                        t,
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, outside) -> (outside ? across : within)[i * t.blocks() + j]);
        return TensorState.of(grid, means, kernels, ElementShape.of(this::law));
    }

    /// Of unlike positions of one block.
    private static double within(boolean same, double all, int size, double own) {
        return !same ? all : size == 1 ? own : (all * size - own) / (size - 1);
    }

    private static double average(double[] byDistance, int start, int size, int other, int many) {
        double sum = 0;
        for (int p = start; p < start + size; p++) {
            for (int q = other; q < other + many; q++) {
                sum += byDistance[Math.abs(p - q)];
            }
        }
        return sum / ((double) size * many);
    }

    private ElementLaw law() {
        int step = Math.max(1, length / SHOWN);
        int shown = (length + step - 1) / step;
        double[] values = new double[shown * features];
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1);
        Arrays.setAll(values, i -> at(i / features * step, i % features));
        return ElementLaw.atoms(values, weights);
    }
}
