package org.unitscope.statistics;

import org.unitscope.kernels.ReferenceFunctions;

/// Laws whose bin masses have closed forms.
final class BasicLaws {
    private static final int LOWEST = LogDensity.window(0, 0);

    static final ElementLaw GAUSSIAN = gaussian();
    static final ElementLaw UNIFORM = uniform();

    private BasicLaws() {}

    /// Probability between two magnitudes.
    private interface Between {
        double of(double low, double high);
    }

    /// Where a bin ends; the end bins hold what is outside.
    private static double end(int bin) {
        double top = LOWEST + (bin + 1.0) / LogDensity.RESOLUTION;
        return bin + 1 < LogDensity.BINS ? StrictMath.pow(2, top) : Double.POSITIVE_INFINITY;
    }

    private static double[] masses(Between probability) {
        double[] masses = new double[LogDensity.BINS];
        double low = 0;
        for (int i = 0; i < masses.length; i++) {
            double high = end(i);
            masses[i] = probability.of(low, high);
            low = high;
        }
        return masses;
    }

    private static ElementLaw law(LogDensity density, LawMoments moments) {
        return new ElementLaw(0, PointMasses.NONE, density, moments);
    }

    private static ElementLaw gaussian() {
        double first = Math.sqrt(2 / Math.PI);
        return law(
                new LogDensity(masses(BasicLaws::gaussianBetween), null, LOWEST),
                new LawMoments(0, first, 1, 2 * first, 3));
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
        // Of the uniform law up to 1, moved, so that its end is the end of a bin.
        double[] masses = masses((low, high) -> Math.min(high, 1) - Math.min(low, 1));
        double shift = StrictMath.log(end) / StrictMath.log(2);
        return law(new LogDensity(masses, null, LOWEST + shift), moments);
    }

    /// The root of a Gamma variable of mean 1.
    ///
    /// `E S^(k/2) = Γ(shape + k / 2) / Γ(shape) / shape^(k/2)`.
    static ElementLaw rootGamma(double shape) {
        double first = rootMoment(shape, 1);
        double third = rootMoment(shape, 3);
        LawMoments moments = new LawMoments(first, first, 1, third, 1 + 1 / shape);
        double[] masses = gammaMasses(new IncompleteGamma(shape));
        return law(new LogDensity(masses, masses, LOWEST), moments);
    }

    private static double rootMoment(double shape, int order) {
        double ratio =
                IncompleteGamma.logGamma(shape + order / 2.0) - IncompleteGamma.logGamma(shape);
        return StrictMath.exp(ratio - order / 2.0 * StrictMath.log(shape));
    }

    /// By the side below up to the mean, by the side above from there on: the smaller one has the
    /// digits.
    private static double[] gammaMasses(IncompleteGamma law) {
        double[] masses = new double[LogDensity.BINS];
        double before = 0;
        boolean below = true;
        double low = 0;
        for (int i = 0; i < masses.length; i++) {
            double end = end(i);
            double high = law.shape() * end * end;
            if (below && high >= law.shape()) {
                below = false;
                before = law.upper(low);
            }
            double here = below ? law.lower(high) : law.upper(high);
            masses[i] = below ? here - before : before - here;
            before = here;
            low = high;
        }
        return masses;
    }
}
