package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.moments.TensorState;

/// Where the numbers of [PositionMeans] come from: of w positions, what each has for itself
/// averages out by 1/w, what pairs have in common stays.
///
///     E y² = E x² / w + (1 − 1/w) E x² ⟨ρ⟩,      E g_x² = E g² / w²
public final class PoolDerivations implements Derivations {
    private static double window(Application of) {
        int window = of.use().attributes().integer("window");
        return window == 0 ? of.use().input(0).extent(1) : window;
    }

    @Override
    public Optional<Derivation> output(Application of, int output) {
        TensorState x = of.input(0);
        double many = window(of);
        Quantity square = Quantity.square("x", x.secondMoment(), "the input");
        Term alone =
                Term.of(
                        "positions alone",
                        new Quantity("1/w", 1 / many, "one over the positions of a mean"),
                        square);
        List<Term> terms = new ArrayList<>(List.of(alone));
        double pairs = of.output().secondMoment() - alone.value();
        if (many > 1 && pairs != 0) {
            terms.add(
                    Term.completed(
                            x.isTracked() ? "pairs of positions" : "means, pairs unknown",
                            pairs,
                            "⟨ρ⟩",
                            x.isTracked()
                                    ? "correlation of two positions, over the pairs of a mean"
                                    : "squared mean over mean square: all that pairs are taken to"
                                            + " share",
                            new Quantity("1 − 1/w", 1 - 1 / many, "share of pairs of unlike ones"),
                            square));
        }
        return Optional.of(
                new Derivation(
                        "a mean over positions",
                        "E y² = E x² / w + (1 − 1/w) · E x² · ⟨ρ⟩",
                        terms));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        Quantity share = new Quantity("1/w", 1 / window(of), "share that every position gets");
        return Optional.of(
                new Derivation(
                        "every position gets the same share",
                        "E g_x² = E g² / w²",
                        Term.of(
                                "all",
                                share,
                                share,
                                Quantity.square(
                                        "g",
                                        of.gradient().secondMoment(),
                                        "the gradient of the output"))));
    }
}
