package org.unitscope.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.unitscope.statistics.ElementLaw;

/// The shape of an element's law, its scale apart: a product of independent factors, times the root
/// of a factor common to its row ([RowLaw]). Laws are made when asked for.
///
/// @param factors what is multiplied; empty means 1
/// @param whole whether the factors are the law of all elements already, positions and rows
///   included
public record ElementShape(List<Factor> factors, RowLaw rows, boolean whole) {
    /// Gaussian: a sum of many terms.
    public static final ElementShape GAUSSIAN =
            new ElementShape(List.of(Factor.Normal.NORMAL), RowLaw.ONE);

    /// A branch of a sum with less of its variance leaves the other one's shape.
    private static final double NEGLIGIBLE = 0.03;

    /// Below this a sum of weights counts as Gaussian.
    private static final double LEAST_SHARE = 0.3;

    /// Copies the list.
    public ElementShape {
        factors = List.copyOf(factors);
    }

    /// The shape at one position.
    public ElementShape(List<Factor> factors, RowLaw rows) {
        this(factors, rows, false);
    }

    /// One factor of a product.
    public sealed interface Factor {
        /// A Gaussian.
        enum Normal implements Factor {
            NORMAL
        }

        /// Some other law, whose scale does not matter.
        record Fixed(Supplier<ElementLaw> law) implements Factor {}

        /// A function of a Gaussian.
        ///
        /// @param source kernels of the Gaussian about its mean, which say how two rows go together
        record Mapped(DoubleUnaryOperator f, double mean, double deviation, Kernels source)
                implements Factor {
            private ElementLaw law() {
                return ElementLaw.ofGaussian(f, mean, deviation);
            }
        }

        /// Its law, at whatever scale.
        default ElementLaw element() {
            return switch (this) {
                case Normal normal -> ElementLaw.gaussian();
                case Fixed fixed -> fixed.law().get();
                case Mapped mapped -> mapped.law();
            };
        }
    }

    /// A given law.
    public static ElementShape of(Supplier<ElementLaw> law) {
        return new ElementShape(List.of(new Factor.Fixed(new RememberedLaw(law))), RowLaw.ONE);
    }

    /// The law of all elements of a tensor, whose positions differ by more than scale.
    public static ElementShape whole(Supplier<ElementLaw> law) {
        return new ElementShape(
                List.of(new Factor.Fixed(new RememberedLaw(law))), RowLaw.ONE, true);
    }

    /// A function of a Gaussian.
    ///
    /// @param source kernels of the Gaussian about its mean
    public static ElementShape mapped(
            DoubleUnaryOperator f, double mean, double deviation, Kernels source) {
        return new ElementShape(List.of(new Factor.Mapped(f, mean, deviation, source)), RowLaw.ONE);
    }

    /// Whether it is one Gaussian factor.
    public boolean isGaussian() {
        return factors.equals(GAUSSIAN.factors);
    }

    /// With other row factors.
    public ElementShape withRows(RowLaw law) {
        return new ElementShape(factors, law, whole);
    }

    /// A Gaussian with these row factors: what a sum over features leaves of this shape.
    public ElementShape summed() {
        return new ElementShape(GAUSSIAN.factors(), rows);
    }

    /// What a sum of products with independent weights leaves: a Gaussian, unless so few terms
    /// count (a one-hot gradient) that the weights' own law shows through. Its share is taken as
    /// the kurtosis of this shape over the number of terms.
    public ElementShape summed(ElementShape weight, double terms) {
        if (weight.isGaussian()) {
            return summed();
        }
        Supplier<ElementLaw> law =
                () -> {
                    double share = Math.min(1, family().kurtosis() / terms);
                    return share < LEAST_SHARE
                            ? ElementLaw.gaussian()
                            : ElementLaw.mixture(
                                    List.of(weight.family(), ElementLaw.gaussian()),
                                    new double[] {share, 1 - share});
                };
        return of(law).withRows(rows);
    }

    /// The same with its Gaussian factor, if it has no other, as a function of one with known
    /// kernels.
    public ElementShape traced(Kernels source) {
        return isGaussian()
                ? new ElementShape(List.of(new Factor.Mapped(z -> z, 0, 1, source)), rows, whole)
                : this;
    }

    /// The product with independent factors of another.
    public ElementShape times(ElementShape other) {
        List<Factor> all = new ArrayList<>(factors);
        all.addAll(other.factors);
        return new ElementShape(all, rows.isOne() ? other.rows : rows, whole || other.whole);
    }

    /// Of a sum of two terms with these second moments.
    public ElementShape plus(double second, ElementShape other, double otherSecond) {
        RowLaw mixed = rows.mixed(second, other.rows, otherSecond);
        if (otherSecond < NEGLIGIBLE * second) {
            return withRows(mixed);
        }
        return second < NEGLIGIBLE * otherSecond ? other.withRows(mixed) : GAUSSIAN.withRows(mixed);
    }

    /// The law of the product of the factors, with RMS 1.
    public ElementLaw family() {
        ElementLaw law = null;
        for (Factor factor : factors) {
            law = law == null ? factor.element() : law.times(factor.element());
        }
        return law == null ? ElementLaw.constant(1) : standard(law);
    }

    private static ElementLaw standard(ElementLaw law) {
        return law.secondMoment() > 0 ? law.withRms(1) : law;
    }

    /// The law of an element of a tensor: the family at every position's scale, rows included.
    public ElementLaw over(Kernels kernels) {
        Positions t = kernels.positions();
        int atoms = rows.values().length;
        double[] scales = new double[t.blocks() * atoms];
        double[] weights = new double[scales.length];
        for (int i = 0; i < t.blocks(); i++) {
            for (int r = 0; r < atoms; r++) {
                double second = Math.max(0, kernels.diagonal(i)) * rows.values()[r];
                scales[i * atoms + r] = Math.sqrt(second);
                weights[i * atoms + r] = t.size(i) / t.total() * rows.weights()[r];
            }
        }
        ElementLaw law = whole ? family() : family().times(ElementLaw.atoms(scales, weights));
        return law.withRms(Math.sqrt(Math.max(0, kernels.second())));
    }
}
