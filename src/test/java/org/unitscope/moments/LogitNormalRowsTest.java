package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.statistics.ElementLaw;

/// Laws of weights and logit gradients against attention written out as loops.
final class LogitNormalRowsTest {
    private static final int POSITIONS = 48;
    private static final int HEAD = 64;
    private static final int DRAWS = 40;

    private final LawSample weights = new LawSample();
    private final LawSample gradients = new LawSample();

    /// 92,000 numbers of 1900 rows: 20 classes scatter by a total variation of about 0.004.
    @ParameterizedTest(name = "{0}: correlation {1}, logit scale {2}")
    @CsvSource({
        "full, 0, 0.04",
        "full, 0, 0.125",
        "full, 0, 0.25",
        "full, 0.5, 0.25",
        "causal, 0, 0.125",
        "causal, 0.5, 0.25",
        "window, 0, 0.25",
        "prefix, 0.3, 0.125"
    })
    void octavesAreThoseOfSamples(String mask, double rho, double scale) {
        KeyMask.Visibility visibility = AttentionKernelsTest.visibility(mask);
        CorrelatedRows rows = CorrelatedRows.even(POSITIONS, 0, 1, 0, rho);
        SplittableRandom random = new SplittableRandom(37);
        for (int draw = 0; draw < DRAWS; draw++) {
            sample(random, rows, scale, visibility);
        }
        Positions t = Positions.single(POSITIONS);
        TensorState state = rows.state(1, HEAD);
        KeyMask keys = KeyMask.of(t, t, visibility);
        AttentionKernels rule =
                new AttentionKernels(state, state, HEAD * scale * scale, keys, true);
        ElementLaw weightLaw = LogitNormalRows.weights(rule);

        assertThat(weights.totalVariation(weightLaw)).isLessThan(0.02);
        assertThat(weightLaw.zero()).isCloseTo(weights.zero(), within(1e-9));
        assertThat(weightLaw.mean()).isCloseTo(1.0 / POSITIONS, within(1e-4 / POSITIONS));
        double[] overlap = rule.overlap();
        assertThat(weightLaw.secondMoment())
                .isCloseTo(t.mean(overlap) / POSITIONS, within(0.002 * weights.second()));
        assertThat(weightLaw.kurtosis()).isBetween(weights.kurtosis() / 2, weights.kurtosis() * 2);

        double[] logits = rule.gradients(state.kernels(), state.kernels(), HEAD).logits();
        double[] second = Arrays.stream(logits).map(row -> row / POSITIONS).toArray();
        ElementLaw law = LogitNormalRows.gradients(rule, second, RowLaw.ONE);
        assertThat(gradients.totalVariation(law)).isLessThan(0.02);
        assertThat(law.kurtosis()).isBetween(gradients.kurtosis() / 2, gradients.kurtosis() * 2);
    }

    private void sample(
            SplittableRandom random,
            CorrelatedRows rows,
            double scale,
            KeyMask.Visibility visibility) {
        double[] q = rows.draw(random, 1, HEAD);
        double[] k = rows.draw(random, 1, HEAD);
        double[] v = rows.draw(random, 1, HEAD);
        double[] g = rows.draw(random, 1, HEAD);
        for (int i = 0; i < POSITIONS; i++) {
            double[] p = new double[POSITIONS];
            double[] pull = new double[POSITIONS];
            double sum = 0;
            for (int j = 0; j < POSITIONS; j++) {
                boolean seen = visibility.count(i, j, j + 1) > 0;
                p[j] = seen ? Math.exp(scale * dot(q, i, k, j)) : 0;
                pull[j] = dot(g, i, v, j);
                sum += p[j];
            }
            double mean = 0;
            for (int j = 0; j < POSITIONS; j++) {
                p[j] /= sum;
                mean += p[j] * pull[j];
            }
            weights.add(p);
            for (int j = 0; j < POSITIONS; j++) {
                gradients.add(p[j] * (pull[j] - mean));
            }
        }
    }

    private static double dot(double[] x, int i, double[] y, int j) {
        double sum = 0;
        for (int f = 0; f < HEAD; f++) {
            sum += x[i * HEAD + f] * y[j * HEAD + f];
        }
        return sum;
    }

    /// The first query of a causal mask has one key: weight 1, gradient 0.
    @Test
    void oneKeyGetsAllTheWeight() {
        Positions t = Positions.single(2);
        TensorState rows = CorrelatedRows.even(2, 0, 1, 0, 0).state(1, HEAD);
        KeyMask.Visibility causal = AttentionKernelsTest.visibility("causal");
        AttentionKernels rule = new AttentionKernels(rows, rows, 0, KeyMask.of(t, t, causal), true);
        ElementLaw law = LogitNormalRows.weights(rule);

        // 1, 0; 1/2, 1/2.
        assertThat(law.zero()).isCloseTo(0.25, within(1e-12));
        assertThat(law.secondMoment()).isCloseTo(1.5 / 4, within(1e-9));
        assertThat(law.mean()).isCloseTo(0.5, within(1e-9));
        ElementLaw pulled = LogitNormalRows.gradients(rule, new double[] {0, 3}, RowLaw.ONE);
        assertThat(pulled.zero()).isCloseTo(0.5, within(1e-12));
        assertThat(pulled.secondMoment()).isCloseTo(1.5, within(1e-9));
    }
}
