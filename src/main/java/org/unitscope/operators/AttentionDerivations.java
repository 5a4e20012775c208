package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.unitscope.moments.AttentionKernels;
import org.unitscope.moments.GridLaw.LogitGradient;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.TensorState;

/// Where the numbers of [AttentionRule] come from. S stands for the overlap `E Σ_j p_ij²` of a row
/// of softmax weights, averaged over queries: one over the number of keys it spreads over.
public final class AttentionDerivations {
    private static final String OVERLAP = "overlap E Σ p² of a row of weights";

    private AttentionDerivations() {}

    private static double mean(Weights weights, IntToDoubleFunction perQuery) {
        double[] values = new double[weights.attention().mask().queries().blocks()];
        Arrays.setAll(values, perQuery);
        return weights.attention().mask().queries().mean(values);
    }

    private static double overlap(Weights weights) {
        double[] overlap = weights.attention().overlap();
        return mean(weights, i -> overlap[i]);
    }

    /// S, times the square of the factor that the weights are multiplied by.
    static Quantity overlapOf(Weights weights) {
        return new Quantity(
                scaled(weights, "S"),
                weights.factor() * weights.factor() * overlap(weights),
                OVERLAP + times(weights));
    }

    /// A symbol with the squared factor of the weights, where they have one: then rows sum to f.
    private static String scaled(Weights weights, String symbol) {
        return weights.factor() == 1 ? symbol : "f² " + symbol;
    }

    private static String times(Weights weights) {
        return weights.factor() == 1 ? "" : ", times the square of the factor f of the weights";
    }

    /// S as a product: equal weights, and by how much the weights are more than equal.
    static List<Quantity> overlapFactors(Weights weights) {
        double even = mean(weights, i -> 1 / weights.attention().mask().visible(i));
        return List.of(
                new Quantity("⟨1/n⟩", even, "one over the keys that a query sees"),
                new Quantity(
                        "peak",
                        overlap(weights) / even,
                        "overlap E Σ p² over that of equal weights"));
    }

    /// Softmax weights: `E p² = ⟨1/n⟩ · peak / keys`.
    ///
    /// @param keys extent of the softmax
    public static Derivation weights(Weights weights, double keys) {
        List<Quantity> factors = new ArrayList<>(overlapFactors(weights));
        factors.add(new Quantity("1/keys", 1 / keys, "elements of a row, hidden ones too"));
        return new Derivation(
                "softmax of Gaussian logits",
                "E p² = S / keys, S = ⟨1/n⟩ · peak",
                new Term("all", factors));
    }

    /// Weights times values: keys with themselves, and pairs of unlike keys.
    public static Derivation mixed(Weights weights, TensorState values, TensorState output) {
        double[] own = weights.attention().overlap(values.kernels());
        double squaredFactor = weights.factor() * weights.factor();
        double alone = squaredFactor * mean(weights, i -> own[i]);
        double overlap = overlap(weights);
        Quantity square = Quantity.square("v", values.secondMoment(), "the values");
        return new Derivation(
                "rows averaged by softmax weights",
                "E y² = %s E v² + %s E v² ⟨ρ_v⟩"
                        .formatted(scaled(weights, "S"), scaled(weights, "(1 − S)")),
                List.of(
                        Term.completed(
                                "keys with themselves",
                                alone,
                                "c",
                                "how weights and values go together over positions",
                                overlapOf(weights),
                                square),
                        Term.completed(
                                "pairs of unlike keys",
                                output.secondMoment() - alone,
                                "⟨ρ_v⟩",
                                "correlation of the values of two keys, as the weights count it",
                                new Quantity(
                                        weights.factor() == 1 ? "1 − S" : "f² (1 − S)",
                                        squaredFactor * (1 - overlap),
                                        "what is left of the weights" + times(weights)),
                                square)));
    }

    /// The gradient of the values: queries alone, and pairs of unlike queries.
    public static Derivation toValues(
            Weights weights, TensorState values, TensorState g, TensorState pulled) {
        AttentionKernels attention = weights.attention();
        double perKey = attention.mask().queries().total() / attention.mask().keys().total();
        double[] overlap = attention.overlap();
        double squaredFactor = weights.factor() * weights.factor();
        double alone =
                squaredFactor * perKey * mean(weights, i -> overlap[i] * g.kernels().diagonal(i));
        Quantity many = new Quantity("queries/keys", perKey, "queries for every key");
        Quantity share = overlapOf(weights);
        Quantity square = Quantity.square("g", g.secondMoment(), "the gradient of the output");
        return new Derivation(
                "gradients averaged by softmax weights",
                "E g_v² = %s E g² · queries/keys + pairs".formatted(scaled(weights, "S")),
                List.of(
                        Term.completed(
                                "queries alone",
                                alone,
                                "c",
                                "how weights and gradients go together over positions",
                                many,
                                share,
                                square),
                        Term.completed(
                                "pairs of unlike queries",
                                pulled.secondMoment() - alone,
                                "r",
                                "what gradients of two queries share, over what they are alone",
                                many,
                                share,
                                square)));
    }

    /// The gradient of logits from that of the weights.
    ///
    /// @param keys extent of the softmax
    public static Derivation toLogits(
            Weights weights, double keys, TensorState g, TensorState pulled) {
        return new Derivation(
                "the Jacobian of softmax",
                "E g_l² = S / keys · E g_p² · r",
                Term.completed(
                        "all",
                        pulled.secondMoment(),
                        "r",
                        "what moves the weights: what all keys share does not",
                        new Quantity("S", overlap(weights), OVERLAP),
                        new Quantity("1/keys", 1 / keys, "elements of a row, hidden ones too"),
                        Quantity.square("g_p", g.secondMoment(), "the gradient of the weights")));
    }

    /// The gradient of queries, or of keys, from that of their products.
    ///
    /// @param queries whether that of the queries
    public static Derivation toRows(
            LogitGradient law, boolean queries, TensorState g, TensorState pulled) {
        AttentionKernels attention = law.weights().attention();
        double many =
                queries ? attention.mask().keys().total() : attention.mask().queries().total();
        String one = queries ? "k" : "q";
        String others = queries ? "keys" : "queries";
        TensorState factor = queries ? attention.keys() : attention.queries();
        Quantity[] factors = {
            Quantity.count(many, "number of " + others),
            Quantity.square("g_l", g.secondMoment(), "the gradient of the logits"),
            Quantity.square(one, factor.secondMoment(), "the " + others)
        };
        Term alone = Term.of(others + " alone", factors);
        return new Derivation(
                "products of logit gradients and " + others,
                "E g² = n E g_l² E %s² + pairs".formatted(one),
                List.of(
                        alone,
                        Term.completed(
                                "pairs of " + others,
                                pulled.secondMoment() - alone.value(),
                                "r",
                                "what pairs add, and places that differ: the logit gradients of a"
                                        + " query sum to zero",
                                factors)));
    }

    /// The largest variance of a query's logits that is not common to its keys.
    public static double logitVariance(Weights weights) {
        double largest = 0;
        for (int i = 0; i < weights.attention().mask().queries().blocks(); i++) {
            largest = Math.max(largest, weights.attention().logitSpread(i));
        }
        return largest;
    }
}
