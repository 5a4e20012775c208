package org.unitscope.operators;

import java.util.Arrays;
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
        return Optional.of(
                new Derivation(
                        "the derivative of a function of a Gaussian",
                        "E g_x² = E φ'(x)² · E g²",
                        slope(of.input(0), of.gradient())));
    }

    /// `E φ'(x)² E g²`.
    private Term slope(TensorState x, TensorState g) {
        double[] slopes = squares(derivative, x);
        double[] products = slopes.clone();
        Arrays.setAll(products, i -> slopes[i] * g.kernels().diagonal(i));
        return Term.completed(
                "all",
                x.rows().positions().mean(products),
                "c",
                "how slope and gradient go together over positions",
                new Quantity(
                        "E φ'²",
                        x.rows().positions().mean(slopes),
                        "mean square of the derivative, for Gaussian x"),
                Quantity.square("g", g.secondMoment(), "the gradient of the output"));
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
