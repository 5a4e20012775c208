package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.GridLaw.LogitGradient;
import org.unitscope.moments.GridLaw.Product;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.SoftmaxMoments;
import org.unitscope.moments.TensorState;

/// All steps in one: rows of queries, keys and values of heads that are alike.
///
/// @param scale of the logits
/// @param shared how many heads of queries use one of keys and values
public record FusedAttention(
        AttentionMask mask, double scale, double headWidth, double valueWidth, double shared) {
    /// The output; by independence alone where pairs are unknown.
    ///
    /// @param width of an output row, all heads together
    public TensorState output(
            TensorState q, TensorState k, TensorState v, double width, RowGrid grid) {
        Optional<TensorState> logits = AttentionRule.products(q, k, headWidth, grid);
        double keys = k.rows().positions().total();
        if (logits.isEmpty() || !v.isTracked()) {
            return independent(q, k, v, grid);
        }
        TensorState scaled = logits.get().scaled(scale);
        TensorState weights = AttentionRule.weights((Product) scaled.grid(), mask, keys, grid);
        Weights law = (Weights) weights.grid();
        return AttentionRule.mixed(law, v, width).with(new GridLaw.Attended(law));
    }

    private TensorState independent(TensorState q, TensorState k, TensorState v, RowGrid grid) {
        double second = overlap(q, k, v);
        return TensorState.of(v.mean(), second * v.secondMoment()).repeated(grid);
    }

    /// The variance of the logits, of independent rows.
    double logitVariance(TensorState q, TensorState k) {
        return scale * scale * headWidth * q.secondMoment() * k.secondMoment();
    }

    /// `E Σ p²` of a row's weights, for independent logits.
    double overlap(TensorState q, TensorState k, TensorState v) {
        return squares(q, k, v, (m, n) -> m.powerSum(2, n));
    }

    /// By how much the Jacobian of a row multiplies second moments, for independent logits.
    double jacobian(TensorState q, TensorState k, TensorState v) {
        return squares(q, k, v, SoftmaxMoments::gradientGain);
    }

    /// What the gradient of the logits is, before their scale, where pairs are known.
    LogitGradient logitGradient(Weights law, TensorState g, TensorState v) {
        return new LogitGradient(law, new Product(g, v, valueWidth * scale * scale, valueWidth));
    }

    /// A sum over a row's weights, averaged over queries, for independent logits.
    private double squares(TensorState q, TensorState k, TensorState v, RowSum sum) {
        int queries = (int) q.rows().positions().total();
        int keys = (int) v.rows().positions().total();
        SoftmaxMoments moments = new SoftmaxMoments(Math.sqrt(logitVariance(q, k)), keys);
        double total = 0;
        double before = -1;
        double value = 0;
        for (int i = 0; i < queries; i++) {
            double seen = mask.counted(i, keys);
            value = seen == before ? value : CountedKeys.at(seen, n -> sum.of(moments, n));
            before = seen;
            total += value;
        }
        return total / queries;
    }

    /// Gradients of queries, keys and values.
    ///
    /// @param width of an output row, all heads together
    public List<Optional<TensorState>> gradients(
            TensorState q,
            TensorState k,
            TensorState v,
            TensorState output,
            TensorState g,
            double width) {
        if (output.grid() instanceof GridLaw.Attended attended && g.isTracked()) {
            Weights law = attended.weights();
            List<Optional<TensorState>> rows =
                    AttentionRule.productGradients(logitGradient(law, g, v));
            TensorState toValues =
                    AttentionRule.mixedGradients(law, v, g, valueWidth, width, g.rows())
                            .get(1)
                            .orElseThrow();
            return List.of(
                    rows.get(0), rows.get(1).map(this::summed), Optional.of(summed(toValues)));
        }
        double queries = q.rows().positions().total();
        double keys = v.rows().positions().total();
        double perKey = queries / keys * overlap(q, k, v);
        double logit =
                jacobian(q, k, v)
                        * valueWidth
                        * scale
                        * scale
                        * g.secondMoment()
                        * v.secondMoment();
        TensorState toKeys = TensorState.of(0, logit * queries / keys * q.secondMoment());
        return List.of(
                Optional.of(TensorState.of(0, logit * k.secondMoment()).repeated(q.rows())),
                Optional.of(summed(toKeys.repeated(k.rows()))),
                Optional.of(
                        summed(TensorState.of(0, perKey * g.secondMoment()).repeated(v.rows()))));
    }

    /// Gradients of the heads that share keys add up, independent of each other.
    private TensorState summed(TensorState one) {
        return one.with(one.kernels().scaled(shared));
    }

    /// A sum over a softmax row with a number of keys.
    private interface RowSum {
        double of(SoftmaxMoments moments, int keys);
    }
}
