package org.unitscope.statistics;

import java.util.function.DoubleUnaryOperator;

/// Oracle: numerical integration for tests of laws, by Simpson's rule.
final class LawIntegrals {
    private LawIntegrals() {}

    /// `integral of f from a to b`, with so many panels.
    static double simpson(DoubleUnaryOperator f, double a, double b, int panels) {
        double width = (b - a) / panels;
        double sum = 0;
        for (int i = 0; i < panels; i++) {
            double from = a + i * width;
            sum +=
                    f.applyAsDouble(from)
                            + 4 * f.applyAsDouble(from + width / 2)
                            + f.applyAsDouble(from + width);
        }
        return sum * width / 6;
    }

    static double normalDensity(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /// `P(|z| < x)` for standard normal z; panels of at most 1/100 leave 1e-12.
    static double normalInside(double x) {
        double end = Math.min(x, 12);
        return 2 * simpson(LawIntegrals::normalDensity, 0, end, 10 + (int) (100 * end));
    }

    /// `P(|z| > x)`, relative 1e-10.
    static double normalOutside(double x) {
        return 2 * simpson(LawIntegrals::normalDensity, x, x + 12, 5000);
    }

    /// `P(z < x)`.
    static double normalBelow(double x) {
        return (1 + Math.signum(x) * normalInside(Math.abs(x))) / 2;
    }
}
