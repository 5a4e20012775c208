package org.unitscope.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The law of one element of a tensor, drawn at random: what the bins of a large tensor tend to.
/// Immutable.
///
/// Made of the probability of zero, up to 64 other numbers taken exactly, and a density of log2|x|
/// in bins of 1/24 octave for each sign, over 96 octaves that follow the scale of the law (64 of
/// them below its middle; what is outside is in the end bins). Products of independent elements are
/// convolutions of log2|x|.
///
/// Accuracy: mean and `E |x|^k` up to the fourth are kept beside the bins and follow exactly from
/// those of the parts. Shares are exact to 3e-4 of themselves for the laws made here; each product
/// adds up to 1e-4 to them. Probabilities below 1e-15 are lost in products. The total is 1 to 1e-9.
public final class ElementLaw {
    /// Points of one factor that shift the bins of the other one by one; more are a convolution.
    private static final int FEW_POINTS = 8;

    private final double zero;
    private final PointMasses points;
    private final @Nullable LogDensity density;
    private final LawMoments moments;

    ElementLaw(double zero, PointMasses points, @Nullable LogDensity density, LawMoments moments) {
        this.zero = zero;
        this.points = points;
        this.density = density;
        boolean symmetric = (density == null || density.isSymmetric()) && points.isSymmetric();
        this.moments = symmetric ? moments.symmetric() : moments;
    }

    /// N(0, 1).
    public static ElementLaw gaussian() {
        return BasicLaws.GAUSSIAN;
    }

    /// Uniform about zero with variance 1: between `-sqrt(3)` and `sqrt(3)`.
    public static ElementLaw uniform() {
        return BasicLaws.UNIFORM;
    }

    /// Always the same number.
    public static ElementLaw constant(double value) {
        return atoms(new double[] {value}, new double[] {1});
    }

    /// Single numbers. Up to 64 of them stay exact; more are divided each between the two bins next
    /// to it, so that the mean of log2|x| stays.
    ///
    /// @param weights in proportion to the probabilities, one for each value
    /// @throws IllegalArgumentException if values are not finite or weights not usable
    public static ElementLaw atoms(double[] values, double[] weights) {
        double[] shares = LawArguments.shares("Law of atoms", values.length, weights);
        LawBuilder builder = new LawBuilder();
        LawMoments moments = LawMoments.ZERO;
        for (int i = 0; i < values.length; i++) {
            LawArguments.requireFinite("Law of atoms: values", values[i]);
            builder.point(values[i], shares[i]);
            moments = moments.plus(shares[i], LawMoments.of(values[i]));
        }
        return builder.build(moments);
    }

    /// The law of `f(mean + deviation z)`, z being N(0, 1).
    ///
    /// `f` may have jumps and kinks; intervals on which it is constant give exact points, so that a
    /// rectifier has half its probability at zero. Shares are exact to 3e-4 of themselves, 1e-3 in
    /// steep tails, down to 1e-11. Infinite values count as the largest double.
    ///
    /// @throws IllegalArgumentException if `f` is NaN somewhere within 12 deviations of the mean
    public static ElementLaw ofGaussian(DoubleUnaryOperator f, double mean, double deviation) {
        LawArguments.requireFinite("Law of a function of a Gaussian: mean", mean);
        LawArguments.requireFinite("Law of a function of a Gaussian: deviation", deviation);
        return deviation == 0
                ? constant(f.applyAsDouble(mean))
                : LawMap.ofNormal(z -> f.applyAsDouble(mean + deviation * z));
    }

    /// The law of `sqrt(S)`, S being Gamma with mean 1; the constant 1 if its variance is below
    /// 1e-3.
    ///
    /// @throws IllegalArgumentException unless the variance is finite and not negative
    public static ElementLaw rootGamma(double squaredVariation) {
        if (!(squaredVariation >= 0) || squaredVariation == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "Law of a root of a Gamma variable: its variance must be finite and not negative, got %s."
                            .formatted(squaredVariation));
        }
        return squaredVariation < 1e-3 ? constant(1) : BasicLaws.rootGamma(1 / squaredVariation);
    }

    /// The law of an element that has one of these laws, drawn with these weights.
    ///
    /// @param weights in proportion to the probabilities, one for each law
    /// @throws IllegalArgumentException if weights are not usable
    public static ElementLaw mixture(List<ElementLaw> laws, double[] weights) {
        double[] shares = LawArguments.shares("Mixture of laws", laws.size(), weights);
        double zero = 0;
        LawMoments moments = LawMoments.ZERO;
        Map<Double, Double> points = new TreeMap<>();
        List<LogDensity.Part> parts = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            ElementLaw law = laws.get(i);
            if (shares[i] > 0) {
                zero += shares[i] * law.zero;
                moments = moments.plus(shares[i], law.moments);
                law.points.addTo(points, 1, shares[i]);
                if (law.density != null) {
                    parts.add(new LogDensity.Part(law.density, 0, shares[i], false));
                }
            }
        }
        return of(zero, points, parts, moments);
    }

    private static ElementLaw of(
            double zero,
            Map<Double, Double> points,
            List<LogDensity.Part> parts,
            LawMoments moments) {
        PointMasses all = PointMasses.of(points);
        // A product may be too small or too large for a double.
        PointMasses kept = all.finiteNonzero();
        double zeros = zero + (all.mass() - kept.mass());
        if (kept.count() > PointMasses.MOST) {
            parts.add(new LogDensity.Part(LawBuilder.density(kept), 0, 1, false));
            kept = PointMasses.NONE;
        }
        return new ElementLaw(zeros, kept, parts.isEmpty() ? null : LogDensity.sum(parts), moments);
    }

    /// The law of the element times a constant.
    ///
    /// @throws IllegalArgumentException unless the constant is finite
    public ElementLaw scaled(double factor) {
        LawArguments.requireFinite("Law times a constant: it", factor);
        return factor == 1 ? this : times(constant(factor));
    }

    /// The law of the product with an independent element.
    public ElementLaw times(ElementLaw independent) {
        if (zero == 1 || independent.zero == 1) {
            return constant(0);
        }
        Map<Double, Double> products = new TreeMap<>();
        points.addProducts(independent.points, products);
        List<LogDensity.Part> parts = new ArrayList<>();
        if (density != null) {
            addScaled(density, independent.points, parts);
        }
        if (independent.density != null) {
            addScaled(independent.density, points, parts);
        }
        if (density != null && independent.density != null) {
            parts.add(new LogDensity.Part(density.times(independent.density), 0, 1, false));
        }
        return of(
                zero + independent.zero - zero * independent.zero,
                products,
                parts,
                moments.times(independent.moments));
    }

    private static void addScaled(
            LogDensity density, PointMasses factors, List<LogDensity.Part> parts) {
        if (factors.count() > FEW_POINTS) {
            LogDensity product = density.times(LawBuilder.density(factors));
            parts.add(new LogDensity.Part(product, 0, 1, false));
            return;
        }
        for (int i = 0; i < factors.count(); i++) {
            double factor = factors.values()[i];
            parts.add(LogDensity.Part.scaled(density, factor, factors.weights()[i]));
        }
    }

    /// The law of `f` of the element, otherwise as [#ofGaussian]. Moments of the result are read
    /// off the bins of this law, to 1e-4.
    ///
    /// @throws IllegalArgumentException if `f` is NaN where there is probability
    public ElementLaw mapped(DoubleUnaryOperator f) {
        return LawMap.of(f, this);
    }

    /// The law scaled to this root mean square. The law of zeros stays.
    ///
    /// @throws IllegalStateException if the mean square is beyond a double
    public ElementLaw withRms(double rms) {
        if (!Double.isFinite(moments.second())) {
            throw new IllegalStateException(
                    "Law: its mean square must be finite to be rescaled, got %s; scale it by a constant."
                            .formatted(moments.second()));
        }
        return moments.second() == 0 ? this : scaled(rms / Math.sqrt(moments.second()));
    }

    /// `P(x = 0)`.
    public double zero() {
        return zero;
    }

    PointMasses points() {
        return points;
    }

    @Nullable LogDensity density() {
        return density;
    }

    /// The law of what is not zero.
    ///
    /// @throws IllegalStateException if all is
    public ElementLaw withoutZero() {
        if (zero >= 1) {
            throw new IllegalStateException("Law: nothing is left of it without zero.");
        }
        double share = 1 / (1 - zero);
        Map<Double, Double> kept = new TreeMap<>();
        points.addTo(kept, 1, share);
        List<LogDensity.Part> parts = new ArrayList<>();
        if (density != null) {
            parts.add(new LogDensity.Part(density, 0, share, false));
        }
        return of(0, kept, parts, LawMoments.ZERO.plus(share, moments));
    }

    /// Whether `x` and `-x` have the same law.
    public boolean isSymmetric() {
        return (density == null || density.isSymmetric()) && points.isSymmetric();
    }

    /// `E x`; exactly zero for symmetric laws.
    public double mean() {
        return moments.mean();
    }

    /// `E x^2`.
    public double secondMoment() {
        return moments.second();
    }

    /// `E x^4 / (E x^2)^2`, about zero, not about the mean; NaN for the law of zeros.
    public double kurtosis() {
        return moments.fourth() / (moments.second() * moments.second());
    }

    /// `E |x|^k`. From the fifth on it is read off the bins, and too large by about `k^2 1.4e-4` of
    /// itself for each product the law was made by.
    ///
    /// @throws IllegalArgumentException for a negative order
    public double moment(int k) {
        if (k < 0) {
            throw new IllegalArgumentException(
                    "Moment of a law: the order must not be negative, got %d.".formatted(k));
        }
        return switch (k) {
            case 0 -> 1;
            case 1 -> moments.first();
            case 2 -> moments.second();
            case 3 -> moments.third();
            case 4 -> moments.fourth();
            default -> points.moment(k) + (density == null ? 0 : density.moment(k));
        };
    }

    /// `P(|x| < magnitude)`, zero included, interpolated inside a bin.
    public double shareBelow(double magnitude) {
        return magnitude > 0 ? zero + new LawShares(this, 0).below(magnitude) : 0;
    }

    /// Median of the largest magnitude of so many independent elements.
    ///
    /// @param elements at least 1
    public double amax(long elements) {
        return new LawShares(this, 0).exceededBy(LawShares.rare(elements));
    }

    /// Shares of the octaves `low` to `high`: `P(2^k <= |x| < 2^(k+1))`.
    public double[] octaveShares(int low, int high) {
        return LawHistogram.octaveShares(this, low, high);
    }

    /// Half the sum of the absolute differences of the octave shares of a tensor, zeros and
    /// non-finite elements being classes of their own. Magnitudes below 2^-149 count as zero, those
    /// from 2^128 on as not finite. NaN for an empty tensor.
    public double totalVariation(OctaveHistogram sampled) {
        return LawHistogram.totalVariation(this, sampled);
    }

    /// The bins of a tensor of `count` elements: expected counts, rounded so that their total is
    /// `count`. Magnitudes below 2^-149 count as zero, those from 2^128 on as infinite.
    ///
    /// @param count at most 2^53
    public FineHistogram histogram(long count) {
        return LawHistogram.of(this, count);
    }

    @Override
    public String toString() {
        return "ElementLaw[zero=%s, points=%d, rms=%s, kurtosis=%s]"
                .formatted(zero, points.count(), Math.sqrt(moments.second()), kurtosis());
    }
}
