package org.unitscope.analysis;

import java.util.Arrays;
import org.unitscope.graph.ValueLaw;
import org.unitscope.moments.ElementShape;
import org.unitscope.statistics.ElementLaw;

/// The shapes of the laws that values are drawn from.
final class ValueLaws {
    private static final int POINTS = 1 << 14;

    private ValueLaws() {}

    static ElementShape shape(ValueLaw law) {
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
        };
    }

    private static ElementLaw uniform(double low, double high) {
        double[] values = new double[POINTS];
        double[] weights = new double[POINTS];
        Arrays.fill(weights, 1.0 / POINTS);
        Arrays.setAll(values, k -> low + (high - low) * (k + 0.5) / POINTS);
        return low == -high ? ElementLaw.uniform() : ElementLaw.atoms(values, weights);
    }
}
