package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The attention rule against sampled attention, see [AttentionSample]. Kernels of queries, keys
/// and values scatter independently here, so the two noise nodes, which scatter together, are left
/// out.
final class AttentionKernelsTest {
    private static final int POSITIONS = 48;
    private static final int HEAD = 64;
    private static final int DRAWS = 60;

    private static final String[] NAMES = {
        "output", "values", "queries", "keys", "logits", "weights"
    };

    /// Errors the rule itself makes in mean squares, beyond the sample's: leading order in the
    /// logit variance, which reaches 2.6 here, and in one over the head width.
    private static final double[] BIAS = {0.04, 0.04, 0.08, 0.08, 0.06, 0.03};

    @ParameterizedTest(name = "{0}: correlation {1}, logit scale {2}")
    @CsvSource({
        "full, 0, 0.125",
        "full, 0.5, 0.125",
        "full, 0.8, 0.125",
        "full, 0.3, 0.04",
        "full, 0.5, 0.2",
        "causal, 0, 0.125",
        "causal, 0.5, 0.125",
        "causal, 0.8, 0.04",
        "causal, growing, 0.125",
        "window, 0.5, 0.125",
        "window, growing, 0.04",
        "prefix, 0.3, 0.125"
    })
    void scalesAreThoseOfSampledAttention(String mask, String correlation, double scale) {
        KeyMask.Visibility visibility = visibility(mask);
        double[][] kernel = kernel(correlation);
        AttentionSample sample = new AttentionSample(root(kernel), HEAD, scale, visibility);
        SplittableRandom random = new SplittableRandom(71);
        for (int draw = 0; draw < DRAWS; draw++) {
            sample.draw(random);
        }
        Positions t = Positions.single(POSITIONS);
        double[] ones = new double[POSITIONS];
        Arrays.fill(ones, 1);
        Kernels kernels =
                Kernels.fill(t, PairClasses.PLAIN, ones, (c, i, j, across) -> kernel[i][j]);
        TensorState rows = TensorState.centered(new RowGrid(1, t), kernels, ElementShape.GAUSSIAN);
        AttentionKernels rule =
                new AttentionKernels(
                        rows, rows, HEAD * scale * scale, KeyMask.of(t, t, visibility), true);
        double[] predicted = predicted(rule, kernels, scale, t);
        for (int n = 0; n < predicted.length; n++) {
            double allowed = 4 * sample.standardError(n) + BIAS[n] * sample.mean(n);
            assertThat(predicted[n]).as(NAMES[n]).isCloseTo(sample.mean(n), within(allowed));
        }
    }

    private static double[] predicted(
            AttentionKernels rule, Kernels kernels, double scale, Positions t) {
        AttentionKernels.Gradients both = rule.gradients(kernels, kernels, HEAD * scale * scale);
        return new double[] {
            rule.output(kernels).second(),
            rule.toValues(kernels).second(),
            both.toQueries().second(),
            both.toKeys().second(),
            t.mean(both.logits()) / scale / scale / POSITIONS,
            t.mean(rule.overlap()) / POSITIONS
        };
    }

    static KeyMask.Visibility visibility(String mask) {
        return switch (mask) {
            case "causal" -> count((i, j) -> j <= i);
            case "window" -> count((i, j) -> j <= i && i - j < 9);
            case "prefix" -> count((i, j) -> j <= i || j < 12);
            default -> KeyMask.Visibility.ALL;
        };
    }

    /// Whether a query sees a key.
    interface Sees {
        boolean at(int query, int key);
    }

    static KeyMask.Visibility count(Sees sees) {
        return (query, from, to) -> {
            int seen = 0;
            for (int key = from; key < to; key++) {
                seen += sees.at(query, key) ? 1 : 0;
            }
            return seen;
        };
    }

    /// Correlation between positions: one number, or growing along the sequence as under a causal
    /// mask, `1 − 1/√(1 + min(t, t'))`.
    private static double[][] kernel(String correlation) {
        double[][] kernel = new double[POSITIONS][POSITIONS];
        for (int i = 0; i < POSITIONS; i++) {
            for (int j = 0; j < POSITIONS; j++) {
                double rho =
                        correlation.equals("growing")
                                ? 0.9 * (1 - 1 / Math.sqrt(1.0 + Math.min(i, j)))
                                : Double.parseDouble(correlation);
                kernel[i][j] = i == j ? 1 : rho;
            }
        }
        return kernel;
    }

    /// Cholesky's.
    private static double[][] root(double[][] kernel) {
        int n = kernel.length;
        double[][] root = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = kernel[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
            }
        }
        return root;
    }
}
