package org.unitscope.moments;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.statistics.ElementLaw;

/// Laws of attention weights and of their logits' gradients: per query a log-normal of the variance
/// of its logits, over as many keys as it sees, and an exact zero for those it does not.
public final class LogNormalRows {
    private static final double NEGLIGIBLE = 1e-14;

    private LogNormalRows() {}

    /// Weights: `exp(s z − s²/2) / n`.
    public static ElementLaw weights(AttentionKernels attention) {
        KeyMask mask = attention.mask();
        List<ElementLaw> laws = new ArrayList<>();
        double[] shares = new double[mask.queries().blocks() + 1];
        for (int i = 0; i + 1 < shares.length; i++) {
            double n = mask.visible(i);
            laws.add(logNormal(attention.logitSpread(i)).scaled(1 / n));
            shares[i] = share(mask, i);
        }
        return withZeros(laws, shares);
    }

    /// Gradients of logits: a log-normal times a Gaussian.
    ///
    /// @param second mean square per query, over all keys
    /// @param rows variance factors that all keys of a query share
    public static ElementLaw gradients(AttentionKernels attention, double[] second, RowLaw rows) {
        KeyMask mask = attention.mask();
        double largest = 0;
        for (double value : second) {
            largest = Math.max(largest, value);
        }
        List<ElementLaw> laws = new ArrayList<>();
        double[] shares = new double[second.length + 1];
        for (int i = 0; i < second.length; i++) {
            double rms = Math.sqrt(second[i] * mask.keys().total() / mask.visible(i));
            laws.add(
                    logNormal(attention.logitSpread(i))
                            .times(ElementLaw.gaussian())
                            .times(rows.roots())
                            .withRms(rms));
            shares[i] = second[i] <= NEGLIGIBLE * largest ? 0 : share(mask, i);
        }
        return withZeros(laws, shares);
    }

    private static double share(KeyMask mask, int i) {
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

    private static ElementLaw logNormal(double variance) {
        double s = Math.sqrt(variance);
        return s < 1e-9
                ? ElementLaw.constant(1)
                : ElementLaw.ofGaussian(z -> StrictMath.exp(s * z - variance / 2), 0, 1);
    }
}
