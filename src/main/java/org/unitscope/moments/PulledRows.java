package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.statistics.ElementLaw;

/// Laws of the gradients of queries and keys: sums over few rows, each with a Gaussian weight that
/// all features of a head share. Given the weights an element is Gaussian; its variance scatters as
/// a weighted mean of squares of Gaussians, times that of a head's gradient:
///
///     squared variation  (1 + 2 τ)(1 + 2/d_h) − 1
///
/// with τ of [PulledSpectrum], for queries times `(n − 1) S/(1 − S)`, S the overlap: peaked weights
/// leave fewer of n keys, and how few differs from query to query: times one more than the squared
/// variation of `Σ e^{2l}/(Σ e^l)²` for n Gaussian logits of variance s²,
///
///     (e^{4s²} − 4 e^{2s²} + 4 e^{s²} − 1)/n        to first order in 1/n, at most 1.
public final class PulledRows {
    private static final double STEPS = 50;

    /// Gamma laws by their step: all layers need the same few.
    private static final Map<Long, RememberedLaw> GAMMAS =
            Collections.synchronizedMap(new HashMap<>());

    private PulledRows() {}

    /// The shape of the gradient of queries.
    ///
    /// @param gradient of the output
    /// @param values of the attention
    /// @param pulled kernels of the result
    public static ElementShape queries(
            AttentionKernels attention,
            TensorState gradient,
            Kernels values,
            Kernels pulled,
            double headWidth) {
        RowLaw rows = gradient.shape().rows();
        return ElementShape.whole(
                        () -> mixture(pulled, ofQueries(attention, values), headWidth, rows))
                .withRows(rows);
    }

    /// τ per block of queries.
    private static double[] ofQueries(AttentionKernels attention, Kernels values) {
        double[] overlap = attention.overlap();
        double[] tau =
                new PulledSpectrum(attention.mask()).ofQueries(attention.keys().kernels(), values);
        for (int i = 0; i < tau.length; i++) {
            double others = attention.mask().visible(i) - 1;
            double peaked = others * overlap[i] / Math.max(1 - overlap[i], 1e-9);
            double few = 1 + 2 * Math.min(1, tau[i] * Math.max(1, peaked));
            tau[i] = Math.min(1, (few * (1 + unlike(attention, i)) - 1) / 2);
        }
        return tau;
    }

    /// The squared variation of the overlap between queries.
    private static double unlike(AttentionKernels attention, int query) {
        double n = attention.mask().visible(query);
        double e = StrictMath.exp(Math.min(4, attention.logitSpread(query)));
        return Math.clamp((e * e * e * e - 4 * e * e + 4 * e - 1) / n, 0, 1);
    }

    /// The shape of the gradient of keys.
    ///
    /// @param gradient of the output
    /// @param values of the attention
    /// @param pulled kernels of the result
    public static ElementShape keys(
            AttentionKernels attention,
            TensorState gradient,
            Kernels values,
            Kernels pulled,
            double headWidth) {
        return ElementShape.whole(() -> {
            double[] tau =
                    new PulledSpectrum(attention.mask())
                            .ofKeys(attention.queries().kernels(), gradient.kernels(), values);
            return mixture(pulled, tau, headWidth, RowLaw.ONE);
        });
    }

    /// A squared variation in steps of 2 %, which no octave shows: a Gamma law costs milliseconds.
    private static long step(double squaredVariation) {
        return Math.round(STEPS * StrictMath.log(squaredVariation));
    }

    private static ElementLaw rootGamma(long step) {
        return GAMMAS.computeIfAbsent(
                        step,
                        key ->
                                new RememberedLaw(
                                        () -> ElementLaw.rootGamma(StrictMath.exp(key / STEPS))))
                .get();
    }

    private static ElementLaw mixture(Kernels pulled, double[] tau, double headWidth, RowLaw rows) {
        Positions t = pulled.positions();
        List<ElementLaw> laws = new ArrayList<>();
        double[] weights = new double[t.blocks()];
        for (int i = 0; i < weights.length; i++) {
            double second = Math.max(0, pulled.diagonal(i));
            weights[i] = t.size(i) / t.total();
            laws.add(
                    second == 0
                            ? ElementLaw.constant(0)
                            : rootGamma(step((1 + 2 * tau[i]) * (1 + 2 / headWidth) - 1))
                                    .scaled(Math.sqrt(second)));
        }
        return ElementLaw.mixture(laws, weights).times(ElementLaw.gaussian()).times(rows.roots());
    }
}
