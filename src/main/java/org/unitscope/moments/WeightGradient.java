package org.unitscope.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.moments.ElementShape.Factor;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.Moments;

/// The gradient of a weight, `dW = Σ_p x_p g_pᵀ` over all rows, for x independent of g: its second
/// moment is a [PairSum], and its law a Gaussian whose variance differs from element to element.
///
/// With τ the concentration of the sum, Gaussian x and g give a kurtosis of `3 (1 + 2 τ)`: a
/// Gaussian times the root of a Gamma variable of squared variation 2 τ. A factor of x or g that is
/// a function of a Gaussian is coherent over rows by a share κ, its normalized dual at the mean
/// correlation of the pairs that count: it multiplies the variance by `1 − κ + κ S²`, S the factor
/// smoothed over what rows do not share. Gradients of class logits add, per class, what the count
/// of its labels says.
public final class WeightGradient {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LEAST_DUAL = 1e-3;

    private final TensorState x;
    private final TensorState g;
    private final double sequences;

    private WeightGradient(TensorState x, TensorState g) {
        this.x = x;
        this.g = g;
        sequences = g.rows().sequences();
    }

    /// The gradient of a matrix between `fanIn` features of x and `fanOut` of g.
    public static TensorState of(TensorState x, TensorState g, double fanIn, double fanOut) {
        PairSum sum = PairSum.of(x.kernels(), g.kernels(), sequences(g));
        WeightGradient gradient = new WeightGradient(x, g);
        double tau = PairSum.concentration(x.kernels(), g.kernels(), sequences(g));
        double own = 2 * tau * (1 / fanIn + 1 / fanOut);
        ElementShape shape =
                g.grid() instanceof GridLaw.Residual residual
                        ? ElementShape.GAUSSIAN.withRows(ClassCounts.rows(residual, x))
                        : ElementShape.of(gradient::law);
        return state(sum, gradient.mean(), shape).scattered(x.scatter() + g.scatter() + own);
    }

    /// The gradient of a vector that every row adds, with `features` elements.
    public static TensorState ofShift(TensorState g, double features) {
        PairSum sum = PairSum.ofRows(g.kernels(), sequences(g));
        double mean = g.rows().rows() * g.mean();
        ElementShape shape =
                g.grid() instanceof GridLaw.Residual residual
                        ? ElementShape.of(() -> ClassCounts.shift(residual, g, sum.total()))
                        : ElementShape.GAUSSIAN;
        return state(sum, mean, shape).scattered(g.scatter() + 2 / features);
    }

    /// The gradient of a vector that every row is multiplied by.
    public static TensorState ofGain(TensorState x, TensorState g, double features) {
        PairSum sum = PairSum.of(x.kernels(), g.kernels(), sequences(g));
        WeightGradient gradient = new WeightGradient(x, g);
        return state(sum, gradient.mean(), ElementShape.of(gradient::law))
                .scattered(g.scatter() + 2 / features);
    }

    private static double sequences(TensorState g) {
        return g.rows().sequences();
    }

    private static TensorState state(PairSum sum, double mean, ElementShape shape) {
        return TensorState.of(new Moments(mean, sum.total()), shape).coherent(sum.coherentShare());
    }

    private double mean() {
        Positions t = g.rows().positions();
        double sum = 0;
        for (int i = 0; i < t.blocks(); i++) {
            sum += t.size(i) * x.mean(i) * g.mean(i);
        }
        return sequences * sum;
    }

    /// A factor that is a function of a Gaussian, with what it needs.
    private record Smooth(Factor.Mapped factor, GaussianDual dual) {
        static Smooth of(Factor.Mapped factor) {
            return new Smooth(
                    factor,
                    new GaussianDual(EXPECTATION, factor.f(), factor.mean(), factor.deviation()));
        }

        double dual(double rho) {
            return dual.second() == 0
                    ? 1
                    : Math.max(LEAST_DUAL, dual.at(Math.max(0, rho)) / dual.second());
        }

        /// `Σ a_k ρ^{k/2} h_k`: its mean given what rows share.
        ElementLaw smoothed(double rho) {
            double root = Math.sqrt(Math.clamp(rho, 0, 1));
            return ElementLaw.ofGaussian(z -> dual.smoothed(z, root), 0, 1);
        }
    }

    /// What is left of a kernel, and of the law, when the smooth factors of one side are taken out.
    ///
    /// @param alone a factor that stands without a Gaussian beside it, if there is one
    private record Reduced(Kernels kernels, ElementLaw law, Optional<Smooth> alone) {}

    private ElementLaw law() {
        ElementLaw gaussian = ElementLaw.gaussian();
        if (!x.isTracked() || !g.isTracked()) {
            return gaussian;
        }
        Reduced left = reduced(x.kernels(), x.shape(), gaussian);
        Reduced right = reduced(g.kernels(), g.shape(), left.law());
        double tau = PairSum.concentration(left.kernels(), right.kernels(), sequences);
        Optional<Smooth> alone = right.alone().or(left::alone);
        ElementLaw spread =
                alone.isPresent()
                        ? root(Math.sqrt(tau), alone.get().smoothed(correlation(alone.get())))
                        : ElementLaw.rootGamma(2 * tau);
        return right.law().times(spread);
    }

    private Reduced reduced(Kernels kernels, ElementShape shape, ElementLaw law) {
        boolean gaussian = shape.factors().stream().anyMatch(f -> !(f instanceof Factor.Mapped));
        Reduced result = new Reduced(kernels, law, Optional.empty());
        for (Smooth smooth : smooth(shape)) {
            if (gaussian) {
                double rho = correlation(smooth);
                result =
                        new Reduced(
                                reduced(result.kernels(), smooth),
                                result.law().times(root(smooth.dual(rho), smooth.smoothed(rho))),
                                Optional.empty());
            } else {
                result = new Reduced(result.kernels(), result.law(), Optional.of(smooth));
            }
        }
        return result;
    }

    private static List<Smooth> smooth(ElementShape shape) {
        List<Smooth> result = new ArrayList<>();
        for (Factor factor : shape.factors()) {
            if (factor instanceof Factor.Mapped mapped) {
                result.add(Smooth.of(mapped));
            }
        }
        return result;
    }

    /// Kernels without what the factor does to them.
    private static Kernels reduced(Kernels kernels, Smooth smooth) {
        Kernels source = smooth.factor().source();
        Kernels combined = kernels.combine(normalized(source), (k, rho) -> k / smooth.dual(rho));
        return combined.withDiagonal(kernels.diagonal());
    }

    private static Kernels normalized(Kernels source) {
        return source.map((i, j, k) -> {
            double scale = Math.sqrt(source.diagonal(i) * source.diagonal(j));
            return scale == 0 ? 0 : k / scale;
        });
    }

    /// The mean correlation of a factor's Gaussian over the pairs that make up the gradient.
    private double correlation(Smooth smooth) {
        Kernels both = x.kernels().times(g.kernels());
        Kernels rho = normalized(smooth.factor().source());
        double weighted = 0;
        double total = 0;
        Positions t = both.positions();
        for (boolean across : new boolean[] {false, true}) {
            double[] weights = both.mean(across);
            double[] rhos = rho.mean(across);
            double many = across ? sequences - 1 : 1;
            for (int k = 0; k < weights.length; k++) {
                int i = k / t.blocks();
                int j = k % t.blocks();
                double pairs =
                        across || i != j ? t.size(i) * t.size(j) : t.size(i) * (t.size(i) - 1);
                double weight = many * pairs * Math.abs(weights[k]);
                weighted += weight * rhos[k];
                total += weight;
            }
        }
        return total == 0 ? 0 : Math.clamp(weighted / total, 0, 1);
    }

    /// The law of `√(1 − κ + κ S²)`, S scaled to RMS 1.
    private static ElementLaw root(double kappa, ElementLaw s) {
        if (!(kappa > 1e-6) || s.secondMoment() == 0) {
            return ElementLaw.constant(1);
        }
        DoubleUnaryOperator f = v -> Math.sqrt(Math.max(0, 1 - kappa + kappa * v * v));
        return s.withRms(1).mapped(f);
    }
}
