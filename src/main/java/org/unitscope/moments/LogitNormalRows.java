package org.unitscope.moments;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.statistics.ElementLaw;

/// Laws of attention weights and of their logits' gradients: per query a [LogitNormal] with the
/// mean and mean square of its weights, over as many keys as it sees, and an exact zero for those
/// it does not.
///
/// Against samples the octaves differ by a total variation below 0.02 for logit variances up to 4,
/// gradients included, as long as the keys of a query correlate alike.
public final class LogitNormalRows {
    private static final double NEGLIGIBLE = 1e-14;

    private final KeyMask mask;
    private final double[] overlap;
    private final AttentionKernels attention;

    private LogitNormalRows(AttentionKernels attention) {
        this.attention = attention;
        mask = attention.mask();
        overlap = attention.overlap();
    }

    /// Weights.
    public static ElementLaw weights(AttentionKernels attention) {
        LogitNormalRows rows = new LogitNormalRows(attention);
        List<ElementLaw> laws = new ArrayList<>();
        double[] shares = new double[rows.overlap.length + 1];
        for (int i = 0; i + 1 < shares.length; i++) {
            laws.add(rows.isAlone(i) ? ElementLaw.constant(1) : rows.law(rows.weight(i)));
            shares[i] = rows.share(i);
        }
        return withZeros(laws, shares);
    }

    /// Gradients of logits, `p_j (d_j − Σ_k p_k d_k)`: given the weights a Gaussian of variance `p²
    /// ((1 − p)² + Σ of the other squares)`, which is in proportion to `p² (1 − p)²`.
    ///
    /// @param second mean square per query, over all keys
    /// @param rows variance factors that all keys of a query share
    public static ElementLaw gradients(AttentionKernels attention, double[] second, RowLaw rows) {
        LogitNormalRows weights = new LogitNormalRows(attention);
        KeyMask mask = attention.mask();
        double largest = 0;
        for (double value : second) {
            largest = Math.max(largest, value);
        }
        List<ElementLaw> laws = new ArrayList<>();
        double[] shares = new double[second.length + 1];
        for (int i = 0; i < second.length; i++) {
            if (weights.isAlone(i) || second[i] <= NEGLIGIBLE * largest) {
                laws.add(ElementLaw.constant(0));
                continue;
            }
            LogitNormal weight = weights.weight(i);
            double rms = Math.sqrt(second[i] * mask.keys().total() / mask.visible(i));
            laws.add(
                    ElementLaw.ofGaussian(z -> weight.at(z) * (1 - weight.at(z)), 0, 1)
                            .times(ElementLaw.gaussian())
                            .times(rows.roots())
                            .withRms(rms));
            shares[i] = weights.share(i);
        }
        return withZeros(laws, shares);
    }

    private boolean isAlone(int i) {
        return mask.visible(i) < 1 + 1e-9;
    }

    private LogitNormal weight(int i) {
        return attention.weight(mask.visible(i), overlap[i]);
    }

    private ElementLaw law(LogitNormal weight) {
        return ElementLaw.ofGaussian(weight::at, 0, 1);
    }

    private double share(int i) {
        double rows = mask.queries().size(i) / mask.queries().total();
        return rows * mask.visible(i) / mask.keys().total();
    }

    private static ElementLaw withZeros(List<ElementLaw> laws, double[] shares) {
        double rest = 1;
        for (double share : shares) {
            rest -= share;
        }
        laws.add(ElementLaw.constant(0));
        shares[shares.length - 1] = Math.max(0, rest);
        return ElementLaw.mixture(laws, shares);
    }
}
