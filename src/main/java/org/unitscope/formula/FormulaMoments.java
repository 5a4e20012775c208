package org.unitscope.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.unitscope.moments.GaussianExpectation;

/// Moments of f(z) and f'(z) for Gaussian z, with the error of the quadrature.
///
/// Composite Gauss-Legendre quadrature, 16 nodes a panel, panels ending at the kinks of f: once
/// with panels of at most a deviation, once with every panel cut in four. The difference of the two
/// is the error stated, an estimate that is far above the error of the finer one where f is smooth
/// between its kinks; where it is not small, there is no result.
///
/// @param mean E f
/// @param deviation standard deviation of f
/// @param rms root of E f²
/// @param slopeMean E f'
/// @param slopeRms root of E f'²
/// @param relativeError the largest relative error of the second moments
/// @param warnings sentences for people
public record FormulaMoments(
        double mean,
        double deviation,
        double rms,
        double slopeMean,
        double slopeRms,
        double relativeError,
        List<String> warnings) {
    private static final double LARGEST_ERROR = 1e-6;
    private static final double FAR = 8;
    private static final double FAR_SHARE = 1e-7;
    private static final int REACH = 12;
    private static final int CUTS = 4;

    /// Copies the list.
    public FormulaMoments {
        warnings = List.copyOf(warnings);
    }

    /// Of a formula.
    ///
    /// @throws FormulaException if a moment does not exist or cannot be computed to 1e-6
    public static FormulaMoments of(Formula formula, double mean, double deviation)
            throws FormulaException {
        if (!(deviation > 0) || !Double.isFinite(mean + deviation)) {
            throw new FormulaException(
                    "the deviation must be above 0, got %s with mean %s"
                            .formatted(deviation, mean));
        }
        return new Integration(formula, mean, deviation).moments();
    }

    private record Integration(Formula formula, double mean, double deviation) {
        FormulaMoments moments() throws FormulaException {
            double first = integral(formula::value, "its mean");
            double second = integral(square(formula::value), "its mean square");
            double slope = integral(formula::slope, "the mean of its derivative");
            double slopes = integral(square(formula::slope), "the mean square of its derivative");
            double centered = integral(square(z -> formula.value(z) - first), "its variance");
            double error =
                    Math.max(
                            error(square(formula::value), second),
                            error(square(formula::slope), slopes));
            List<String> warnings = new ArrayList<>();
            for (double jump : formula.jumps()) {
                warnings.add(
                        String.format(
                                Locale.ROOT,
                                "f jumps at x = %.6g: the derivative is taken beside it, as frameworks do, and misses what happens there",
                                jump));
            }
            return new FormulaMoments(
                    first,
                    Math.sqrt(centered),
                    Math.sqrt(second),
                    slope,
                    Math.sqrt(slopes),
                    error,
                    warnings);
        }

        private static DoubleUnaryOperator square(DoubleUnaryOperator f) {
            return z -> {
                double value = f.applyAsDouble(z);
                return value * value;
            };
        }

        private double[] kinks(boolean fine) {
            double[] own = formula.kinks();
            if (!fine) {
                return own;
            }
            DoubleStream cuts =
                    java.util.stream.IntStream.rangeClosed(-REACH * CUTS, REACH * CUTS)
                            .mapToDouble(i -> mean + deviation * i / CUTS);
            return DoubleStream.concat(Arrays.stream(own), cuts).sorted().distinct().toArray();
        }

        private double integral(DoubleUnaryOperator f, String what) throws FormulaException {
            double fine = sum(f, true);
            double coarse = sum(f, false);
            if (!Double.isFinite(fine)) {
                throw new FormulaException(
                        "%s has no value: f or f' is not finite at %s"
                                .formatted(what, notFinite(f)));
            }
            double size = sum(z -> Math.abs(f.applyAsDouble(z)), true);
            if (Math.abs(fine - coarse) > LARGEST_ERROR * size) {
                throw new FormulaException(
                        String.format(
                                Locale.ROOT,
                                "%s does not converge: two quadratures give %.6g and %.6g; f may have a pole or grow too fast",
                                what,
                                coarse,
                                fine));
            }
            double far =
                    sum(
                            z ->
                                    Math.abs(z - mean) > FAR * deviation
                                            ? Math.abs(f.applyAsDouble(z))
                                            : 0,
                            true);
            if (far > FAR_SHARE * size) {
                throw new FormulaException(
                        "%s rests on values beyond %.0f deviations, which no sample has; f grows too fast"
                                .formatted(what, FAR));
            }
            return fine;
        }

        private double error(DoubleUnaryOperator f, double size) {
            return size == 0 ? 0 : Math.abs(sum(f, true) - sum(f, false)) / size;
        }

        private double sum(DoubleUnaryOperator f, boolean fine) {
            return new GaussianExpectation(kinks(fine)).of(f, mean, deviation);
        }

        private String notFinite(DoubleUnaryOperator f) {
            for (double z = -REACH; z <= REACH; z += 1.0 / 16) {
                double x = mean + z * deviation;
                if (!Double.isFinite(f.applyAsDouble(x))) {
                    return "x = " + x;
                }
            }
            return "some x within %d deviations".formatted(REACH);
        }
    }
}
