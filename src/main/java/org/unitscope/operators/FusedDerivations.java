package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.GridLaw.LogitGradient;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.TensorState;

/// Where the numbers of [FusedAttention] come from: those of [AttentionDerivations], with what a
/// chain of operators has as tensors in between (weights, logit gradients) written out.
///
///     E y²   = S E v² + (1 − S) E v² ⟨ρ_v⟩        S = E Σ_j p_ij², one over the keys that count
///     E g_v² = h (S E g² · queries/keys + pairs)
///     E g_q² = n E g_l² E k² + pairs,  E g_k² = h (n E g_l² E q² + pairs)
///     E g_l² = S / keys · e scale² E g² E v² · r  the Jacobian of softmax
///
/// @param rule of a use of the operator
public record FusedDerivations(Function<Invocation, FusedAttention> rule) implements Derivations {
    private static final int QUERY = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final String OVERLAP = "overlap E Σ p² of a row of weights";

    private static Optional<Weights> weights(Application of) {
        return of.output().grid() instanceof GridLaw.Attended attended
                ? Optional.of(attended.weights())
                : Optional.empty();
    }

    private static double logitVariance(Application of, FusedAttention attention) {
        return attention.logitVariance(of.input(QUERY), of.input(KEY));
    }

    @Override
    public Optional<Derivation> output(Application of, int output) {
        FusedAttention attention = rule.apply(of.use());
        String logits =
                String.format(
                        Locale.ROOT,
                        "s² = d · scale² · E q² · E k² = %.3g",
                        logitVariance(of, attention));
        TensorState v = of.input(VALUE);
        Optional<Weights> weights = weights(of);
        if (weights.isEmpty()) {
            return Optional.of(
                    new Derivation(
                            "independent values averaged by softmax weights, " + logits,
                            "E y² = S · E v²",
                            Term.of(
                                            "keys with themselves, pairs unknown",
                                            new Quantity("S", overlap(of, attention), OVERLAP),
                                            Quantity.square("v", v.secondMoment(), "the values"))
                                    .from(VALUE)));
        }
        Derivation mixed = AttentionDerivations.mixed(weights.get(), v, of.output());
        List<Quantity> factors = AttentionDerivations.overlapFactors(weights.get());
        return Optional.of(
                new Derivation(
                        "values averaged by softmax weights of logits with " + logits,
                        mixed.formula() + ", S = ⟨1/n⟩ · peak",
                        mixed.terms().stream()
                                .map(term -> term.replacing("S", factors).from(VALUE))
                                .toList()));
    }

    private static double overlap(Application of, FusedAttention attention) {
        return attention.overlap(of.input(QUERY), of.input(KEY), of.input(VALUE));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        FusedAttention attention = rule.apply(of.use());
        Optional<Weights> weights = weights(of).filter(law -> of.gradient().isTracked());
        if (weights.isEmpty()) {
            return Optional.of(independent(of, attention, input));
        }
        TensorState g = of.gradient();
        TensorState v = of.input(VALUE);
        TensorState pulled = of.pulled(input);
        if (input == QUERY) {
            return Optional.of(toRows(of, attention, weights.get(), true, pulled));
        }
        TensorState one = pulled.with(pulled.kernels().scaled(1 / attention.shared()));
        Derivation head =
                input == KEY
                        ? toRows(of, attention, weights.get(), false, one)
                        : AttentionDerivations.toValues(weights.get(), v, g, one);
        return Optional.of(overHeads(head, attention.shared()));
    }

    /// What every head of queries that shares one of keys and values adds, independent of others.
    private static Derivation overHeads(Derivation head, double shared) {
        if (shared == 1) {
            return head;
        }
        List<Term> terms =
                head.terms().stream()
                        .map(term -> {
                            List<Quantity> factors = new ArrayList<>(List.of(heads(shared)));
                            factors.addAll(term.factors());
                            return new Term(term.label(), factors, term.input());
                        })
                        .toList();
        int begin = head.formula().indexOf("= ") + 2;
        String sum = head.formula().substring(begin);
        return new Derivation(
                head.rule() + ", summed over the heads that share them",
                head.formula().substring(0, begin) + "h · (" + sum + ")",
                terms);
    }

    private static Quantity heads(double shared) {
        return new Quantity("h", shared, "heads of queries that share one");
    }

    /// As in the chain, with the gradient of the logits, no tensor here, written out.
    private static Derivation toRows(
            Application of,
            FusedAttention attention,
            Weights weights,
            boolean queries,
            TensorState pulled) {
        double keys = weights.attention().mask().keys().total();
        LogitGradient law = attention.logitGradient(weights, of.gradient(), of.input(VALUE));
        TensorState logits =
                AttentionRule.logitGradient(
                        weights, law.gradient(), keys, of.output().rows(), Optional.empty());
        List<Quantity> known = new ArrayList<>();
        known.add(AttentionDerivations.overlapOf(weights));
        known.add(new Quantity("1/keys", 1 / keys, "elements of a row, hidden ones too"));
        known.addAll(toWeights(of, attention));
        List<Quantity> factors =
                Term.completed(
                                "",
                                logits.secondMoment(),
                                "r",
                                "what moves the weights: what all keys share does not",
                                known.toArray(Quantity[]::new))
                        .factors();
        Derivation rows = AttentionDerivations.toRows(law, queries, logits, pulled);
        return new Derivation(
                rows.rule(),
                rows.formula() + ", E g_l² = S / keys · e scale² E g² E v² · r",
                rows.terms().stream().map(term -> term.replacing("E g_l²", factors)).toList());
    }

    /// The gradient of the weights, by that of the logits' scale.
    private static List<Quantity> toWeights(Application of, FusedAttention attention) {
        return List.of(
                new Quantity("e", attention.valueWidth(), "features of a value, of a head"),
                new Quantity(
                        "scale²", attention.scale() * attention.scale(), "scale of the logits"),
                Quantity.square("g", of.gradient().secondMoment(), "the gradient of the output"),
                Quantity.square("v", of.input(VALUE).secondMoment(), "the values"));
    }

    private static Derivation independent(Application of, FusedAttention attention, int input) {
        TensorState q = of.input(QUERY);
        TensorState k = of.input(KEY);
        TensorState v = of.input(VALUE);
        double perKey = q.rows().positions().total() / v.rows().positions().total();
        List<Quantity> factors = new ArrayList<>();
        if (input != QUERY) {
            factors.add(heads(attention.shared()));
            factors.add(new Quantity("queries/keys", perKey, "queries for every key"));
        }
        String many = input == QUERY ? "" : "h · queries/keys · ";
        if (input == VALUE) {
            factors.add(new Quantity("S", overlap(of, attention), OVERLAP));
            factors.add(
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output"));
            return new Derivation(
                    "independent gradients averaged by softmax weights",
                    "E g_v² = " + many + "S · E g²",
                    new Term("queries alone, pairs unknown", factors));
        }
        factors.add(
                new Quantity(
                        "J",
                        attention.jacobian(q, k, v),
                        "E Σ p² (1 − 2 p + Σ p²) of a row: the Jacobian of softmax"));
        factors.addAll(toWeights(of, attention));
        factors.add(
                input == QUERY
                        ? Quantity.square("k", k.secondMoment(), "the keys")
                        : Quantity.square("q", q.secondMoment(), "the queries"));
        return new Derivation(
                "products of logit gradients and rows taken as independent",
                (input == QUERY ? "E g_q² = " : "E g_k² = ")
                        + many
                        + "J · e · scale² · E g² · E v² · "
                        + (input == QUERY ? "E k²" : "E q²"),
                new Term("rows alone, pairs unknown", factors));
    }

    @Override
    public Map<Assumption, Double> assumptions(Application of) {
        FusedAttention attention = rule.apply(of.use());
        double variance =
                weights(of)
                        .map(AttentionDerivations::logitVariance)
                        .orElseGet(() -> logitVariance(of, attention));
        return of.isBackward()
                ? Map.of(Assumption.SMALL_LOGITS, variance)
                : Map.of(
                        Assumption.SMALL_LOGITS,
                        variance,
                        Assumption.WIDE_ROWS,
                        attention.headWidth(),
                        Assumption.MANY_TERMS,
                        ProductTerms.effective(of.input(QUERY), attention.headWidth()));
    }
}
