package org.unitscope.operators;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.Shape;

/// Means, second moments and kernels of `f(x)` by the law of an element of x, not by a Gaussian:
/// for functions of what is positive.
///
/// A pair of rows goes together as far as f is linear: `cov(f(x), f(x')) = c c' cov(x, x')`, `c =
/// cov(x, f(x)) / var x`.
///
/// @param f the function, finite but where there is next to no probability
/// @param x what it is of
/// @param elements how many elements a tensor has: what fewer than one in that many does counts as
///   not there
public record FunctionOfLaw(DoubleUnaryOperator f, TensorState x, long elements) {
    /// Expected elements of a tensor without a finite result, below which it counts as having none.
    private static final double NEGLIGIBLE = 1e-3;

    /// A mean square must be that of a sample up to this.
    private static final double SHOWN = 0.98;

    private static final double STEP = 1.01;

    /// What is known at one scale of x.
    private record Side(double mean, double second, double slope) {}

    /// The law at one scale of x.
    private ElementLaw law(double second) {
        return x.shape().whole() ? x.law() : x.shape().family().scaled(Math.sqrt(second));
    }

    /// The law of f, the improbable left out.
    private ElementLaw image(ElementLaw of) {
        double lost = of.mapped(v -> Double.isFinite(f.applyAsDouble(v)) ? 0 : 1).mean();
        lost += Double.isFinite(f.applyAsDouble(0)) ? 0 : of.zero();
        if (lost * elements > NEGLIGIBLE) {
            throw new NoMomentsException(
                    "a share of %.2g of its input has no finite result".formatted(lost));
        }
        ElementLaw image =
                of.mapped(v -> {
                    double value = f.applyAsDouble(v);
                    return Double.isFinite(value) ? value : 0;
                });
        double top = image.amax(elements);
        double shown = image.mapped(v -> Math.clamp(v, -top, top)).secondMoment();
        if (shown < SHOWN * image.secondMoment()) {
            throw new NoMomentsException(
                    "its mean square is that of its rarest elements, which a sample does not show");
        }
        return image;
    }

    private Side side(double second) {
        ElementLaw of = law(second);
        ElementLaw image = image(of);
        double variance = of.secondMoment() - of.mean() * of.mean();
        double together =
                of.mapped(
                                v -> {
                                    double value = f.applyAsDouble(v);
                                    return Double.isFinite(value) ? v * value : 0;
                                })
                        .mean();
        double slope = variance > 0 ? (together - of.mean() * image.mean()) / variance : 0;
        return new Side(image.mean(), image.secondMoment(), slope);
    }

    private Side[] sides() {
        Side[] sides = new Side[x.means().length];
        Map<Double, Side> known = new HashMap<>();
        Arrays.setAll(
                sides, i -> known.computeIfAbsent(x.kernels().diagonal(i), second -> side(second)));
        return sides;
    }

    /// Means per block.
    double[] means() {
        return Arrays.stream(sides()).mapToDouble(Side::mean).toArray();
    }

    /// Slopes c per block.
    double[] slopes() {
        return Arrays.stream(sides()).mapToDouble(Side::slope).toArray();
    }

    /// Second moments per block.
    double[] seconds() {
        return Arrays.stream(sides()).mapToDouble(Side::second).toArray();
    }

    /// Kernels of f(x).
    Kernels kernels() {
        Side[] sides = sides();
        double[] second = Arrays.stream(sides).mapToDouble(Side::second).toArray();
        return x.kernels()
                .mapPairs(
                        second,
                        (i, j, k) ->
                                sides[i].mean * sides[j].mean
                                        + sides[i].slope
                                                * sides[j].slope
                                                * (k - x.mean(i) * x.mean(j)));
    }

    /// The shape of f(x).
    ElementShape shape() {
        return ElementShape.whole(() -> image(x.law()));
    }

    /// `(E f⁴ / (E f²)² − 1)`: the relative variance of one square.
    double squareVariation() {
        return image(x.law()).kurtosis() - 1;
    }

    /// `(d ln E f² / d ln E x²)²`, by a difference.
    double sensitivity() {
        double second = x.secondMoment();
        double up = side(second * STEP).second;
        double down = side(second / STEP).second;
        double slope = StrictMath.log(up / down) / (2 * StrictMath.log(STEP));
        return Double.isFinite(slope) ? slope * slope : 0;
    }

    /// The state of f(x).
    ///
    /// @param shape of x
    public TensorState state(Shape shape) {
        double features = shape.rank() == 0 ? 1 : shape.extent(-1);
        return TensorState.of(x.rows(), means(), kernels(), shape())
                .noisy(squareVariation() / features, 1 / features)
                .scattered(x.scatter() * sensitivity());
    }

    /// A gradient times f(x), f being a slope.
    public TensorState pulled(TensorState g) {
        double[] pulled = means();
        Arrays.setAll(pulled, i -> g.mean(i) * pulled[i]);
        return TensorState.of(
                        g.rows(), pulled, g.kernels().times(kernels()), g.shape().times(shape()))
                .noisy(g.rowNoise(), 0)
                .scattered(g.scatter() + x.scatter() * sensitivity());
    }

    /// `E f(x)² E g²`, f being a slope.
    ///
    /// @param of what g is the gradient of
    public Term term(TensorState g, String of) {
        double[] slopes = seconds();
        double[] products = slopes.clone();
        Arrays.setAll(products, i -> slopes[i] * g.kernels().diagonal(i));
        return Term.completed(
                "all",
                g.rows().positions().mean(products),
                "c",
                "how slope and gradient go together over positions",
                new Quantity(
                        "E f'²",
                        g.rows().positions().mean(slopes),
                        "mean square of the derivative, by the law of x"),
                Quantity.square("g", g.secondMoment(), "the gradient of " + of));
    }
}
