package org.unitscope.operators;

import java.util.Optional;

/// Where the second moments of moved elements come from: from those of the elements they were, of
/// which they may be a part, or among which there may be zeros.
public record MovedDerivations(String rule) implements Derivations {
    @Override
    public Optional<Derivation> output(Application of, int output) {
        Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
        return Optional.of(
                new Derivation(
                        rule,
                        "E y² = r · E x²",
                        part(of.outputs().get(output).secondMoment(), square)));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        Quantity square =
                Quantity.square("g", of.gradient().secondMoment(), "the gradient of the output");
        return Optional.of(
                new Derivation(
                        rule, "E g_x² = r · E g²", part(of.pulled(input).secondMoment(), square)));
    }

    private static Term part(double value, Quantity square) {
        return Term.completed(
                "all", value, "r", "mean square of what is moved here over that of all", square);
    }
}
