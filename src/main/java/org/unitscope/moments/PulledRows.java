package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.statistics.ElementLaw;

/// Laws of the gradients of queries and keys: sums over few rows, each with a Gaussian weight that
/// all features of a head share. Given the weights an element is Gaussian; its variance scatters as
/// a mean of squares of m independent Gaussians, times that of a head's gradient:
///
///     squared variation  (1 + 2/m)(1 + 2/d_h) − 1
///
/// with m = 1/S − 1 for a query, S its overlap (one weight follows from the others), and `(Σ_i w_i)²
/// / Σ_i w_i²` for a key, `w_i = E p_ij² G_ii D_q,i`.
public final class PulledRows {
    private PulledRows() {}

    /// The law of the gradient of queries.
    public static ElementLaw queries(
            AttentionKernels attention, TensorState gradient, Kernels pulled, double headWidth) {
        double[] overlap = attention.overlap();
        double[] terms = Arrays.stream(overlap).map(s -> 1 / Math.min(1, s) - 1).toArray();
        return mixture(pulled, terms, headWidth, gradient.shape().rows());
    }

    /// The law of the gradient of keys.
    public static ElementLaw keys(
            AttentionKernels attention, TensorState gradient, Kernels pulled, double headWidth) {
        KeyMask mask = attention.mask();
        double[] terms = new double[mask.keys().blocks()];
        for (int j = 0; j < terms.length; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < mask.queries().blocks(); i++) {
                double weight =
                        attention.square(i, j)
                                * gradient.kernels().diagonal(i)
                                * attention.queries().kernels().diagonal(i);
                double many = mask.share(i, j) * mask.queries().size(i);
                sum += many * weight;
                squares += many * weight * weight;
            }
            terms[j] = squares == 0 ? 0 : sum * sum / squares;
        }
        return mixture(pulled, terms, headWidth, RowLaw.ONE);
    }

    private static ElementLaw mixture(
            Kernels pulled, double[] terms, double headWidth, RowLaw rows) {
        Positions t = pulled.positions();
        List<ElementLaw> laws = new ArrayList<>();
        double[] weights = new double[t.blocks()];
        for (int i = 0; i < weights.length; i++) {
            double second = Math.max(0, pulled.diagonal(i));
            weights[i] = t.size(i) / t.total();
            laws.add(
                    second == 0 || terms[i] <= 0
                            ? ElementLaw.constant(0)
                            : ElementLaw.rootGamma((1 + 2 / terms[i]) * (1 + 2 / headWidth) - 1)
                                    .scaled(Math.sqrt(second)));
        }
        return ElementLaw.mixture(laws, weights).times(ElementLaw.gaussian()).times(rows.roots());
    }
}
