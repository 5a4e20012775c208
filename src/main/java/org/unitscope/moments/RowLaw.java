package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.unitscope.statistics.ElementLaw;

/// The law of a variance factor that all elements of a row have in common, with mean 1: rows
/// without a label have 0, the others more.
///
/// @param weights probabilities
/// @param values factors
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RowLaw(double[] weights, double[] values) {
    /// All rows alike.
    public static final RowLaw ONE = new RowLaw(new double[] {1}, new double[] {1});

    private static final int MOST_ATOMS = 32;
    private static final int MOST_DRAWN = 32;

    /// A share of the rows at random, nothing in the others. All alike also where nothing is in
    /// any.
    public static RowLaw present(double share) {
        return !(share > 0 && share < 1)
                ? ONE
                : new RowLaw(new double[] {1 - share, share}, new double[] {0, 1 / share});
    }

    /// Whether all rows are alike.
    public boolean isOne() {
        return values.length == 1;
    }

    /// Of a sum of two terms with these variances. Terms that share their rows go up and down
    /// together: atoms are added one by one where both have the same weights.
    public RowLaw mixed(double variance, RowLaw other, double otherVariance) {
        double total = variance + otherVariance;
        if (!(total > 0)) {
            return ONE;
        }
        if (isOne() || other.isOne() || isComonotone(other)) {
            double[] common = isOne() ? other.weights : weights;
            double[] sum = new double[common.length];
            Arrays.setAll(sum, k -> (variance * value(k) + otherVariance * other.value(k)) / total);
            return new RowLaw(common, sum);
        }
        return joint(other, (x, y) -> (variance * x + otherVariance * y) / total)
                .compressed(MOST_ATOMS);
    }

    /// The value at an atom; of a law with one atom, that one.
    private double value(int atom) {
        return values.length == 1 ? values[0] : values[atom];
    }

    private boolean isComonotone(RowLaw other) {
        if (weights.length != other.weights.length) {
            return false;
        }
        for (int k = 0; k < weights.length; k++) {
            if (Math.abs(weights[k] - other.weights[k]) > 1e-9) {
                return false;
            }
        }
        return true;
    }

    /// The mean of `count` independent draws of `one`, this being the mean of `drawn`.
    public RowLaw meanWith(RowLaw one, int drawn, int count) {
        RowLaw mean = this;
        for (int k = drawn + 1; k <= count && !one.isOne(); k++) {
            double share = 1.0 / k;
            mean = mean.joint(one, (x, y) -> x + share * (y - x)).compressed(MOST_DRAWN);
        }
        return mean;
    }

    /// The product of independent factors.
    public RowLaw times(RowLaw other) {
        return isOne() && values[0] == 1
                ? other
                : other.isOne() && other.values[0] == 1
                        ? this
                        : joint(other, (x, y) -> x * y).compressed(MOST_DRAWN);
    }

    private RowLaw joint(RowLaw other, DoubleBinaryOperator f) {
        double[] w = new double[weights.length * other.weights.length];
        double[] v = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            int i = k / other.weights.length;
            int j = k % other.weights.length;
            w[k] = weights[i] * other.weights[j];
            v[k] = f.applyAsDouble(values[i], other.values[j]);
        }
        return new RowLaw(w, v);
    }

    /// The law of the root.
    public ElementLaw roots() {
        return ElementLaw.atoms(Arrays.stream(values).map(Math::sqrt).toArray(), weights);
    }

    /// The variance of every position against the mean over positions.
    public static RowLaw profile(Kernels kernels) {
        Positions t = kernels.positions();
        double second = Math.max(kernels.second(), Double.MIN_NORMAL);
        double[] w = new double[t.blocks()];
        double[] v = new double[t.blocks()];
        for (int i = 0; i < w.length; i++) {
            w[i] = t.size(i) / t.total();
            v[i] = Math.max(0, kernels.diagonal(i)) / second;
        }
        return new RowLaw(w, v);
    }

    /// Few enough atoms for sums and products with others.
    public RowLaw compressed() {
        return compressed(MOST_DRAWN);
    }

    /// Fewer atoms of the same mean; zeros stay apart.
    RowLaw compressed(int most) {
        if (weights.length <= most) {
            return this;
        }
        List<Integer> order = new ArrayList<>();
        double zero = 0;
        double rest = 0;
        for (int k = 0; k < weights.length; k++) {
            if (values[k] <= 1e-12) {
                zero += weights[k];
            } else {
                order.add(k);
                rest += weights[k];
            }
        }
        order.sort(Comparator.comparingDouble(k -> values[k]));
        double[] w = new double[most];
        double[] v = new double[most];
        w[0] = zero;
        double done = 0;
        for (int k : order) {
            double middle = done + weights[k] / 2;
            int bin = 1 + Math.min(most - 2, (int) (middle / rest * (most - 1)));
            w[bin] += weights[k];
            v[bin] += weights[k] * values[k];
            done += weights[k];
        }
        int[] kept = IntStream.range(0, most).filter(k -> w[k] > 0).toArray();
        return new RowLaw(
                Arrays.stream(kept).mapToDouble(k -> w[k]).toArray(),
                Arrays.stream(kept).mapToDouble(k -> v[k] / w[k]).toArray());
    }
}
