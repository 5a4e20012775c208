package org.unitscope.moments;

import java.util.SplittableRandom;

/// Attention written out as loops, both passes, over rows of queries, keys, values and output
/// gradients whose correlation between positions is given: sums of squares over draws.
final class AttentionSample {
    private final int positions;
    private final int head;
    private final double scale;
    private final KeyMask.Visibility mask;
    private final double[][] root;
    private int draws;

    /// Sums over draws of mean squares: output, gradients of values, queries, keys and logits,
    /// weights.
    private final double[] sums = new double[6];

    private final double[] squares = new double[6];

    /// @param root a matrix whose square, root times its transpose, is the kernel over positions
    AttentionSample(double[][] root, int head, double scale, KeyMask.Visibility mask) {
        positions = root.length;
        this.root = root;
        this.head = head;
        this.scale = scale;
        this.mask = mask;
    }

    double mean(int index) {
        return sums[index] / draws;
    }

    double standardError(int index) {
        double mean = mean(index);
        return Math.sqrt(Math.max(0, squares[index] / draws - mean * mean) / draws);
    }

    private double[][] rows(SplittableRandom random) {
        double[][] rows = new double[positions][head];
        for (int f = 0; f < head; f++) {
            double[] z = new double[positions];
            for (int t = 0; t < positions; t++) {
                z[t] = random.nextGaussian();
            }
            for (int t = 0; t < positions; t++) {
                for (int s = 0; s < positions; s++) {
                    rows[t][f] += root[t][s] * z[s];
                }
            }
        }
        return rows;
    }

    void draw(SplittableRandom random) {
        draws++;
        double[][] q = rows(random);
        double[][] k = rows(random);
        double[][] v = rows(random);
        double[][] g = rows(random);
        double[][] toValues = new double[positions][head];
        double[][] toKeys = new double[positions][head];
        double[] now = new double[6];
        for (int i = 0; i < positions; i++) {
            double[] p = softmax(i, q[i], k);
            double[] output = new double[head];
            double[] toQuery = new double[head];
            double[] pull = new double[positions];
            double mean = 0;
            for (int j = 0; j < positions; j++) {
                pull[j] = dot(g[i], v[j]);
                mean += p[j] * pull[j];
                add(output, p[j], v[j]);
                add(toValues[j], p[j], g[i]);
                now[5] += p[j] * p[j] / positions / positions;
            }
            for (int j = 0; j < positions; j++) {
                double logit = p[j] * (pull[j] - mean);
                now[4] += logit * logit / positions / positions;
                add(toQuery, scale * logit, k[j]);
                add(toKeys[j], scale * logit, q[i]);
            }
            now[0] += dot(output, output) / head / positions;
            now[2] += dot(toQuery, toQuery) / head / positions;
        }
        for (int j = 0; j < positions; j++) {
            now[1] += dot(toValues[j], toValues[j]) / head / positions;
            now[3] += dot(toKeys[j], toKeys[j]) / head / positions;
        }
        for (int n = 0; n < now.length; n++) {
            sums[n] += now[n];
            squares[n] += now[n] * now[n];
        }
    }

    private double[] softmax(int i, double[] query, double[][] keys) {
        double[] p = new double[positions];
        double sum = 0;
        for (int j = 0; j < positions; j++) {
            boolean seen = mask.count(i, j, j + 1) > 0;
            p[j] = seen ? Math.exp(scale * dot(query, keys[j])) : 0;
            sum += p[j];
        }
        for (int j = 0; j < positions; j++) {
            p[j] /= sum;
        }
        return p;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }

    private static void add(double[] sum, double factor, double[] row) {
        for (int f = 0; f < row.length; f++) {
            sum[f] += factor * row[f];
        }
    }
}
