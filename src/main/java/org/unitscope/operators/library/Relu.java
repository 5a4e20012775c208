package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = max(x, 0)`; the derivative at 0 is 0, as in PyTorch. NaN stays NaN.
public final class Relu extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "relu",
                "ReLU",
                "Keeps positive values and sets the others to zero.",
                "y = max(x, 0)",
                "");
    }

    @Override
    protected float value(float x) {
        return Math.max(x, 0f);
    }

    @Override
    protected float derivative(float x) {
        return x > 0 ? 1f : 0f;
    }

    @Override
    protected double value(double x) {
        return Math.max(x, 0);
    }

    @Override
    protected double derivative(double x) {
        return x > 0 ? 1 : 0;
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
