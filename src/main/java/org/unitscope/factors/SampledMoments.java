package org.unitscope.factors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.random.RandomStream;

/// Moments of f and f' over drawn numbers, with standard errors: the check of derived ones.
///
/// @param count how many were drawn
/// @param seed of the draw
public record SampledMoments(
        int count, long seed, Sampled mean, Sampled deviation, Sampled rms, Sampled slopeRms) {
    private static final double MOST_STANDARD_ERRORS = 5;

    /// Normals are floats, good to 6e-8.
    private static final double DRAWN = 1e-6;

    /// A sampled number.
    public record Sampled(double value, double standardError) {
        /// How many standard errors a derived number is away; 0 if there is none, or if it agrees
        /// to the digits of what was drawn.
        public double apart(Estimate derived) {
            if (!(derived instanceof Known(double expected, double error))) {
                return 0;
            }
            double gap = Math.abs(value - expected) - error - DRAWN * Math.abs(expected);
            return gap <= 0 ? 0 : gap / standardError;
        }
    }

    /// Draws x ~ N(mean, deviation²).
    ///
    /// @param count at least 2
    public static SampledMoments of(DerivedFactors of, int count, long seed) {
        RandomStream stream = RandomStream.of(seed, "x", "factors");
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = of.mean() + of.deviation() * stream.normal(i);
        }
        Sampled mean = mean(x, of.formula()::value);
        double center = mean.value;
        return new SampledMoments(
                count,
                seed,
                mean,
                root(mean(x, v -> square(of.formula().value(v) - center))),
                root(mean(x, v -> square(of.formula().value(v)))),
                root(mean(x, v -> square(of.formula().slope(v)))));
    }

    private static double square(double value) {
        return value * value;
    }

    /// The mean of g(x) with its standard error, from deviations about the first value, so that a
    /// large constant costs no digits.
    private static Sampled mean(double[] x, DoubleUnaryOperator g) {
        double first = g.applyAsDouble(x[0]);
        double sum = 0;
        double squares = 0;
        for (double v : x) {
            double value = g.applyAsDouble(v) - first;
            sum += value;
            squares += value * value;
        }
        double mean = sum / x.length;
        double variance = Math.max(0, squares / x.length - mean * mean);
        return new Sampled(first + mean, Math.sqrt(variance / x.length));
    }

    private static Sampled root(Sampled square) {
        double root = Math.sqrt(square.value);
        return new Sampled(root, root == 0 ? 0 : square.standardError / (2 * root));
    }

    /// A sentence for each number that lies more than five standard errors from the derived one.
    public List<String> disagreements(GaussianFactors derived) {
        List<String> found = new ArrayList<>();
        add(found, "the mean of f", mean, derived.mean());
        add(found, "the deviation of f", deviation, derived.deviation());
        add(found, "the RMS of f", rms, derived.rms());
        add(found, "the RMS of f'", slopeRms, derived.slopeRms());
        return found;
    }

    private static void add(List<String> found, String what, Sampled sampled, Estimate derived) {
        double apart = sampled.apart(derived);
        if (apart <= MOST_STANDARD_ERRORS) {
            return;
        }
        String number = String.format(Locale.ROOT, "%.6g", sampled.value);
        if (!Double.isFinite(sampled.value) || Double.isNaN(sampled.standardError)) {
            found.add(what + " as sampled overflows: not checked");
        } else if (sampled.standardError == 0) {
            found.add(
                    "%s as sampled, %s, is the same in all draws: what f does elsewhere is too rare to be met"
                            .formatted(what, number));
        } else {
            found.add(
                    String.format(
                            Locale.ROOT,
                            "%s as sampled, %s, is %.3g standard errors from the derived one; a few large values may carry it",
                            what,
                            number,
                            apart));
        }
    }
}
