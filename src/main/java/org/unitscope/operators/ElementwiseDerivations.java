package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.moments.GaussianExpectation;
import org.unitscope.moments.TensorState;

/// Where the numbers of `y = φ(x)` come from: `E y² = (E φ(x)² / E x²) E x²`, `E g_x² = E φ'(x)² E
/// g²`, means over positions.
///
/// @param value φ
/// @param derivative φ'
record ElementwiseDerivations(
        GaussianExpectation expectation, DoubleUnaryOperator value, DoubleUnaryOperator derivative)
        implements Derivations {
    @Override
    public Optional<Derivation> output(Application of, int output) {
        TensorState x = of.input(0);
        double second = x.rows().positions().mean(squares(value, x));
        Quantity square = Quantity.square("x", x.secondMoment(), "the input");
        Term term =
                x.secondMoment() > 0
                        ? Term.of(
                                "all",
                                new Quantity(
                                        "gain",
                                        second / x.secondMoment(),
                                        "E φ(x)² over E x², for Gaussian x"),
                                square)
                        : Term.of("all", new Quantity("E φ²", second, "E φ(x)² at x = 0"));
        return Optional.of(
                new Derivation("a function of a Gaussian", "E y² = (E φ(x)² / E x²) · E x²", term));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        TensorState x = of.input(0);
        TensorState g = of.gradient();
        OwnShare own = OwnShare.of(g, of.output());
        String rule = "the derivative of a function of a Gaussian";
        if (own.share() == 0) {
            Quantity square = Quantity.square("g", g.secondMoment(), "the gradient of the output");
            return Optional.of(
                    new Derivation(rule, "E g_x² = E φ'(x)² · E g²", slope("all", x, own, square)));
        }
        double rest = x.rows().positions().mean(own.rest().diagonal());
        double along =
                x.rows()
                        .positions()
                        .mean(
                                squares(
                                        v -> value.applyAsDouble(v) * derivative.applyAsDouble(v),
                                        x));
        return Optional.of(
                new Derivation(
                        rule,
                        "E g_x² = E φ'² · E r² + a² · E (φ φ')², of g = a y + r",
                        List.of(
                                slope(
                                        "the rest",
                                        x,
                                        own,
                                        Quantity.square("r", rest, "g without what lies along y")),
                                Term.of(
                                        "what lies along y",
                                        new Quantity(
                                                "a²",
                                                own.share() * own.share(),
                                                "share of y in g, squared"),
                                        new Quantity(
                                                "E (φ φ')²",
                                                along,
                                                "mean square of value times derivative")))));
    }

    /// `E φ'(x)² E r²`.
    private Term slope(String label, TensorState x, OwnShare own, Quantity square) {
        double[] slopes = squares(derivative, x);
        double[] products = slopes.clone();
        Arrays.setAll(products, i -> slopes[i] * own.rest().diagonal(i));
        return Term.completed(
                label,
                x.rows().positions().mean(products),
                "c",
                "how slope and gradient go together over positions",
                new Quantity(
                        "E φ'²",
                        x.rows().positions().mean(slopes),
                        "mean square of the derivative, for Gaussian x"),
                square);
    }

    /// `E f(x)²` per block of positions.
    private double[] squares(DoubleUnaryOperator f, TensorState x) {
        double[] squares = new double[x.means().length];
        Arrays.setAll(
                squares,
                i ->
                        expectation.of(
                                v -> f.applyAsDouble(v) * f.applyAsDouble(v),
                                x.mean(i),
                                x.deviation(i)));
        return squares;
    }
}
