package org.unitscope.operators;

import java.util.Arrays;
import java.util.function.Function;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;

/// Moments through `x̂ = (x − mean) / √(mean square + ε)` over rows of d features, with or without
/// the centering: the common part of layer and RMS normalization.
///
/// Forward: `K_x̂ = (K − m mᵀ) / √((D + ε)(D' + ε))`, the noise of finite width renewed. Backward,
/// with ρ the normalized kernel, v the relative variance of a row's mean square and c = 1 with
/// centering, else 0:
///
///     G_x = G / √(D D') · (1 − (2 + c)/d + ρ²/d)(1 + v ρ²),      diagonal (1 − (1 + c)/d)(1 + v):
///
/// a row loses what lies along the ones vector and along itself, and the mean of one over its mean
/// square is larger than one over the mean. For Gaussian rows (v = 2/d) the diagonal is exact: `(d −
/// 2)/(d − 3)` with centering, `(d − 1)/(d − 2)` without. What of the gradient lies along y does not
/// pass.
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
        return TensorState.of(x.rows(), means, kernels, shape(x)).noisy(0, x.rowNoise());
    }

    private ElementShape shape(TensorState x) {
        ElementShape rowless = new ElementShape(x.shape().factors(), RowLaw.ONE, x.shape().whole());
        double mean = x.mean();
        if (!centered || mean == 0) {
            return rowless;
        }
        if (x.shape().factors().size() == 1
                && x.shape().factors().getFirst() instanceof ElementShape.Factor.Mapped f) {
            return ElementShape.mapped(
                    z -> f.f().applyAsDouble(z) - mean, f.mean(), f.deviation(), f.source());
        }
        return ElementShape.of(() -> x.law().mapped(v -> v - mean));
    }

    private double scale(TensorState x, int i) {
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
        return correlations.isTracked() ? correlations.renoised(features) : correlations;
    }

    /// The relative variance of a row's mean square, about the mean where that is taken off.
    private double noise(TensorState x) {
        return centered && x.mean() != 0
                ? Math.max(0, shape(x).family().kurtosis() - 1) / features
                : x.rowNoise();
    }

    private double lost() {
        return centered ? 3 : 2;
    }

    /// What a row of Gaussian x keeps of its gradient, the mean of `1/D` included.
    double kept() {
        return features > lost() ? (features - lost() + 1) / (features - lost()) : 0;
    }

    /// What rows that scatter otherwise than Gaussian ones add to that.
    double spread(TensorState x) {
        return (1 + noise(x)) / (1 + 2 / features);
    }

    /// The gradient of x from that of x̂, free of what lies along x̂.
    ///
    /// @param hat what [#normalized] gave
    public TensorState pulled(TensorState x, TensorState hat, TensorState g) {
        double lost = lost();
        double v = noise(x);
        double own = kept() * spread(x);
        double[] scales = new double[x.means().length];
        Arrays.setAll(scales, i -> scale(x, i));
        Kernels pulled =
                hat.kernels()
                        .combine(
                                g.kernels(),
                                (rho, k) ->
                                        k
                                                * (1 - lost / features + rho * rho / features)
                                                * (1 + v * rho * rho))
                        .map((i, j, k) ->
                                scales[i] * scales[j] == 0 ? 0 : k / (scales[i] * scales[j]));
        double[] diagonal = new double[scales.length];
        Arrays.setAll(
                diagonal,
                i -> scales[i] == 0 ? 0 : g.kernels().diagonal(i) * own / (scales[i] * scales[i]));
        return TensorState.centered(x.rows(), pulled.withDiagonal(diagonal), g.shape())
                .scattered(g.scatter() + x.scatter());
    }

    /// How the normalized rows answer to x: by one over the scale.
    public double[] slopes(TensorState x) {
        double[] slopes = new double[x.means().length];
        Arrays.setAll(slopes, i -> scale(x, i) == 0 ? 0 : 1 / scale(x, i));
        return slopes;
    }

    /// Gradients of rows and gain.
    public record Gradients(TensorState toInput, TensorState toGain) {}

    /// Gradients of x and γ from that of `y = γ x̂ (+ β)`.
    public Gradients gradients(TensorState x, TensorState gain, TensorState y, TensorState whole) {
        TensorState g = without(whole, y);
        TensorState hat = normalized(x);
        TensorState gained = g.with(g.kernels().scaled(gain.secondMoment()));
        return new Gradients(
                pulled(x, hat, gained),
                WeightGradient.ofGain(hat, g, features).shifted(along(whole, hat)));
    }

    /// By how much the gain's gradient is shifted: what lies along `y = γ x̂` adds up in every
    /// feature alike.
    static double along(TensorState whole, TensorState hat) {
        return whole.rows().rows() * whole.alignment() * hat.secondMoment();
    }

    /// The gradient without what of it lies along the tensor itself.
    public static TensorState without(TensorState g, TensorState y) {
        double square = g.alignment() * g.alignment();
        if (square == 0) {
            return g;
        }
        Kernels rest = g.kernels().combine(y.kernels(), (k, own) -> k - square * own);
        double[] diagonal = Arrays.stream(rest.diagonal()).map(d -> Math.max(0, d)).toArray();
        return g.with(rest.withDiagonal(diagonal)).aligned(0);
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
