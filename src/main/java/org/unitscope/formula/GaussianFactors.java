package org.unitscope.formula;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.Estimate.Refused;

/// Moments of f(x) and f'(x) for Gaussian x, and the factors of unit scaling that follow: `α = 1 /
/// std f(x)` of the result, `β = 1 / rms f'(x)` of the gradient of the input, for an incoming
/// gradient of unit scale that is independent of x. Each is a number with its error, or a reason
/// why there is none.
///
/// Integrals run over 38 deviations on either side, beyond which a Gaussian has 1e-315 of its mass,
/// cut as [Panels] says; their errors are the estimate of [AdaptiveQuadrature]. Refused are: values
/// that are not finite, integrals that do not converge (poles) or do not fall off (growth as fast
/// as the Gaussian falls), numbers off by more than 1e-6, a constant f, and β where f jumps, as its
/// derivative then holds a delta, which no sample of f' shows.
///
/// @param mean E f
/// @param deviation standard deviation of f
/// @param rms root of E f²
/// @param slopeRms root of E f'²
/// @param forward α = 1 / deviation
/// @param forwardRms 1 / rms, the factor for those who take the scale as RMS
/// @param backward β = 1 / slopeRms
/// @param warnings sentences for people
public record GaussianFactors(
        Estimate mean,
        Estimate deviation,
        Estimate rms,
        Estimate slopeRms,
        Estimate forward,
        Estimate forwardRms,
        Estimate backward,
        List<String> warnings) {
    private static final double REACH = 38;
    private static final double LARGEST_ERROR = 1e-6;
    private static final double LARGEST = 1e30;
    private static final double FAR = 8;
    private static final double FAR_SHARE = 1e-6;

    /// Copies the list.
    public GaussianFactors {
        warnings = List.copyOf(warnings);
    }

    /// For `x ~ N(mean, deviation²)`.
    ///
    /// @throws FormulaException if the deviation is not above 0, or f bends in too many places
    public static GaussianFactors of(Formula formula, double mean, double deviation)
            throws FormulaException {
        if (!(deviation > 0) || !Double.isFinite(mean) || !Double.isFinite(REACH * deviation)) {
            throw new FormulaException(
                    "the deviation must be above 0 and finite, got %s with mean %s"
                            .formatted(deviation, mean));
        }
        double[] kinks = formula.kinks(mean - REACH * deviation, mean + REACH * deviation);
        double[] cuts = new Panels(formula, mean, deviation).cuts(REACH, kinks);
        return new Integration(formula, mean, deviation, kinks, cuts).factors();
    }

    /// @param cuts of the integrals, in deviations from the mean
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Integration(
            Formula formula, double center, double width, double[] kinks, double[] cuts) {
        GaussianFactors factors() {
            Estimate mean = moment("f", formula::value, 1, 1);
            Estimate rms = aboveZero(rootMeanSquare("f", formula::value), "f is 0");
            Estimate deviation = deviation(mean, rms);
            Estimate slopeRms = slopeRms();
            return new GaussianFactors(
                    mean,
                    deviation,
                    rms,
                    slopeRms,
                    usable(deviation.inverse()),
                    usable(rms.inverse()),
                    usable(slopeRms.inverse()),
                    warnings());
        }

        /// A model takes factors from 1e-30 to 1e30.
        private static Estimate usable(Estimate factor) {
            return factor instanceof Known(double value, double error)
                            && !(value >= 1 / LARGEST && value <= LARGEST)
                    ? new Refused(
                            "the factor is beyond 1e±30, which no model takes; scale f by a power of"
                                    + " ten first")
                    : factor;
        }

        private Estimate deviation(Estimate mean, Estimate rms) {
            if (!(mean instanceof Known(double center, double off))) {
                return mean;
            }
            if (!(rms instanceof Known(double size, double inexact))) {
                return rms;
            }
            Estimate found = rootMeanSquare("f − E f", x -> formula.value(x) - center);
            if (!(found instanceof Known(double value, double own))) {
                return found;
            }
            return value <= 1e-12 * size
                    ? new Refused("f is constant, so it has no scale to bring to 1")
                    // A mean that is off adds the square of that.
                    : new Known(value, own + off / value * off / 2);
        }

        private Estimate slopeRms() {
            for (double kink : kinks) {
                if (formula.jumps(kink)) {
                    return new Refused(
                            "f jumps at x = %s, where its derivative is a delta of infinite mean square"
                                    .formatted(Formula.place(kink)));
                }
            }
            return steinHolds(aboveZero(rootMeanSquare("f'", formula::slope), "f is constant"));
        }

        /// Stein's lemma, `E f'(x) = E z f(x) / deviation`, holds wherever f is continuous; where
        /// the two integrals differ, one of them has missed a place that is too narrow.
        private Estimate steinHolds(Estimate slopeRms) {
            boolean missed =
                    moment("f'", formula::slope, 1, 1) instanceof Known(double slope, double e1)
                            && moment("z f", x -> (x - center) / width * formula.value(x), 1, 1)
                                    instanceof Known(double along, double e2)
                            && moment("f", x -> Math.abs(formula.value(x)), 1, 1)
                                    instanceof Known(double size, double e3)
                            && Math.abs(slope - along / width) > 1e-6 * size / width;
            return missed
                    ? new Refused(
                            "f varies so fast in places that its derivative cannot be integrated")
                    : slopeRms;
        }

        private static Estimate aboveZero(Estimate estimate, String otherwise) {
            return estimate instanceof Known(double value, double error) && value == 0
                    ? new Refused(otherwise + ", so it has no scale to bring to 1")
                    : estimate;
        }

        /// Root of the mean square, taken in units of the largest value met, so that squares
        /// neither overflow nor vanish.
        private Estimate rootMeanSquare(String what, DoubleUnaryOperator g) {
            double unit = size(g);
            return switch (moment(what + "²", g, 2, unit)) {
                case Refused refused -> refused;
                case Known(double value, double error) when value > 0 ->
                        new Known(unit * Math.sqrt(value), unit * error / (2 * Math.sqrt(value)));
                case Known zero -> new Known(0, 0);
            };
        }

        /// The largest weighted value met at the cuts, or the mean of all where a peak between them
        /// makes that larger.
        private double size(DoubleUnaryOperator g) {
            DoubleUnaryOperator weighted = z -> StrictMath.exp(-z * z / 4) * g.applyAsDouble(at(z));
            double largest = 0;
            for (double z : cuts) {
                double value = Math.abs(weighted.applyAsDouble(z));
                largest = value > largest && value < Double.POSITIVE_INFINITY ? value : largest;
            }
            double all = AdaptiveQuadrature.of(weighted, cuts).magnitude();
            double size = Double.isFinite(all) ? Math.max(largest, all / (2 * REACH)) : largest;
            return size == 0 ? 1 : size;
        }

        private double at(double z) {
            return center + width * z;
        }

        /// `E (g(x) / unit)^power`, power 1 or 2; the weight is split, so that a square overflows
        /// only with what it is weighted by.
        private Estimate moment(String what, DoubleUnaryOperator g, int power, double unit) {
            DoubleUnaryOperator weighted =
                    z -> {
                        double weight = StrictMath.exp(-z * z / (2 * power));
                        double value = weight * g.applyAsDouble(at(z)) / unit;
                        return power == 1 ? value : value * value;
                    };
            AdaptiveQuadrature.Result result = AdaptiveQuadrature.of(weighted, cuts);
            double norm = 1 / Math.sqrt(2 * Math.PI);
            if (!Double.isFinite(result.value())) {
                return new Refused(
                        "E %s cannot be computed: %s"
                                .formatted(what, pole(what, weighted, result)));
            }
            if (isLargeAtAnEnd(weighted, result)) {
                return new Refused(
                        "E %s does not exist or cannot be computed: f grows about as fast as the Gaussian falls"
                                .formatted(what));
            }
            Known found = new Known(norm * result.value(), norm * result.error());
            if (!(found.error() <= LARGEST_ERROR * norm * result.magnitude())) {
                return new Refused(
                        "E %s cannot be computed: %s"
                                .formatted(what, pole(what, weighted, result)));
            }
            return found;
        }

        /// Whether the integrand is still there at an end, or grows towards it. Largest values of
        /// half a deviation are compared, so that a function that swings is not mistaken.
        private static boolean isLargeAtAnEnd(
                DoubleUnaryOperator weighted, AdaptiveQuadrature.Result result) {
            for (int side = -1; side <= 1; side += 2) {
                double before = 0;
                double last = 0;
                for (double d = 0; d < 0.5; d += 1.0 / 64) {
                    last = Math.max(last, Math.abs(weighted.applyAsDouble(side * (REACH - d))));
                    double inside = weighted.applyAsDouble(side * (REACH - 1 - d));
                    before = Math.max(before, Math.abs(inside));
                }
                if (last > before || last > 1e-16 * result.magnitude()) {
                    return true;
                }
            }
            return false;
        }

        /// Where a value is not finite: what people look for first is nearest to the middle.
        private String pole(
                String what, DoubleUnaryOperator weighted, AdaptiveQuadrature.Result result) {
            for (double z = 0; z <= REACH; z += 1.0 / 64) {
                for (double at : new double[] {z, -z}) {
                    double value = weighted.applyAsDouble(at);
                    if (!Double.isFinite(value)) {
                        return "%s is %s at x = %s"
                                .formatted(
                                        function(what),
                                        Double.isNaN(value) ? "not a number" : "infinite",
                                        Formula.place(at(at)));
                    }
                }
            }
            // Beside 0 the worst panel ends at a number that nobody would read as 0.
            double near = Math.abs(result.worst()) < 0x1p-100 ? 0 : result.worst();
            return "%s has a pole near x = %s, or varies too fast there"
                    .formatted(function(what), Formula.place(at(near)));
        }

        private static String function(String what) {
            return what.contains("'") ? "f'" : "f";
        }

        private List<String> warnings() {
            DoubleUnaryOperator beyond =
                    x -> Math.abs(x - center) > FAR * width ? formula.value(x) : 0;
            if (rootMeanSquare("f", formula::value) instanceof Known(double all, double e)
                    && rootMeanSquare("f", beyond) instanceof Known(double far, double e2)
                    && far * far > FAR_SHARE * all * all) {
                return List.of(
                        String.format(
                                Locale.ROOT,
                                "%.1g of E f² lies beyond %.0f deviations, which no tensor has: measured scales are smaller",
                                far * far / (all * all),
                                FAR));
            }
            return List.of();
        }
    }
}
