package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PositiveUnary;

/// `y = √x`, `y' = 1 / (2 √x)`; NaN below 0.
public final class SquareRoot extends PositiveUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "sqrt", "Square root", "The root of elements that are not negative.", "y = √x", "");
    }

    @Override
    protected double value(double x, AttributeMap attributes) {
        return Math.sqrt(x);
    }

    @Override
    protected double derivative(double x, AttributeMap attributes) {
        return 0.5 / Math.sqrt(x);
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                positiveCase("about one", 0.25, 4, AttributeMap.NONE),
                positiveCase("large", 100, 200, AttributeMap.NONE));
    }
}
