package org.unitscope.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.TensorState;

/// Where the numbers of products of two tensors come from: sums of as many products as the
/// contracted extent, or, for weights that are a softmax, [AttentionDerivations].
public final class MatrixDerivations implements Derivations {
    private static boolean turns(Application of, String side) {
        return of.use().attributes().flag("transpose_" + side);
    }

    private static double inner(Application of) {
        return of.use().input(0).extent(turns(of, "left") ? -2 : -1);
    }

    /// The weights, where the left side is a softmax that mixes rows.
    private static Optional<GridLaw.Weights> weights(Application of) {
        boolean plain = !turns(of, "left") && !turns(of, "right");
        return of.input(0).grid() instanceof GridLaw.Weights weights
                        && of.input(1).isTracked()
                        && plain
                ? Optional.of(weights)
                : Optional.empty();
    }

    @Override
    public Optional<Derivation> output(Application of, int output) {
        Optional<GridLaw.Weights> weights = weights(of);
        if (weights.isPresent()) {
            Derivation mixed = AttentionDerivations.mixed(weights.get(), of.input(1), of.output());
            List<Term> terms = mixed.terms().stream().map(term -> term.from(1)).toList();
            return Optional.of(new Derivation(mixed.rule(), mixed.formula(), terms));
        }
        return Optional.of(
                new Derivation(
                        "a sum of products",
                        "E y² = n · E a² · E b²",
                        ProductTerms.of(
                                of.input(0),
                                of.input(1),
                                inner(of),
                                List.of("a", "b"),
                                List.of("the left side", "the right side"))));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        TensorState g = of.gradient();
        if (g.grid() instanceof GridLaw.LogitGradient law) {
            return Optional.of(AttentionDerivations.toRows(law, input == 0, g, of.pulled(input)));
        }
        Optional<GridLaw.Weights> weights = weights(of);
        if (input == 1 && weights.isPresent() && g.isTracked()) {
            return Optional.of(
                    AttentionDerivations.toValues(weights.get(), of.input(1), g, of.pulled(1)));
        }
        boolean left = input == 0;
        return Optional.of(
                new Derivation(
                        "a sum of products",
                        "E g² = n · E g_y² · E " + (left ? "b" : "a") + "²",
                        ProductTerms.of(
                                g,
                                of.input(left ? 1 : 0),
                                of.use().output().extent(left ? -1 : -2),
                                List.of("g", left ? "b" : "a"),
                                List.of(
                                        "the gradient of the output",
                                        left ? "the right side" : "the left side"))));
    }

    /// Only products of rows of features have a width; rows of weights have keys.
    @Override
    public Map<Assumption, Double> assumptions(Application of) {
        if (of.isBackward() || weights(of).isPresent()) {
            return Map.of();
        }
        return Map.of(
                Assumption.WIDE_ROWS,
                inner(of),
                Assumption.MANY_TERMS,
                ProductTerms.effective(of.input(0), inner(of)));
    }
}
