package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = |x|`; the derivative at 0 is 0, as in PyTorch.
public final class Absolute extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc("abs", "Absolute value", "Drops the sign.", "y = |x|", "");
    }

    @Override
    protected float value(float x) {
        return Math.abs(x);
    }

    @Override
    protected float derivative(float x) {
        return Math.signum(x);
    }

    @Override
    protected double value(double x) {
        return Math.abs(x);
    }

    @Override
    protected double derivative(double x) {
        return Math.signum(x);
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    protected double[] kinks() {
        return new double[] {0};
    }
}
