package org.unitscope.analysis;

import java.util.Arrays;
import org.unitscope.graph.StoredValues;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.moments.ElementShape;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.Shape;

/// The shapes of the laws that values are drawn from.
public final class ValueLaws {
    private static final int POINTS = 1 << 14;

    private ValueLaws() {}

    /// The shape of an element, its scale apart.
    public static ElementShape shape(ValueLaw law) {
        return switch (law) {
            case ValueLaw.Normal normal ->
                    normal.mean() == 0
                            ? ElementShape.GAUSSIAN
                            : ElementShape.of(() ->
                                    ElementLaw.ofGaussian(
                                            x -> x, normal.mean(), normal.standardDeviation()));
            case ValueLaw.Uniform uniform ->
                    ElementShape.of(() -> uniform(uniform.low(), uniform.high()));
            case ValueLaw.Constant constant ->
                    ElementShape.of(() -> ElementLaw.constant(constant.value()));
            case ValueLaw.TruncatedNormal cut -> ElementShape.of(() -> truncated(cut));
            case ValueLaw.StudentT heavy -> ElementShape.of(() -> studentT(heavy.degrees()));
            case ValueLaw.CorrelatedRows rows -> ElementShape.GAUSSIAN;
            case ValueLaw.Orthogonal matrix -> ElementShape.GAUSSIAN;
            case ValueLaw.Stored stored -> ElementShape.of(() -> empirical(stored.values()));
        };
    }

    /// The variance of a parameter's mean square from seed to seed, as a share of its square: as of
    /// Gaussians, but for what does not scatter at all.
    static double scatter(ValueLaw law, Shape shape) {
        return switch (law) {
            case ValueLaw.Orthogonal matrix -> 0;
            case ValueLaw.Stored stored -> 0;
            case ValueLaw.StudentT heavy -> (2 + 6 / (heavy.degrees() - 4)) / shape.count();
            default -> 2.0 / shape.count();
        };
    }

    /// Of a uniform number: `Φ^-1` between the ends, here by the midpoints of equal cells.
    private static ElementLaw truncated(ValueLaw.TruncatedNormal law) {
        double[] values = new double[POINTS];
        double[] weights = new double[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double z = law.cut() * (2 * (k + 0.5) / POINTS - 1);
            values[k] = law.mean() + law.standardDeviation() * z;
            weights[k] = StrictMath.exp(-z * z / 2);
        }
        return ElementLaw.atoms(values, weights);
    }

    /// Bailey (1994): `√(ν (u^(−2/ν) − 1)) cos 2πv` with independent uniform u and v, here each the
    /// normal distribution function of a Gaussian.
    private static ElementLaw studentT(double degrees) {
        ElementLaw radius =
                ElementLaw.ofGaussian(
                        z ->
                                Math.sqrt(
                                        degrees
                                                * StrictMath.expm1(
                                                        -2
                                                                / degrees
                                                                * StrictMath.log(upperTail(z)))),
                        0,
                        1);
        ElementLaw cosine =
                ElementLaw.ofGaussian(z -> StrictMath.cos(2 * Math.PI * upperTail(z)), 0, 1);
        return radius.times(cosine);
    }

    /// `P(Z > z)`.
    private static double upperTail(double z) {
        return 0.5 * ReferenceFunctions.erfc(z / Math.sqrt(2));
    }

    /// Of the numbers themselves, at most 2^20 of them, evenly spaced.
    private static ElementLaw empirical(StoredValues stored) {
        int step = Math.max(1, stored.length() >> 20);
        int count = (stored.length() + step - 1) / step;
        double[] values = new double[count];
        double[] weights = new double[count];
        Arrays.fill(weights, 1.0 / count);
        Arrays.setAll(values, k -> stored.get(k * step));
        return ElementLaw.atoms(values, weights);
    }

    private static ElementLaw uniform(double low, double high) {
        double[] values = new double[POINTS];
        double[] weights = new double[POINTS];
        Arrays.fill(weights, 1.0 / POINTS);
        Arrays.setAll(values, k -> low + (high - low) * (k + 0.5) / POINTS);
        return low == -high ? ElementLaw.uniform() : ElementLaw.atoms(values, weights);
    }
}
