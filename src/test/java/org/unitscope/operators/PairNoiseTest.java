package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.SpreadSample;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.library.Add;
import org.unitscope.operators.library.Attention;
import org.unitscope.operators.library.HyperbolicTangent;
import org.unitscope.operators.library.Linear;
import org.unitscope.operators.library.Relu;
import org.unitscope.operators.library.RmsNorm;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.Shape;

/// How correlations of two rows scatter from one draw of the weights to the next, and what that
/// does to an attention's gradients: states against draws.
final class PairNoiseTest {
    private static final int FEATURES = 64;
    private static final int HIDDEN = 128;
    private static final int DRAWS = 10_000;

    private static TensorState weight(double variance) {
        return TensorState.of(new Moments(0, variance), ElementShape.GAUSSIAN);
    }

    /// Rows of variance 1 with these correlations, which scatter as d features have them do.
    private static TensorState rows(RowGrid grid, double rho, double features) {
        double[] diagonal = new double[grid.positions().blocks()];
        Arrays.fill(diagonal, 1);
        double noise = (1 - rho * rho) / Math.sqrt(features);
        Kernels kernels =
                Kernels.fill(
                        grid.positions(),
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, across) -> c == 0 ? rho - noise : rho + noise);
        return TensorState.centered(grid, kernels, ElementShape.GAUSSIAN).noisy(2 / features, 0);
    }

    /// `x + W φ(V x)`, normalized, with more matrices in front of V. Given x, two rows of `V x` are
    /// Gaussian with the kernel that x has; given these, so are rows of `W φ`: no matrix need be
    /// drawn. Deviations of the rule are of the order of `1/d`, 1.6 %; 4 standard errors of a
    /// variance are `4 √(2/10,000)`, 5.7 %. Noise from in front of φ goes through its linear part
    /// alone, which costs 5 % more.
    @ParameterizedTest(name = "{0}, {1}: correlation {2}, branch {3}, {4} in front")
    @CsvSource({
        "rms_norm, tanh, 0, 1, 0",
        "rms_norm, tanh, 0.5, 1, 0",
        "layer_norm, tanh, 0.3, 0.4, 0",
        "rms_norm, tanh, 0.7, 2, 0",
        "rms_norm, relu, 0, 1, 0",
        "layer_norm, relu, 0.5, 0.5, 0",
        "rms_norm, relu, 0.4, 2, 0",
        "rms_norm, relu, 0, 3, 2",
        "rms_norm, relu, 0.4, 3, 2",
        "rms_norm, tanh, 0, 3, 2"
    })
    void nodesHoldTheScatterOfAResidualStream(
            String norm, String activation, double rho, double branch, int front) {
        TensorState x = rows(new RowGrid(2, RowGrid.ONE.positions()), rho, FEATURES);
        double w = branch * branch / HIDDEN;
        Shape wide = Shape.of(2, HIDDEN);
        Shape narrow = Shape.of(2, FEATURES);
        Operator function = activation.equals("tanh") ? new HyperbolicTangent() : new Relu();
        TensorState image = x;
        for (int layer = 0; layer < front; layer++) {
            image =
                    Rules.of(new Linear(), Map.of(), narrow, Shape.of(FEATURES, FEATURES))
                            .output(image, weight(1.0 / FEATURES));
        }
        TensorState u =
                Rules.of(new Linear(), Map.of(), narrow, Shape.of(HIDDEN, FEATURES))
                        .output(image, weight(1.0 / FEATURES));
        TensorState h = Rules.of(function, Map.of(), wide).output(u);
        TensorState r =
                Rules.of(new Linear(), Map.of(), wide, Shape.of(FEATURES, HIDDEN))
                        .output(h, weight(w));
        TensorState sum = Rules.of(new Add(), Map.of(), narrow, narrow).output(x, r);
        boolean centered = norm.equals("layer_norm");
        Kernels hat = new RowNormalization(centered, 0, FEATURES).normalized(sum).kernels();
        double half = (hat.at(1, 0, 0, true) - hat.at(0, 0, 0, true)) / 2;

        SplittableRandom random = new SplittableRandom(81);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < DRAWS; draw++) {
            double[][] first = pair(random, FEATURES, new double[] {1, rho, 1});
            double[][] images = first;
            for (int layer = 0; layer < front; layer++) {
                images = pair(random, FEATURES, kernel(images, 1.0 / FEATURES));
            }
            double[][] hidden = pair(random, HIDDEN, kernel(images, 1.0 / FEATURES));
            for (double[] row : hidden) {
                Arrays.setAll(
                        row,
                        f -> activation.equals("tanh") ? Math.tanh(row[f]) : Math.max(0, row[f]));
            }
            double[][] added = pair(random, FEATURES, kernel(hidden, w));
            for (int f = 0; f < FEATURES; f++) {
                added[0][f] += first[0][f];
                added[1][f] += first[1][f];
            }
            if (centered) {
                center(added[0]);
                center(added[1]);
            }
            double[] k = kernel(added, 1);
            sample.add(k[1] / Math.sqrt(k[0] * k[2]));
        }
        assertThat(half * half / sample.variance())
                .isCloseTo(1, within(front == 0 ? 0.073 : 0.123));
    }

    private static void center(double[] row) {
        double mean = Arrays.stream(row).sum() / row.length;
        Arrays.setAll(row, f -> row[f] - mean);
    }

    /// Products of two rows: own, common, own.
    private static double[] kernel(double[][] rows, double scale) {
        double[] k = new double[3];
        for (int f = 0; f < rows[0].length; f++) {
            k[0] += scale * rows[0][f] * rows[0][f];
            k[1] += scale * rows[0][f] * rows[1][f];
            k[2] += scale * rows[1][f] * rows[1][f];
        }
        return k;
    }

    /// Two Gaussian rows of this kernel.
    private static double[][] pair(SplittableRandom random, int features, double[] k) {
        double first = Math.sqrt(k[0]);
        double slope = k[1] / first;
        double rest = Math.sqrt(Math.max(0, k[2] - slope * slope));
        double[][] rows = new double[2][features];
        for (int f = 0; f < features; f++) {
            double z = random.nextGaussian();
            rows[0][f] = first * z;
            rows[1][f] = slope * z + rest * random.nextGaussian();
        }
        return rows;
    }

    private static final int WIDTH = 128;
    private static final int LENGTH = 128;
    private static final double SCALE = 0.1 / Math.sqrt(WIDTH);

    /// Keys and values are made of the same rows `x̂`, x the sum of Gaussian rows and of a linear
    /// image of them, so that the products of two rows go together in both. With n = d that adds to
    /// `Σ_jj' K_k K_v`, n for rows without noise, `d (1 + 1/4 + 1/2) n/d` (the rows' own noise, the
    /// image's and that of the cross term): a rule that forgets the sum's is 15 % too low. What
    /// rows have in common counts in keys, but moves no softmax.
    @ParameterizedTest
    @CsvSource({"0, 16, 0.03", "0.3, 40, 0.04"})
    void gradientsOfQueriesKnowThatKeysAndValuesGoTogether(double rho, int draws, double allowed) {
        Shape shape = Shape.of(2, LENGTH, WIDTH);
        Shape square = Shape.of(WIDTH, WIDTH);
        RowGrid grid = RowGrid.of(shape, false);
        TensorState x = rows(grid, rho, WIDTH);
        Rules linear = Rules.of(new Linear(), Map.of(), shape, square);
        TensorState image = linear.output(x, weight(1.0 / WIDTH));
        TensorState sum = Rules.of(new Add(), Map.of(), shape, shape).output(x, image);
        TensorState hat =
                Rules.of(new RmsNorm(), Map.of(), shape, Shape.of(WIDTH))
                        .output(sum, TensorState.of(1, 1));
        TensorState row = linear.output(hat, weight(1.0 / WIDTH));
        TensorState g =
                TensorState.independentRows(grid, new Moments(0, 1), WIDTH, ElementShape.GAUSSIAN);
        double predicted =
                Rules.of(new Attention(), Map.of("heads", 1.0, "scale", SCALE), shape, shape, shape)
                        .gradients(g, row, row, row)
                        .getFirst()
                        .moments()
                        .rms();
        SplittableRandom random = new SplittableRandom(82);
        SpreadSample sample = new SpreadSample();
        for (int draw = 0; draw < draws; draw++) {
            sample.add(queryGradient(random, rho));
        }
        // 4 standard errors of the root; what rows share scatters most, in the norm of all rows.
        double error = sample.meanError() / sample.mean() / 2;
        assertThat(4 * error).isLessThan(allowed);
        assertThat(predicted / Math.sqrt(sample.mean())).isCloseTo(1, within(allowed));
    }

    /// The mean square of the gradients of a few queries.
    private static double queryGradient(SplittableRandom random, double rho) {
        double[][] x = gaussian(random, LENGTH);
        double[] common = gaussian(random, 1)[0];
        for (double[] row : x) {
            Arrays.setAll(row, f -> Math.sqrt(rho) * common[f] + Math.sqrt(1 - rho) * row[f]);
        }
        double[][] sum = image(random, x);
        for (int t = 0; t < LENGTH; t++) {
            double squares = 0;
            for (int f = 0; f < WIDTH; f++) {
                sum[t][f] += x[t][f];
                squares += sum[t][f] * sum[t][f] / WIDTH;
            }
            double root = Math.sqrt(squares);
            double[] one = sum[t];
            Arrays.setAll(one, f -> one[f] / root);
        }
        double[][] keys = image(random, sum);
        double[][] values = image(random, sum);
        int queries = 96;
        double[][] g = gaussian(random, queries);
        // Queries are images as well; with logits this small they hardly matter.
        double[][] q = gaussian(random, queries);
        double result = 0;
        for (int i = 0; i < queries; i++) {
            double[] p = new double[LENGTH];
            double norm = 0;
            double mean = 0;
            double[] pull = new double[LENGTH];
            for (int j = 0; j < LENGTH; j++) {
                p[j] = Math.exp(SCALE * dot(q[i], keys[j]));
                norm += p[j];
                pull[j] = dot(g[i], values[j]);
                mean += p[j] * pull[j];
            }
            double[] gradient = new double[WIDTH];
            for (int j = 0; j < LENGTH; j++) {
                double logit = SCALE * p[j] / norm * (pull[j] - mean / norm);
                for (int f = 0; f < WIDTH; f++) {
                    gradient[f] += logit * keys[j][f];
                }
            }
            result += dot(gradient, gradient) / WIDTH / queries;
        }
        return result;
    }

    private static double[][] gaussian(SplittableRandom random, int rows) {
        double[][] x = new double[rows][WIDTH];
        for (double[] row : x) {
            Arrays.setAll(row, f -> random.nextGaussian());
        }
        return x;
    }

    private static double[][] image(SplittableRandom random, double[][] rows) {
        double[][] weight = gaussian(random, WIDTH);
        double[][] result = new double[rows.length][WIDTH];
        for (int t = 0; t < rows.length; t++) {
            for (int f = 0; f < WIDTH; f++) {
                result[t][f] = dot(weight[f], rows[t]) / Math.sqrt(WIDTH);
            }
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }
}
