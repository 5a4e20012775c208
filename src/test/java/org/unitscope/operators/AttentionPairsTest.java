package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.operators.GridLaw.LogitGradient;
import org.unitscope.operators.GridLaw.Product;
import org.unitscope.operators.GridLaw.Rows;
import org.unitscope.operators.GridLaw.Weights;

/// The attention rule against sampled attention: rows of queries, keys, values and output gradients
/// that share a common part, both passes written out as loops. Kernels of queries, keys and values
/// scatter independently here, so that the two noise nodes, which scatter together, are left out.
final class AttentionPairsTest {
    private static final int KEYS = 48;
    private static final int HEAD = 64;
    private static final int DRAWS = 60;

    /// Sums over draws of mean squares: output, and gradients of values, queries, keys and logits.
    private final double[] sums = new double[5];

    @ParameterizedTest(name = "correlation {0}, logit scale {1}")
    @CsvSource({"0, 0.125", "0.5, 0.125", "0.8, 0.125", "0.3, 0.04", "0.5, 0.2"})
    void scalesAreThoseOfSampledAttention(double rho, double scale) {
        SplittableRandom random = new SplittableRandom(71);
        for (int draw = 0; draw < DRAWS; draw++) {
            sample(random, rho, scale);
        }
        Rows rows = new Rows(1, PairKernels.independent(0, 1, HEAD).map(k -> rho));
        Weights weights = new Weights(new Product(rows, rows, HEAD * scale * scale), KEYS);
        Product gradient = new Product(rows, rows, HEAD);
        LogitGradient logits = new LogitGradient(weights, (Product) gradient.scaled(scale));
        AttentionPairs pairs = new AttentionPairs(weights);
        // 60 draws of 48 rows of 64: standard errors below 1 % in RMS, up to 3 % where rows are
        // nearly alike; the rule itself is good to a few percent in the squares of query gradients.
        check("output", 0, pairs.output(rows).secondMoment(), 0.06);
        check("values", 1, pairs.toValues(rows).secondMoment(), 0.06);
        check("queries", 2, pairs.toQueries(logits).secondMoment(), 0.12);
        check("keys", 3, pairs.toKeys(logits).secondMoment(), 0.12);
        check("logits", 4, pairs.logitGradient(gradient), 0.08);
    }

    private void check(String what, int index, double predicted, double tolerance) {
        double sampled = sums[index] / DRAWS;
        assertThat(predicted).as(what).isCloseTo(sampled, within(tolerance * sampled));
    }

    private static double[][] rows(SplittableRandom random, double rho) {
        double[] common = new double[HEAD];
        for (int f = 0; f < HEAD; f++) {
            common[f] = random.nextGaussian();
        }
        double[][] rows = new double[KEYS][HEAD];
        for (double[] row : rows) {
            for (int f = 0; f < HEAD; f++) {
                row[f] = Math.sqrt(rho) * common[f] + Math.sqrt(1 - rho) * random.nextGaussian();
            }
        }
        return rows;
    }

    private void sample(SplittableRandom random, double rho, double scale) {
        double[][] q = rows(random, rho);
        double[][] k = rows(random, rho);
        double[][] v = rows(random, rho);
        double[][] g = rows(random, rho);
        double[][] toValues = new double[KEYS][HEAD];
        double[][] toKeys = new double[KEYS][HEAD];
        for (int i = 0; i < KEYS; i++) {
            double[] p = softmax(q[i], k, scale);
            double[] output = new double[HEAD];
            double[] toQuery = new double[HEAD];
            double[] pull = new double[KEYS];
            double mean = 0;
            for (int j = 0; j < KEYS; j++) {
                pull[j] = dot(g[i], v[j]);
                mean += p[j] * pull[j];
                add(output, p[j], v[j]);
                add(toValues[j], p[j], g[i]);
            }
            for (int j = 0; j < KEYS; j++) {
                double logit = p[j] * (pull[j] - mean);
                sums[4] += logit * logit / KEYS / KEYS;
                add(toQuery, scale * logit, k[j]);
                add(toKeys[j], scale * logit, q[i]);
            }
            sums[0] += dot(output, output) / HEAD / KEYS;
            sums[2] += dot(toQuery, toQuery) / HEAD / KEYS;
        }
        for (int j = 0; j < KEYS; j++) {
            sums[1] += dot(toValues[j], toValues[j]) / HEAD / KEYS;
            sums[3] += dot(toKeys[j], toKeys[j]) / HEAD / KEYS;
        }
    }

    private static double[] softmax(double[] query, double[][] keys, double scale) {
        double[] p = new double[KEYS];
        double sum = 0;
        for (int j = 0; j < KEYS; j++) {
            p[j] = Math.exp(scale * dot(query, keys[j]));
            sum += p[j];
        }
        for (int j = 0; j < KEYS; j++) {
            p[j] /= sum;
        }
        return p;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < HEAD; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }

    private static void add(double[] sum, double factor, double[] row) {
        for (int f = 0; f < HEAD; f++) {
            sum[f] += factor * row[f];
        }
    }
}
