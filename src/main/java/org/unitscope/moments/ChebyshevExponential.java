package org.unitscope.moments;

/// `exp(a R) ≈ Σ_m exp(a R_m) L_m(R)` for R in an interval: separates a number of a pair of queries
/// from one of a pair of keys. R_m are Chebyshev nodes, L_m Lagrange's polynomials.
///
/// With M nodes and half width h of the interval, the error relative to the largest value is below
/// `2 (|a| h / 2)^M / M!`; M is taken so that this is below 1e-5 for the largest a, at most 24.
final class ChebyshevExponential {
    private static final double ERROR = 1e-5;
    private static final int FEWEST = 4;
    private static final int MOST = 24;

    private final double[] nodes;
    private final double[] weights;

    ChebyshevExponential(double low, double high, double largest) {
        int count = count(largest * (high - low) / 4);
        nodes = new double[count];
        weights = new double[count];
        for (int m = 0; m < count; m++) {
            double angle = (m + 0.5) * Math.PI / count;
            nodes[m] = (low + high) / 2 + (high - low) / 2 * StrictMath.cos(angle);
            weights[m] = (m % 2 == 0 ? 1 : -1) * StrictMath.sin(angle);
        }
    }

    private static int count(double quarter) {
        double term = 2;
        int m = 0;
        while (m < MOST && (m < FEWEST || term > ERROR)) {
            m++;
            term *= quarter / m;
        }
        return m;
    }

    /// M.
    int count() {
        return nodes.length;
    }

    /// R_m.
    double node(int m) {
        return nodes[m];
    }

    /// Writes all L_m(R), by the barycentric formula.
    void lagrange(double r, double[] into) {
        double sum = 0;
        for (int m = 0; m < nodes.length; m++) {
            double distance = r - nodes[m];
            if (Math.abs(distance) < 1e-14) {
                java.util.Arrays.fill(into, 0);
                into[m] = 1;
                return;
            }
            into[m] = weights[m] / distance;
            sum += into[m];
        }
        for (int m = 0; m < nodes.length; m++) {
            into[m] /= sum;
        }
    }
}
