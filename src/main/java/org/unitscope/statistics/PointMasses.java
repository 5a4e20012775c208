package org.unitscope.statistics;

import java.util.Map;
import java.util.TreeMap;

/// The numbers other than zero that a law takes exactly, with their probabilities.
///
/// Immutable: nobody writes to the arrays.
final class PointMasses {
    /// Most that a law keeps one by one.
    static final int MOST = 64;

    static final PointMasses NONE = new PointMasses(new double[0], new double[0]);

    private final double[] values;
    private final double[] weights;

    private PointMasses(double[] values, double[] weights) {
        this.values = values;
        this.weights = weights;
    }

    static PointMasses of(Map<Double, Double> weights) {
        double[] values = new double[weights.size()];
        double[] shares = new double[weights.size()];
        int i = 0;
        for (Map.Entry<Double, Double> entry : new TreeMap<>(weights).entrySet()) {
            values[i] = entry.getKey();
            shares[i++] = entry.getValue();
        }
        return new PointMasses(values, shares);
    }

    /// Ascending, different.
    double[] values() {
        return values;
    }

    /// Probabilities of the values.
    double[] weights() {
        return weights;
    }

    int count() {
        return values.length;
    }

    double mass() {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /// Those of one sign: 1 or -1, 0 for all.
    PointMasses ofSign(int sign) {
        Map<Double, Double> kept = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (sign == 0 || values[i] > 0 == sign > 0) {
                kept.put(values[i], weights[i]);
            }
        }
        return of(kept);
    }

    /// Those a double can tell from zero, infinite ones as the largest double.
    PointMasses finiteNonzero() {
        Map<Double, Double> kept = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                double value = Math.clamp(values[i], -Double.MAX_VALUE, Double.MAX_VALUE);
                kept.merge(value, weights[i], Double::sum);
            }
        }
        return of(kept);
    }

    /// Probability of `|x| < magnitude`.
    double below(double magnitude) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i]) < magnitude ? weights[i] : 0;
        }
        return sum;
    }

    /// Probability of `|x| > magnitude`.
    double above(double magnitude) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i]) > magnitude ? weights[i] : 0;
        }
        return sum;
    }

    /// `E |x|^k` over these.
    double moment(int k) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * StrictMath.pow(Math.abs(values[i]), k);
        }
        return sum;
    }

    /// Whether every value is as likely as its negative, to 1e-12.
    boolean isSymmetric() {
        for (int i = 0, j = values.length - 1; i <= j; i++, j--) {
            if (values[i] != -values[j] || Math.abs(weights[i] - weights[j]) > 1e-12) {
                return false;
            }
        }
        return true;
    }

    /// Adds these, multiplied by a factor, to others.
    void addTo(Map<Double, Double> others, double factor, double weight) {
        for (int i = 0; i < values.length; i++) {
            others.merge(factor * values[i], weight * weights[i], Double::sum);
        }
    }

    /// Adds the products of independent values to others.
    void addProducts(PointMasses other, Map<Double, Double> others) {
        for (int i = 0; i < other.values.length; i++) {
            addTo(others, other.values[i], other.weights[i]);
        }
    }
}
