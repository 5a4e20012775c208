package org.unitscope.statistics;

import org.unitscope.kernels.ReferenceFunctions;

/// Laws whose bin masses have closed forms.
final class BasicLaws {
    static final ElementLaw GAUSSIAN = gaussian();
    static final ElementLaw UNIFORM = uniform();

    private BasicLaws() {}

    /// Probability between two magnitudes.
    private interface Between {
        double of(double low, double high);
    }

    private static ElementLaw law(Between probability, boolean symmetric, LawMoments moments) {
        int lowest = LogDensity.window(0, 0);
        double[] masses = new double[LogDensity.BINS];
        double low = 0;
        for (int i = 0; i < masses.length; i++) {
            double top = lowest + (i + 1.0) / LogDensity.RESOLUTION;
            // The end bins hold what is outside.
            double high = i + 1 < masses.length ? StrictMath.pow(2, top) : Double.POSITIVE_INFINITY;
            masses[i] = probability.of(low, high);
            low = high;
        }
        double[] odd = symmetric ? null : masses;
        return new ElementLaw(0, PointMasses.NONE, new LogDensity(masses, odd, lowest), moments);
    }

    private static ElementLaw gaussian() {
        double first = Math.sqrt(2 / Math.PI);
        return law(BasicLaws::gaussianBetween, true, new LawMoments(0, first, 1, 2 * first, 3));
    }

    private static double gaussianBetween(double low, double high) {
        double a = low / Math.sqrt(2);
        double b = high / Math.sqrt(2);
        // The smaller side has the digits.
        return b < 0.5
                ? ReferenceFunctions.erf(b) - ReferenceFunctions.erf(a)
                : ReferenceFunctions.erfc(a) - ReferenceFunctions.erfc(b);
    }

    private static ElementLaw uniform() {
        double end = Math.sqrt(3);
        LawMoments moments = new LawMoments(0, end / 2, 1, 3 * end / 4, 9.0 / 5);
        return law((low, high) -> (Math.min(high, end) - Math.min(low, end)) / end, true, moments);
    }

    /// The root of a Gamma variable of mean 1.
    ///
    /// `E S^(k/2) = Γ(shape + k / 2) / Γ(shape) / shape^(k/2)`.
    static ElementLaw rootGamma(double shape) {
        double first = rootMoment(shape, 1);
        double third = rootMoment(shape, 3);
        LawMoments moments = new LawMoments(first, first, 1, third, 1 + 1 / shape);
        return law((low, high) -> gammaBetween(shape, low, high), false, moments);
    }

    private static double rootMoment(double shape, int order) {
        double ratio =
                IncompleteGamma.logGamma(shape + order / 2.0) - IncompleteGamma.logGamma(shape);
        return StrictMath.exp(ratio - order / 2.0 * StrictMath.log(shape));
    }

    private static double gammaBetween(double shape, double low, double high) {
        double a = shape * low * low;
        double b = shape * high * high;
        return b < shape
                ? IncompleteGamma.lower(shape, b) - IncompleteGamma.lower(shape, a)
                : IncompleteGamma.upper(shape, a) - IncompleteGamma.upper(shape, b);
    }
}
