package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.moments.TensorState;

/// Where the numbers of repeated heads come from: values stay, and the gradients of r repeats add
/// up as independent ones, but for their means.
///
///     E y² = E x²,      E g_x² = r E g² + r (r − 1) ⟨(E g)²⟩
public final class RepeatDerivations implements Derivations {
    @Override
    public Optional<Derivation> output(Application of, int output) {
        return Optional.of(
                new Derivation(
                        "the same elements, each r times",
                        "E y² = E x²",
                        Term.of(
                                "all",
                                Quantity.square("x", of.input(0).secondMoment(), "the input"))));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        TensorState g = of.gradient();
        double repeats = of.use().attributes().integer("repeats");
        List<Term> terms = new ArrayList<>();
        terms.add(
                Term.of(
                        "repeats alone",
                        new Quantity("r", repeats, "query heads that share one"),
                        Quantity.square("g", g.secondMoment(), "the gradient of the output")));
        if (!g.isCentered() && repeats > 1) {
            double[] squares = Arrays.stream(g.means()).map(mean -> mean * mean).toArray();
            terms.add(
                    Term.of(
                            "pairs of repeats",
                            new Quantity("r(r−1)", repeats * (repeats - 1), "pairs of repeats"),
                            new Quantity(
                                    "⟨(E g)²⟩",
                                    g.rows().positions().mean(squares),
                                    "squared mean of the gradient, over positions")));
        }
        return Optional.of(
                new Derivation(
                        "a sum over repeats, which heads of queries of their own make independent",
                        "E g_x² = r · E g²" + (terms.size() > 1 ? " + r(r−1) · ⟨(E g)²⟩" : ""),
                        terms));
    }
}
