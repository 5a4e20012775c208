package org.unitscope.analysis;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.KernelRoots;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Tensors seen as rows, `[sequences, heads, positions, width]`: drawn with given kernels, and
/// their kernels measured.
record RowTensors(int sequences, int heads, int length, int width, RowGrid grid) {
    static RowTensors of(Shape shape, RowGrid grid) {
        int positions = (int) grid.positions().total();
        int sequences = (int) grid.sequences();
        int width = shape.rank() == 0 ? 1 : shape.extent(-1);
        int heads = shape.length() / Math.max(1, sequences * positions * width);
        return new RowTensors(sequences, heads, positions, width, grid);
    }

    /// Gaussian rows with the state's means and kernels, feature by feature.
    FloatTensor draw(Shape shape, TensorState state, RandomStream stream) {
        KernelRoots roots = KernelRoots.of(state);
        Positions t = grid.positions();
        int blocks = t.blocks();
        float[] out = new float[shape.length()];
        long next = 0;
        for (int feature = 0; feature < heads * width; feature++) {
            double[] common = product(roots.common(), stream, next);
            next += blocks;
            for (int b = 0; b < sequences; b++) {
                double[] own = product(roots.own(), stream, next);
                next += blocks;
                int position = 0;
                for (int i = 0; i < blocks; i++) {
                    for (int n = 0; n < t.size(i); n++, position++) {
                        double rest = roots.rest()[i] * stream.normal(next++);
                        double value = state.mean(i) + common[i] + own[i] + rest;
                        out[index(b, feature, position)] = (float) value;
                    }
                }
            }
        }
        return new FloatTensor(shape, out);
    }

    private static double[] product(double[][] root, RandomStream stream, long first) {
        double[] z = new double[root.length];
        Arrays.setAll(z, e -> stream.normal(first + e));
        double[] result = new double[root.length];
        for (int i = 0; i < root.length; i++) {
            for (int e = 0; e < root.length; e++) {
                result[i] += root[i][e] * z[e];
            }
        }
        return result;
    }

    private int index(int sequence, int feature, int position) {
        int head = feature / width;
        return ((sequence * heads + head) * length + position) * width + feature % width;
    }

    /// Sums over draws of what kernels are made of.
    static final class Sums {
        private final RowTensors rows;
        private final double[] first;
        private final double[] second;
        private final double[] within;
        private final double[] across;
        private final int[] draws = new int[1];

        Sums(RowTensors rows) {
            this.rows = rows;
            int blocks = rows.grid.positions().blocks();
            first = new double[blocks];
            second = new double[blocks];
            within = new double[blocks * blocks];
            across = new double[blocks * blocks];
        }

        void add(RealTensor tensor) {
            draws[0]++;
            for (int feature = 0; feature < rows.heads * rows.width; feature++) {
                addFeature(tensor, feature);
            }
        }

        private void addFeature(RealTensor tensor, int feature) {
            Positions t = rows.grid.positions();
            int blocks = t.blocks();
            double[] all = new double[blocks];
            for (int b = 0; b < rows.sequences; b++) {
                double[] sums = new double[blocks];
                int position = 0;
                for (int i = 0; i < blocks; i++) {
                    for (int n = 0; n < t.size(i); n++, position++) {
                        double x = tensor.get(rows.index(b, feature, position));
                        sums[i] += x;
                        second[i] += x * x;
                        within[i * blocks + i] -= x * x;
                    }
                    first[i] += sums[i];
                    all[i] += sums[i];
                }
                addProducts(within, sums, 1);
                addProducts(across, sums, -1);
            }
            addProducts(across, all, 1);
        }

        private static void addProducts(double[] into, double[] x, double sign) {
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    into[i * x.length + j] += sign * x[i] * x[j];
                }
            }
        }

        /// The state of what was added.
        TensorState state() {
            RowGrid grid = rows.grid;
            Positions t = grid.positions();
            int blocks = t.blocks();
            double many = (double) draws[0] * rows.heads * rows.width;
            double[] means = new double[blocks];
            double[] diagonal = new double[blocks];
            double b = rows.sequences;
            for (int i = 0; i < blocks; i++) {
                means[i] = first[i] / (many * b * t.size(i));
                diagonal[i] = second[i] / (many * b * t.size(i));
            }
            Kernels kernels =
                    Kernels.fill(
                            t,
                            PairClasses.PLAIN,
                            diagonal,
                            (c, i, j, outside) -> {
                                double pairs = t.size(i) * t.size(j);
                                double inside = i == j ? pairs - t.size(i) : pairs;
                                double count = outside ? b * (b - 1) * pairs : b * inside;
                                double sum = (outside ? across : within)[i * blocks + j];
                                return count == 0 ? means[i] * means[j] : sum / (many * count);
                            });
            double features = (double) rows.heads * rows.width;
            return TensorState.of(grid, means, renoised(kernels, features), ElementShape.GAUSSIAN)
                    .noisy(2 / features, 0);
        }

        private static Kernels renoised(Kernels kernels, double features) {
            double[] d = kernels.diagonal();
            Kernels unit =
                    kernels.map((i, j, k) -> d[i] * d[j] == 0 ? 0 : k / Math.sqrt(d[i] * d[j]));
            return unit.renoised(features).map((i, j, k) -> k * Math.sqrt(d[i] * d[j]));
        }
    }
}
