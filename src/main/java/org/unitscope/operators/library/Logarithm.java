package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PositiveUnary;

/// `y = ln x`, `y' = 1 / x`; −∞ at 0, NaN below.
public final class Logarithm extends PositiveUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "log", "Logarithm", "The natural logarithm of positive elements.", "y = ln(x)", "");
    }

    @Override
    protected double value(double x, AttributeMap attributes) {
        return StrictMath.log(x);
    }

    @Override
    protected double derivative(double x, AttributeMap attributes) {
        return 1 / x;
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                positiveCase("about one", 0.25, 4, AttributeMap.NONE),
                positiveCase("small", 0.01, 0.02, AttributeMap.NONE));
    }
}
