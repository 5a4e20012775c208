package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.RealTensor;

/// Means and second moments of a tensor, and of its rows in pairs: averages over positions, flat
/// (1) and along the sequence (t, from -1 to 1), so that a kernel at the wrong position shows.
final class RowStatistics {
    static final List<String> NAMES =
            List.of(
                    "D",
                    "D t",
                    "A",
                    "A t",
                    "A t t'",
                    "C",
                    "C t",
                    "C t t'",
                    "C at one place",
                    "C at one place t",
                    "mean",
                    "mean t");

    /// How many of the names are second moments.
    static final int SECOND = 10;

    private RowStatistics() {}

    /// Features of `[sequences, positions, features]`, heads put together, row by row.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rows(int sequences, int positions, int features, double[] values) {
        static Rows of(RealTensor x, int positions) {
            if (x.shape().rank() == 4) {
                return heads(x);
            }
            double[] values = new double[x.shape().length()];
            Arrays.setAll(values, x::get);
            int features = x.shape().rank() == 0 ? 1 : x.shape().extent(-1);
            return new Rows(values.length / features / positions, positions, features, values);
        }

        private static Rows heads(RealTensor x) {
            int heads = x.shape().extent(1);
            int length = x.shape().extent(2);
            int width = x.shape().extent(3);
            double[] values = new double[x.shape().length()];
            for (int i = 0; i < values.length; i++) {
                int feature = i % width;
                int place = i / width % length;
                int head = i / width / length % heads;
                int sequence = i / width / length / heads;
                values[((sequence * length + place) * heads + head) * width + feature] = x.get(i);
            }
            return new Rows(x.shape().extent(0), length, heads * width, values);
        }

        double mean(int b, int t) {
            double sum = 0;
            for (int f = 0; f < features; f++) {
                sum += values[(b * positions + t) * features + f];
            }
            return sum / features;
        }

        double product(int b, int t, int other, int place) {
            double sum = 0;
            int left = (b * positions + t) * features;
            int right = (other * positions + place) * features;
            for (int f = 0; f < features; f++) {
                sum += values[left + f] * values[right + f];
            }
            return sum / features;
        }
    }

    private static double along(int t, int positions) {
        return positions == 1 ? 0 : 2.0 * t / (positions - 1) - 1;
    }

    /// Collects averages of a function of pairs of rows.
    private static final class Sums {
        private final int positions;
        private final double[] sums = new double[NAMES.size()];
        private final double[] counts = new double[NAMES.size()];

        Sums(int positions) {
            this.positions = positions;
        }

        void mean(int t, double value) {
            add(10, value);
            add(11, along(t, positions) * value);
        }

        void pair(int t, int other, boolean across, double value) {
            double left = along(t, positions);
            double right = along(other, positions);
            if (!across && t == other) {
                add(0, value);
                add(1, left * value);
                return;
            }
            int first = across ? 5 : 2;
            add(first, value);
            add(first + 1, (left + right) / 2 * value);
            add(first + 2, left * right * value);
            if (across && t == other) {
                add(8, value);
                add(9, left * value);
            }
        }

        private void add(int index, double value) {
            sums[index] += value;
            counts[index]++;
        }

        double[] averages() {
            double[] result = new double[sums.length];
            Arrays.setAll(result, k -> counts[k] == 0 ? Double.NaN : sums[k] / counts[k]);
            return result;
        }
    }

    /// Of a drawn tensor; NaN where it has no such pair.
    ///
    /// @param positions how many rows in turn make a sequence
    static double[] of(RealTensor tensor, int positions) {
        Rows rows = Rows.of(tensor, positions);
        Sums sums = new Sums(rows.positions());
        for (int b = 0; b < rows.sequences(); b++) {
            for (int t = 0; t < rows.positions(); t++) {
                sums.mean(t, rows.mean(b, t));
                for (int other = 0; other < rows.sequences(); other++) {
                    for (int place = 0; place < rows.positions(); place++) {
                        sums.pair(t, place, b != other, rows.product(b, t, other, place));
                    }
                }
            }
        }
        return sums.averages();
    }

    /// Of a predicted tensor; NaN where pairs are untracked.
    static double[] of(TensorState state) {
        Kernels k = state.kernels();
        int blocks = k.positions().blocks();
        Sums sums = new Sums(blocks);
        for (int i = 0; i < blocks; i++) {
            sums.mean(i, state.mean(i));
            sums.pair(i, i, false, k.diagonal(i));
        }
        if (k.isTracked()) {
            for (boolean across : new boolean[] {false, true}) {
                double[] mean = k.mean(across);
                for (int i = 0; i < blocks; i++) {
                    for (int j = 0; j < blocks; j++) {
                        if (across || i != j) {
                            sums.pair(i, j, across, mean[i * blocks + j]);
                        }
                    }
                }
            }
        }
        return sums.averages();
    }

    /// Means and standard errors of statistics over draws.
    static final class Draws {
        private final List<double[]> draws = new ArrayList<>();

        void add(double[] statistics) {
            draws.add(statistics);
        }

        double mean(int index) {
            return draws.stream().mapToDouble(d -> d[index]).average().orElseThrow();
        }

        double standardError(int index) {
            double mean = mean(index);
            double squares =
                    draws.stream().mapToDouble(d -> (d[index] - mean) * (d[index] - mean)).sum();
            return Math.sqrt(squares / (draws.size() - 1) / draws.size());
        }
    }
}
