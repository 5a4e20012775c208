package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.statistics.Moments;

/// Moments through a convolution over positions with independent weights, position by position:
///
///     K_y(q, q')   = C_in E w² Σ_δ K_x(s q − p + δ, s q' − p + δ)
///     G_x(r, r')   = C_out E w² Σ_δ G_y(q, q')      over s q − p + δ = r, s q' − p + δ = r'
///     E dW_δ²      = Σ_pairs K_x(s q − p + δ, s q' − p + δ) G_y(q, q')
///
/// with terms outside the input dropped, C per group. The noise of finite width is independent from
/// tap to tap: it averages out in the sum, and is renewed there; in a tap's own gradient it counts
/// by one over the root of the number of taps.
///
/// @param outputs number of output positions
/// @param channelsIn channels of a group of the input
/// @param channelsOut channels of a group of the output
public record ConvolutionRule(
        int outputs, int kernel, int stride, int padding, double channelsIn, double channelsOut) {
    private int source(int output, int tap) {
        return output * stride - padding + tap;
    }

    /// How many taps lie inside the input, on average over the output.
    double reading(TensorState x) {
        double inside = 0;
        for (int q = 0; q < outputs; q++) {
            for (int tap = 0; tap < kernel; tap++) {
                int p = source(q, tap);
                inside += p >= 0 && p < x.rows().positions().blocks() ? 1 : 0;
            }
        }
        return inside / outputs;
    }

    /// How many outputs read a position of the input, on average.
    double readBy(TensorState x) {
        return reading(x) * outputs / x.rows().positions().blocks();
    }

    /// The part of the second moment of [#predict] that products of means make.
    static double meanSquare(TensorState sums, TensorState weight) {
        if (weight.mean() == 0) {
            return 0;
        }
        double[] squares = Arrays.stream(sums.means()).map(mean -> mean * mean).toArray();
        return sums.rows().positions().mean(squares);
    }

    /// The convolved rows.
    ///
    /// @param channels of the input, all groups
    /// @param features channels of the output, all groups
    public TensorState predict(
            TensorState x, TensorState weight, double channels, double features) {
        Kernels in = x.kernels();
        double scale = channelsIn * weight.secondMoment();
        Positions t = Positions.single(outputs);
        RowGrid grid = new RowGrid(x.rows().sequences(), t);
        double[] diagonal = new double[outputs];
        double[] means = new double[outputs];
        double mean = weight.mean() * channelsIn;
        for (int q = 0; q < outputs; q++) {
            for (int tap = 0; tap < kernel; tap++) {
                int p = source(q, tap);
                boolean inside = p >= 0 && p < in.positions().blocks();
                diagonal[q] += inside ? scale * in.diagonal(p) : 0;
                means[q] += inside ? mean * x.mean(p) : 0;
            }
        }
        double square = weight.mean() == 0 ? 0 : 1;
        Arrays.setAll(diagonal, q -> diagonal[q] + square * means[q] * means[q]);
        ElementShape shape = x.shape().summed(weight.shape(), channelsIn * kernel);
        double noise = x.rowNoise() / kernel + 2 / features;
        if (!in.isTracked()) {
            return TensorState.of(grid, means, Kernels.untracked(t, diagonal), shape)
                    .noisy(noise, 0);
        }
        Kernels plain = in.denoised(0);
        Kernels sums =
                Kernels.fill(
                        t,
                        in.classes(),
                        diagonal,
                        (c, q, r, across) ->
                                scale * tapSum(plain, c, q, r, across)
                                        + square * means[q] * means[r]);
        Kernels kernels = renoised(sums, channels * kernel);
        double fresh = 2 / features * kernels.concentration(grid.sequences());
        return TensorState.of(grid, means, kernels, shape)
                .noisy(noise, 0)
                .scattered(x.scatter() + fresh);
    }

    private double tapSum(Kernels in, int c, int q, int r, boolean across) {
        double sum = 0;
        for (int tap = 0; tap < kernel; tap++) {
            sum += at(in, c, source(q, tap), source(r, tap), across);
        }
        return sum;
    }

    /// A kernel with its diagonal in place, zero outside.
    private static double at(Kernels k, int c, int i, int j, boolean across) {
        int blocks = k.positions().blocks();
        if (i < 0 || j < 0 || i >= blocks || j >= blocks) {
            return 0;
        }
        return i == j && !across ? k.diagonal(i) : k.at(c, i, j, across);
    }

    private static Kernels renoised(Kernels kernels, double features) {
        double[] d = kernels.diagonal();
        Kernels normalized =
                kernels.map((i, j, k) -> d[i] * d[j] == 0 ? 0 : k / Math.sqrt(d[i] * d[j]));
        return normalized.renoised(features).map((i, j, k) -> k * Math.sqrt(d[i] * d[j]));
    }

    /// The gradient of the input.
    public TensorState toInput(TensorState x, TensorState weight, TensorState g) {
        Positions t = x.rows().positions();
        Kernels out = g.kernels();
        double scale = channelsOut * weight.secondMoment();
        double[] diagonal = new double[t.blocks()];
        for (int r = 0; r < diagonal.length; r++) {
            for (int tap = 0; tap < kernel; tap++) {
                int q = target(r, tap);
                diagonal[r] += q < 0 ? 0 : scale * out.diagonal(q);
            }
        }
        Kernels kernels =
                out.isTracked()
                        ? Kernels.fill(
                                t,
                                out.classes(),
                                diagonal,
                                (c, r, s, across) -> scale * backSum(out, c, r, s, across))
                        : Kernels.untracked(t, diagonal);
        ElementShape shape = g.shape().summed(weight.shape(), channelsOut * kernel);
        double fresh = 2 / channelsIn * kernels.concentration(x.rows().sequences());
        return TensorState.centered(x.rows(), kernels, shape).scattered(g.scatter() + fresh);
    }

    /// The output that reads an input through a tap; -1 if there is none.
    private int target(int position, int tap) {
        int moved = position + padding - tap;
        boolean hit = moved >= 0 && moved % stride == 0 && moved / stride < outputs;
        return hit ? moved / stride : -1;
    }

    private double backSum(Kernels out, int c, int r, int s, boolean across) {
        double sum = 0;
        for (int tap = 0; tap < kernel; tap++) {
            int q = target(r, tap);
            int p = target(s, tap);
            sum += q < 0 || p < 0 ? 0 : at(out, c, q, p, across);
        }
        return sum;
    }

    /// The gradient of the weight: the mean over taps.
    public TensorState toWeight(TensorState x, TensorState g) {
        Kernels in = read(x);
        double second = 0;
        double mean = 0;
        double coherent = 0;
        TensorState middle = TensorState.of(0, 0);
        for (int tap = 0; tap < kernel; tap++) {
            TensorState one =
                    WeightGradient.of(seenThrough(tap, x, in), g, channelsIn, channelsOut);
            second += one.secondMoment() / kernel;
            mean += one.mean() / kernel;
            coherent += one.secondMoment() * one.coherence() / kernel;
            middle = tap == kernel / 2 ? one : middle;
        }
        return TensorState.of(new Moments(mean, second), middle.shape())
                .coherent(second == 0 ? 0 : coherent / second)
                .scattered(middle.scatter());
    }

    /// The kernels of the input as the gradient of one tap sees them.
    private Kernels read(TensorState x) {
        return x.isTracked() ? x.kernels().denoised(1 / Math.sqrt(kernel)) : x.kernels();
    }

    /// The sum over pairs of rows that makes the gradient of the weight: the mean over taps.
    PairSum pairs(TensorState x, TensorState g) {
        Kernels in = read(x);
        double alone = 0;
        double within = 0;
        double across = 0;
        for (int tap = 0; tap < kernel; tap++) {
            Kernels seen = seenThrough(tap, x, in).kernels();
            PairSum sum = PairSum.of(seen, g.kernels(), g.rows().sequences());
            alone += sum.alone() / kernel;
            within += sum.within() / kernel;
            across += sum.across() / kernel;
        }
        return new PairSum(alone, within, across);
    }

    /// What a tap reads, over the output's positions.
    private TensorState seenThrough(int tap, TensorState x, Kernels in) {
        Positions t = Positions.single(outputs);
        int blocks = in.positions().blocks();
        double[] diagonal = new double[outputs];
        double[] means = new double[outputs];
        for (int q = 0; q < outputs; q++) {
            int p = source(q, tap);
            boolean inside = p >= 0 && p < blocks;
            diagonal[q] = inside ? in.diagonal(p) : 0;
            means[q] = inside ? x.mean(p) : 0;
        }
        Kernels kernels =
                in.isTracked()
                        ? Kernels.fill(
                                t,
                                in.classes(),
                                diagonal,
                                (c, q, r, across) ->
                                        at(in, c, source(q, tap), source(r, tap), across))
                        : Kernels.untracked(t, diagonal);
        RowGrid grid = new RowGrid(x.rows().sequences(), t);
        return TensorState.of(grid, means, kernels, x.shape().summed()).scattered(x.scatter());
    }
}
