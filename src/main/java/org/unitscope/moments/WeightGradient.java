package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
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
/// a function of a Gaussian multiplies the variance by what rows have of it in common
/// ([SmoothedFactor]). Gradients of class logits add, per class, what the count of its labels says.
public final class WeightGradient {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LEAST_DUAL = 1e-3;
    private static final int BISECTIONS = 8;

    private final TensorState x;
    private final TensorState g;
    private final double sequences;
    private final PairSum sum;
    private final double[] contributions;

    private WeightGradient(TensorState x, TensorState g) {
        this.x = x;
        this.g = g;
        sequences = g.rows().sequences();
        sum = PairSum.of(x.kernels(), g.kernels(), sequences);
        contributions = contributions(x, g, sequences);
    }

    /// The gradient of a matrix between `fanIn` features of x and `fanOut` of g.
    public static TensorState of(TensorState x, TensorState g, double fanIn, double fanOut) {
        WeightGradient gradient = new WeightGradient(x, g);
        double tau = PairSum.concentration(x.kernels(), g.kernels(), sequences(g));
        double own = 2 * tau * (1 / fanIn + 1 / fanOut);
        ElementShape shape =
                g.grid() instanceof GridLaw.Residual residual
                        ? ElementShape.of(gradient::readout).withRows(ClassCounts.rows(residual, x))
                        : ElementShape.of(gradient::law);
        return state(gradient.sum, gradient.mean(), shape)
                .scattered(x.scatter() + g.scatter() + own);
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
        WeightGradient gradient = new WeightGradient(x, g);
        return state(gradient.sum, gradient.mean(), ElementShape.of(gradient::law))
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
    private record Smooth(
            Factor.Mapped factor,
            GaussianDual dual,
            GaussianDual squares,
            SmoothedFactor.Source source) {
        static Smooth of(Factor.Mapped factor) {
            DoubleUnaryOperator f = factor.f();
            double mean = factor.mean();
            double deviation = factor.deviation();
            return new Smooth(
                    factor,
                    new GaussianDual(EXPECTATION, f, mean, deviation),
                    new GaussianDual(
                            EXPECTATION,
                            z -> f.applyAsDouble(z) * f.applyAsDouble(z),
                            mean,
                            deviation),
                    SmoothedFactor.Source.of(factor));
        }

        /// A kernel of two rows without this factor; nothing where the factor leaves nothing of it.
        double without(double kernel, double rho) {
            double share = dual.second() == 0 ? 1 : dual.at(rho) / dual.second();
            return Math.abs(share) < LEAST_DUAL ? 0 : kernel / share;
        }

        /// `E f² f'²` against the square of `E f²`, of two rows.
        double together(double rho) {
            double second = dual.second();
            return second == 0 ? 1 : squares.at(Math.max(0, rho)) / (second * second);
        }

        SmoothedFactor smoothed(double rho) {
            return new SmoothedFactor(source, rho);
        }
    }

    /// What is left of a kernel when the smooth factors of one side are taken out, and those that
    /// stand without a Gaussian beside them.
    private record Reduced(Kernels kernels, List<Smooth> taken, Optional<Smooth> alone) {}

    /// For gradients of class logits, whose counts are apart.
    private ElementLaw readout() {
        Reduced left = reduced(x);
        List<Smooth> factors = new ArrayList<>(left.taken());
        left.alone().ifPresent(factors::add);
        return x.isTracked() && g.isTracked() ? law(factors, 0) : ElementLaw.gaussian();
    }

    private ElementLaw law() {
        if (!x.isTracked() || !g.isTracked()) {
            return ElementLaw.gaussian();
        }
        Reduced left = reduced(x);
        Reduced right = reduced(g);
        double tau = PairSum.concentration(left.kernels(), right.kernels(), sequences);
        List<Smooth> factors = new ArrayList<>(left.taken());
        factors.addAll(right.taken());
        if (left.alone().isPresent() || right.alone().isPresent()) {
            // One side has no Gaussian factor whose squares could differ.
            left.alone().ifPresent(factors::add);
            right.alone().ifPresent(factors::add);
            return law(factors, nearer(factors, 0, spread(factors).ofRows()));
        }
        if (factors.isEmpty()) {
            return ElementLaw.gaussian().times(ElementLaw.rootGamma(2 * tau));
        }
        double whole = spread(factors).of(left.kernels(), right.kernels());
        double nearer = nearer(factors, tau, whole);
        return law(factors, nearer).times(ElementLaw.rootGamma(2 * nearer(tau, nearer)));
    }

    /// A Gaussian times what the factors add, with their correlations moved towards 1.
    private ElementLaw law(List<Smooth> factors, double nearer) {
        ElementLaw law = ElementLaw.gaussian();
        for (Smooth smooth : factors) {
            double rho = nearer(together(smooth).all(), nearer);
            law = law.times(smooth.smoothed(rho).root(acrossShare()));
        }
        return law;
    }

    private static double nearer(double rho, double share) {
        return rho + (1 - rho) * share;
    }

    private PairSpread spread(List<Smooth> factors) {
        Kernels both = x.kernels();
        int cells = both.positions().blocks() * both.positions().blocks();
        double[] inside = new double[cells];
        double[] outside = new double[cells];
        double own = 1;
        double coherent = 1;
        double coherentAcross = 1;
        Arrays.fill(inside, 1);
        Arrays.fill(outside, 1);
        for (Smooth smooth : factors) {
            Kernels rho = normalized(smooth.factor().source());
            multiply(inside, rho.mean(false), smooth);
            multiply(outside, rho.mean(true), smooth);
            own *= smooth.together(1);
            Together pairs = together(smooth);
            coherent *= smooth.smoothed(pairs.inside()).spread(1);
            coherentAcross *= smooth.smoothed(pairs.across()).spread(1);
        }
        double share = Math.clamp(sum.coherentShare(), 0, 1);
        return new PairSpread(
                g.rows(),
                contributions,
                mixed(inside, coherent, share),
                mixed(outside, coherentAcross, acrossShare()),
                own + share * (coherent - own));
    }

    private static void multiply(double[] into, double[] rho, Smooth smooth) {
        for (int k = 0; k < into.length; k++) {
            into[k] *= smooth.together(rho[k]);
        }
    }

    private static double[] mixed(double[] values, double other, double share) {
        return Arrays.stream(values).map(v -> v + share * (other - v)).toArray();
    }

    /// How far all correlations must move towards 1 for the variances to differ this much: rows
    /// that go together do so in all factors at once.
    private double nearer(List<Smooth> factors, double tau, double spread) {
        double low = 0;
        double high = 1;
        double[] rhos = factors.stream().mapToDouble(f -> together(f).all()).toArray();
        if (product(factors, rhos, tau, low) >= spread) {
            return low;
        }
        for (int k = 0; k < BISECTIONS; k++) {
            double middle = (low + high) / 2;
            if (product(factors, rhos, tau, middle) < spread) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double product(List<Smooth> factors, double[] rhos, double tau, double share) {
        double product = 1 + 2 * nearer(tau, share);
        for (int k = 0; k < rhos.length; k++) {
            SmoothedFactor factor = factors.get(k).smoothed(nearer(rhos[k], share));
            product *= factor.spread(acrossShare());
        }
        return product;
    }

    private static Reduced reduced(TensorState state) {
        boolean gaussian =
                state.shape().factors().stream().anyMatch(f -> !(f instanceof Factor.Mapped));
        Kernels kernels = state.kernels();
        List<Smooth> taken = new ArrayList<>();
        Optional<Smooth> alone = Optional.empty();
        for (Smooth smooth : smooth(state.shape())) {
            if (gaussian) {
                kernels = reduced(kernels, smooth);
                taken.add(smooth);
            } else {
                alone = Optional.of(smooth);
            }
        }
        return new Reduced(kernels, taken, alone);
    }

    /// The share of the gradient from pairs of two sequences.
    private double acrossShare() {
        double share = sum.across() / sum.total();
        return share > 0 ? Math.min(1, share) : 0;
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
        Kernels combined = kernels.combine(normalized(source), (k, rho) -> smooth.without(k, rho));
        return combined.withDiagonal(kernels.diagonal());
    }

    private static Kernels normalized(Kernels source) {
        return source.map((i, j, k) -> {
            double scale = Math.sqrt(source.diagonal(i) * source.diagonal(j));
            return scale == 0 ? 0 : k / scale;
        });
    }

    /// How a factor's Gaussian goes together in two rows, each weighing what it adds to the
    /// gradient.
    ///
    /// @param inside mean correlation in one sequence, rows with themselves included
    /// @param across in two sequences
    /// @param all over all pairs
    private record Together(double inside, double across, double all) {}

    private Together together(Smooth smooth) {
        Kernels rho = normalized(smooth.factor().source());
        double inside = correlation(rho, false);
        double across = correlation(rho, true);
        return new Together(inside, across, (inside + (sequences - 1) * across) / sequences);
    }

    private double correlation(Kernels rho, boolean across) {
        Positions t = rho.positions();
        double[] pairs = rho.mean(across);
        double weighted = 0;
        double total = 0;
        for (int k = 0; k < pairs.length; k++) {
            int i = k / t.blocks();
            int j = k % t.blocks();
            double weight = contributions[i] * contributions[j];
            double own = i == j && !across ? (1 - pairs[k]) / t.size(i) : 0;
            weighted += weight * (pairs[k] + own);
            total += weight;
        }
        return total == 0 ? 0 : Math.clamp(weighted / total, 0, 1);
    }

    /// What the rows of each block add to the sum over pairs.
    private static double[] contributions(TensorState x, TensorState g, double sequences) {
        if (!x.isTracked() || !g.isTracked()) {
            return new double[0];
        }
        Kernels both = x.kernels().times(g.kernels());
        Positions t = both.positions();
        double[] inside = both.mean(false);
        double[] outside = both.mean(true);
        double[] rows = new double[t.blocks()];
        for (int i = 0; i < rows.length; i++) {
            double sum = both.diagonal(i) - inside[i * rows.length + i];
            for (int j = 0; j < rows.length; j++) {
                int k = i * rows.length + j;
                sum += t.size(j) * (inside[k] + (sequences - 1) * outside[k]);
            }
            rows[i] = t.size(i) * Math.max(0, sum);
        }
        return rows;
    }
}
