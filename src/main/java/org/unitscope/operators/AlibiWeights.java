package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.AttentionKernels;
import org.unitscope.statistics.ElementLaw;

/// The law of an attention weight under biases by distance: `w_d / Σ w` of a distance at random,
/// times the log-normal `exp(s z − s²/2)` of its own logit, or zero for a key that is not seen.
/// What the sum of a row varies is left out.
///
/// @param mask with biases
/// @param count number of keys, and of queries
public record AlibiWeights(AttentionMask mask, int count) {
    private static final int QUERIES = 24;
    private static final int DISTANCES = 256;

    /// Of an element.
    public ElementLaw law(AttentionKernels attention) {
        double spread = attention.mask().queries().mean(spreads(attention));
        double s = Math.sqrt(spread);
        ElementLaw random = ElementLaw.ofGaussian(z -> StrictMath.exp(s * z - spread / 2), 0, 1);
        return weights().times(random);
    }

    private static double[] spreads(AttentionKernels attention) {
        double[] spreads = new double[attention.mask().queries().blocks()];
        Arrays.setAll(spreads, attention::logitSpread);
        return spreads;
    }

    /// Of equal logits: some queries of all heads, some keys of each.
    private ElementLaw weights() {
        int heads = mask.alibi().slopes().length;
        int queries = Math.min(QUERIES, count);
        double[] values = new double[heads * queries * DISTANCES];
        double[] shares = new double[values.length];
        double seen = 0;
        for (int row = 0; row < heads * queries; row++) {
            int sample = row / heads;
            int query = (int) ((sample + 0.5) * count / queries);
            fill(row * DISTANCES, query, mask.alibi().slope(row % heads), values, shares);
            seen += (double) mask.keys(query, count).size() / count / (heads * queries);
        }
        ElementLaw law = ElementLaw.atoms(values, shares);
        return seen >= 1
                ? law
                : ElementLaw.mixture(
                        List.of(law, ElementLaw.constant(0)), new double[] {seen, 1 - seen});
    }

    private void fill(int at, int query, double slope, double[] values, double[] shares) {
        AttentionMask.Keys keys = mask.keys(query, count);
        double sum = 0;
        for (int i = 0; i < keys.size(); i++) {
            sum += StrictMath.exp(-slope * Math.abs(query - keys.key(i)));
        }
        for (int i = 0; i < DISTANCES; i++) {
            int key = keys.key((int) ((i + 0.5) * keys.size() / DISTANCES));
            values[at + i] = StrictMath.exp(-slope * Math.abs(query - key)) / sum;
            shares[at + i] = keys.size();
        }
    }
}
