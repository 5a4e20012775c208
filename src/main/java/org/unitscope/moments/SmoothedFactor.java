package org.unitscope.moments;

import java.util.function.DoubleUnaryOperator;
import org.unitscope.statistics.ElementLaw;

/// What rows have in common of a function of a Gaussian, f(μ + σ (√ρ z + √(1 − ρ) w)) with z common
/// to all and w of each row. Sums over many rows leave the means over w,
///
///     S(z) = E_w f   of rows that add up with their signs (coherent),
///     T(z) = E_w f²  of rows whose squares add up,
///
/// tabulated on |z| ≤ 8 in steps of 1/8 and linear between, constant beyond. f is taken from a table
/// in steps of σ/128. Means are sums over cells of w of width 0.1, each with its probability and the
/// mean of f in it, from a table of integrals: so a jump of f is off by 1e-3, smooth f by 1e-5.
final class SmoothedFactor {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LARGEST = 8;
    private static final int PER_UNIT = 8;
    private static final double WIDEST = 14;
    private static final int FINE = 128;
    private static final double STEP = 0.1;
    private static final double NARROW = 1e-2;
    private static final double[] CELLS = cells();
    private static final double[] EDGES = edges();

    private final Table value;
    private final Table square;
    private final double valueSecond;
    private final double squareMean;

    /// Numbers at equal steps from −limit to limit.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(double[] values, double limit, double perUnit) {
        static Table of(DoubleUnaryOperator f, double limit, double perUnit) {
            double[] values = new double[(int) Math.round(2 * limit * perUnit) + 1];
            for (int k = 0; k < values.length; k++) {
                values[k] = f.applyAsDouble(k / perUnit - limit);
            }
            return new Table(values, limit, perUnit);
        }

        double at(double z) {
            double at = Math.clamp((z + limit) * perUnit, 0, values.length - 1);
            int below = Math.min((int) at, values.length - 2);
            return values[below] + (at - below) * (values[below + 1] - values[below]);
        }
    }

    /// A function of z, and its integral.
    private record Integrable(Table value, Table integral) {
        static Integrable of(Table value) {
            double[] sums = new double[value.values().length];
            for (int k = 1; k < sums.length; k++) {
                double both = value.values()[k - 1] + value.values()[k];
                sums[k] = sums[k - 1] + both / (2 * value.perUnit());
            }
            return new Integrable(value, new Table(sums, value.limit(), value.perUnit()));
        }

        /// `E f(center + own w)`.
        double mean(double center, double own) {
            double sum = 0;
            double before = integral.at(center + own * EDGES[0]);
            for (int k = 0; k < CELLS.length; k++) {
                double next = integral.at(center + own * EDGES[k + 1]);
                sum += CELLS[k] * (next - before) / (own * (EDGES[k + 1] - EDGES[k]));
                before = next;
            }
            return sum;
        }
    }

    /// f and f² as functions of z, `f(μ + σ z)`, for any number of correlations.
    record Source(Integrable value, Integrable square) {
        static Source of(ElementShape.Factor.Mapped factor) {
            DoubleUnaryOperator f =
                    z -> factor.f().applyAsDouble(factor.mean() + factor.deviation() * z);
            return new Source(
                    Integrable.of(Table.of(f, WIDEST, FINE)),
                    Integrable.of(
                            Table.of(z -> f.applyAsDouble(z) * f.applyAsDouble(z), WIDEST, FINE)));
        }
    }

    SmoothedFactor(Source f, double correlation) {
        double rho = Math.clamp(correlation, 0, 1);
        double common = Math.sqrt(rho);
        double own = Math.sqrt(1 - rho);
        value = smoothed(f.value(), common, own);
        square = smoothed(f.square(), common, own);
        double[] sums = new double[2];
        EXPECTATION.forEach(
                0,
                1,
                (x, z, weight) -> {
                    double s = value.at(z);
                    sums[0] += weight * s * s;
                    sums[1] += weight * square.at(z);
                });
        valueSecond = sums[0];
        squareMean = sums[1];
    }

    private static Table smoothed(Integrable f, double common, double own) {
        return own < NARROW ? f.value() : Table.of(z -> f.mean(common * z, own), LARGEST, PER_UNIT);
    }

    /// The edges of cells of a Gaussian. A density that is constant in cells of width h has the
    /// variance `1 + h²/6`: they are drawn together by its root.
    private static double[] edges() {
        double[] edges = new double[CELLS.length + 1];
        double root = Math.sqrt(1 + STEP * STEP / 6);
        for (int k = 0; k < edges.length; k++) {
            edges[k] = STEP * (k - CELLS.length / 2.0) / root;
        }
        return edges;
    }

    /// The probabilities of the cells, by Simpson's rule.
    private static double[] cells() {
        double[] cells = new double[124];
        double sum = 0;
        for (int k = 0; k < cells.length; k++) {
            double left = STEP * (k - cells.length / 2.0);
            cells[k] = density(left) + 4 * density(left + STEP / 2) + density(left + STEP);
            sum += cells[k];
        }
        for (int k = 0; k < cells.length; k++) {
            cells[k] /= sum;
        }
        return cells;
    }

    private static double density(double w) {
        return StrictMath.exp(-w * w / 2);
    }

    /// `(1 − c) T/E T + c S²/E S²`: the variance that an element has from it, of mean 1.
    ///
    /// @param coherent c
    double variance(double z, double coherent) {
        double s = value.at(z);
        double squares = squareMean == 0 ? 1 : square.at(z) / squareMean;
        double signed = valueSecond == 0 ? squares : s * s / valueSecond;
        return Math.max(0, (1 - coherent) * squares + coherent * signed);
    }

    /// The law of the root of that variance.
    ElementLaw root(double coherent) {
        return ElementLaw.ofGaussian(z -> Math.sqrt(variance(z, coherent)), 0, 1);
    }

    /// The mean square of that variance.
    double spread(double coherent) {
        double[] sum = new double[1];
        EXPECTATION.forEach(
                0,
                1,
                (x, z, weight) -> {
                    double variance = variance(z, coherent);
                    sum[0] += weight * variance * variance;
                });
        return sum[0];
    }
}
