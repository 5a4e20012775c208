package org.unitscope.operators;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.FreeDirections;
import org.unitscope.moments.GainedRows;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.SquareSums;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.statistics.ElementLaw;

/// Moments through `x̂ = (x − mean) / √(mean square + ε)` over rows of d features, with or without
/// the centering: the common part of layer and RMS normalization.
///
/// Forward, with v the relative variance of a row's mean square: `ρ = (K − m mᵀ) / √((D + ε)(D' +
/// ε))`, and `K_x̂ = ρ (1 − (1 − ρ²) v/4)` for two rows (Fisher's bias of a correlation, of Gaussian
/// rows with v = 2/d), the noise of finite width renewed. Backward, with r one over a row's root mean
/// square and c = 1 with centering, else 0:
///
///     G_x = G · (1 − (2 + c)/d + ρ²/d) · E r r',      E r r' ≈ (1 + v (3 + ρ²)/4) · d/(d − c) / √(D D'):
///
/// a row loses what lies along the ones vector and along itself, `tr P P'/d`, and the mean of one
/// over a root is larger than one over the root of the mean, less so for rows that vary apart
/// (variance v, covariance v ρ²). A gradient that a norm behind y has freed of these directions
/// already does not lose them again ([FreeDirections]). On the diagonal ρ = 1; for Gaussian rows (v = 2/d) it is exact:
/// `(d − 2)/(d − 3)` with centering, `(d − 1)/(d − 2)` without. What all features of the gradient
/// have in common is lost with centering; without, less `m̂² + m̂'² − m̂ m̂' ρ`, m̂ the mean of x̂. What
/// lies along y does not pass.
///
/// With d = 2 + c the mean of `r²` is infinite but for ε: it is taken as `ln(1 + D/ε)`, which is
/// within 20 % of it.
public record RowNormalization(boolean centered, double epsilon, double features) {
    /// Where the numbers of a norm come from.
    ///
    /// @param rule of a use
    public static Derivations explained(Function<Invocation, RowNormalization> rule) {
        return new NormalizationDerivations(rule);
    }

    /// The normalized rows.
    public TensorState normalized(TensorState x) {
        Kernels kernels = kernels(x);
        double[] means = new double[x.means().length];
        if (!centered) {
            Arrays.setAll(means, i -> x.mean(i) / scale(x, i));
        }
        return TensorState.of(x.rows(), means, kernels, shape(x))
                .freeOf(new FreeDirections(1, centered ? 0 : x.free().ones()));
    }

    private ElementShape shape(TensorState x) {
        ElementShape rowless = new ElementShape(x.shape().factors(), RowLaw.ONE, x.shape().whole());
        double mean = x.mean();
        if (!centered || mean == 0 || x.shape().isGaussian()) {
            return rowless;
        }
        if (x.shape().factors().size() == 1
                && x.shape().factors().getFirst() instanceof ElementShape.Factor.Mapped f) {
            double root = Math.sqrt(f.element().secondMoment() / x.secondMoment());
            return ElementShape.mapped(
                    z -> f.f().applyAsDouble(z) - mean * root, f.mean(), f.deviation(), f.source());
        }
        return ElementShape.of(() -> x.law().mapped(v -> v - mean));
    }

    double scale(TensorState x, int i) {
        return Math.sqrt(second(x, i) + epsilon);
    }

    /// The part of D that is normalized.
    double second(TensorState x, int i) {
        double square = centered ? x.mean(i) * x.mean(i) : 0;
        return Math.max(0, x.kernels().diagonal(i) - square);
    }

    private Kernels kernels(TensorState x) {
        double[] scales = new double[x.means().length];
        Arrays.setAll(scales, i -> scale(x, i));
        Kernels correlations =
                x.kernels()
                        .map((i, j, k) -> {
                            double means = centered ? x.mean(i) * x.mean(j) : 0;
                            double scale = scales[i] * scales[j];
                            return scale == 0 ? 0 : (k - means) / scale;
                        });
        if (!correlations.isTracked()) {
            return correlations;
        }
        double bias = noise(x) / 4;
        return correlations
                .mapPairs(
                        correlations.diagonal(),
                        (i, j, rho) -> rho * (1 - Math.max(0, 1 - rho * rho) * bias))
                .widened(x.pairNoise())
                .renoised(features);
    }

    /// The relative variance of a row's mean square, about the mean where that is taken off.
    private double noise(TensorState x) {
        return centered && x.mean() != 0 && !x.shape().isGaussian()
                ? Math.max(0, shape(x).family().kurtosis() - 1) / features
                : x.rowNoise();
    }

    private double lost() {
        return centered ? 3 : 2;
    }

    /// How many random directions two rows lose: `tr (1 − P P')`.
    private double lost(TensorState g, double rho) {
        double own = g.free().own();
        return own * (2 - rho * rho) + (centered ? g.free().ones() : 0);
    }

    /// What a row of Gaussian x keeps of its gradient, the mean of `1/D` included.
    double kept(TensorState x, TensorState g) {
        return Math.max(0, 1 - lost(g, 1) / features) * inverseSquare(x);
    }

    /// What rows that scatter otherwise than Gaussian ones, or have no mean to lose, add to that.
    double spread(TensorState x) {
        double centered = this.centered ? 1 - (1 - x.free().ones()) / features : 1;
        return centered * (1 + noise(x)) / (1 + 2 / features);
    }

    /// The gradient of x from that of x̂, free of what lies along x̂.
    ///
    /// @param hat what [#normalized] gave
    public TensorState pulled(TensorState x, TensorState hat, TensorState g) {
        double v = noise(x);
        double whole = inverseSquare(x) * spread(x);
        DoubleUnaryOperator inverse = rho -> whole * (1 + v * (3 + rho * rho) / 4) / (1 + v);
        Kernels apart = g.kernels().map((i, j, k) -> k - g.mean(i) * g.mean(j));
        Kernels pulled =
                hat.kernels()
                        .combine(
                                apart,
                                (rho, k) ->
                                        k
                                                * Math.max(0, 1 - lost(g, rho) / features)
                                                * inverse.applyAsDouble(rho));
        double[] diagonal = apart.diagonal();
        double kept = kept(x, g) * spread(x);
        Arrays.setAll(diagonal, i -> diagonal[i] * kept);
        double[] means = new double[diagonal.length];
        Kernels sum = pulled.withDiagonal(diagonal);
        if (!centered && !g.isCentered()) {
            sum = sum.plus(common(hat, g, inverse));
            double once = inverse.applyAsDouble(0);
            Arrays.setAll(
                    means,
                    i ->
                            unscaled(x, i, i)
                                    * scale(x, i)
                                    * Math.sqrt(once)
                                    * g.mean(i)
                                    * (1 - rowMeans(hat, i, i, 1)));
        }
        return TensorState.of(
                        x.rows(), means, sum.map((i, j, k) -> k * unscaled(x, i, j)), g.shape())
                .freeOf(new FreeDirections(0, centered ? 0 : g.free().ones()))
                .scattered(g.scatter() + x.scatter());
    }

    /// `D E r²` of Gaussian rows.
    private double inverseSquare(TensorState x) {
        double lost = lost();
        if (features == lost) {
            double least = Math.max(epsilon, Float.MIN_NORMAL);
            return StrictMath.log1p((x.secondMoment() + least) / least);
        }
        double freedom = features - lost + 2;
        return features > lost ? features / (freedom - 2) : 0;
    }

    /// What passes of the mean of all features, where rows are not centered.
    private Kernels common(TensorState hat, TensorState g, DoubleUnaryOperator inverse) {
        return hat.kernels()
                .map((i, j, rho) -> {
                    double kept =
                            1
                                    - rowMeans(hat, i, i, 1)
                                    - rowMeans(hat, j, j, 1)
                                    + rowMeans(hat, i, j, rho) * rho;
                    return g.mean(i) * g.mean(j) * kept * inverse.applyAsDouble(rho);
                });
    }

    /// The mean product of the means of two rows of x̂.
    private double rowMeans(TensorState hat, int i, int j, double rho) {
        double product = hat.mean(i) * hat.mean(j);
        return product + (rho - product) / features;
    }

    private double unscaled(TensorState x, int i, int j) {
        double scales = scale(x, i) * scale(x, j);
        return scales == 0 ? 0 : 1 / scales;
    }

    /// How the normalized rows answer to x: by one over the scale.
    public double[] slopes(TensorState x) {
        double[] slopes = new double[x.means().length];
        Arrays.setAll(slopes, i -> unscaled(x, i, i) * scale(x, i));
        return slopes;
    }

    /// Gradients of rows and gain.
    public record Gradients(TensorState toInput, TensorState toGain) {}

    /// Gradients of x and γ from that of `y = γ x̂ (+ β)`.
    public Gradients gradients(TensorState x, TensorState gain, TensorState y, TensorState whole) {
        TensorState g = without(whole, y);
        TensorState hat = normalized(x);
        double[] means = Arrays.stream(g.means()).map(m -> m * gain.mean()).toArray();
        TensorState gained = g.with(g.kernels().scaled(gain.secondMoment())).withMeans(means);
        TensorState seen = GainedRows.of(hat, g, y, gain.secondMoment());
        TensorState toGain = WeightGradient.ofGain(seen, g, features);
        return new Gradients(pulled(x, hat, gained), shifted(toGain, gain, hat, along(whole, hat)));
    }

    /// By how much of the gain its gradient is shifted on average: what lies along `y = γ x̂` adds
    /// up over the rows, to `a γ Σ x̂²` for a feature.
    static double along(TensorState whole, TensorState hat) {
        return whole.rows().rows() * whole.alignment() * hat.secondMoment();
    }

    /// With what lies along y added, which differs from feature to feature ([SquareSums]).
    private static TensorState shifted(
            TensorState toGain, TensorState gain, TensorState hat, double along) {
        if (along == 0) {
            return toGain;
        }
        double mean = along * gain.mean();
        double second = along * along * gain.secondMoment() * SquareSums.spread(hat);
        TensorState sum = toGain.plus(TensorState.of(mean, second));
        double center = sum.mean();
        double variance = Math.max(0, sum.secondMoment() - center * center);
        return sum.with(
                        ElementShape.of(
                                () -> ElementLaw.ofGaussian(x -> x, center, Math.sqrt(variance))))
                .coherent(toGain.coherence())
                .scattered(toGain.scatter());
    }

    /// The gradient without what of it lies along the tensor itself.
    public static TensorState without(TensorState g, TensorState y) {
        double square = g.alignment() * g.alignment();
        if (square == 0) {
            return g;
        }
        Kernels rest = g.kernels().combine(y.kernels(), (k, own) -> k - square * own);
        double[] diagonal = Arrays.stream(rest.diagonal()).map(d -> Math.max(0, d)).toArray();
        double[] means = new double[diagonal.length];
        Arrays.setAll(means, i -> g.mean(i) - g.alignment() * y.mean(i));
        return g.with(rest.withDiagonal(diagonal)).withMeans(means).aligned(0);
    }

    /// `γ x̂ + β`.
    public static TensorState scaledAndShifted(
            TensorState hat, TensorState gain, TensorState shift) {
        double second = gain.secondMoment();
        double added = shift.secondMoment();
        double[] means = new double[hat.means().length];
        Arrays.setAll(means, i -> hat.mean(i) * gain.mean() + shift.mean());
        double cross = gain.mean() * shift.mean();
        Kernels scaled = hat.kernels().scaled(second);
        Kernels sum =
                added == 0
                        ? scaled
                        : scaled.map((i, j, k) -> k + added + cross * (hat.mean(i) + hat.mean(j)));
        boolean plain = second == gain.mean() * gain.mean();
        ElementShape product = plain ? hat.shape() : hat.shape().times(gain.shape());
        ElementShape shape =
                added == 0
                        ? product
                        : product.plus(second * hat.secondMoment(), shift.shape(), added);
        return hat.with(sum).withMeans(means).with(shape);
    }
}
