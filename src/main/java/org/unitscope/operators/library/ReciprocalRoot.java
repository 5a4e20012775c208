package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PositiveUnary;

/// `y = x^-1/2`, `y' = −x^-3/2 / 2`; infinite at 0, NaN below.
public final class ReciprocalRoot extends PositiveUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "rsqrt",
                "Reciprocal root",
                "One over the root of positive elements.",
                "y = 1/√x",
                "");
    }

    @Override
    protected double value(double x, AttributeMap attributes) {
        return 1 / Math.sqrt(x);
    }

    @Override
    protected double derivative(double x, AttributeMap attributes) {
        return -0.5 / (x * Math.sqrt(x));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                positiveCase("about one", 0.25, 4, AttributeMap.NONE),
                positiveCase("large", 100, 200, AttributeMap.NONE));
    }
}
