package org.unitscope.operators.library;

import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = 1 / (1 + exp(−x))`, `y' = y (1 − y)`.
public final class Sigmoid extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "sigmoid", "Sigmoid", "Squashes to (0, 1).", "y = 1 / (1 + exp(-x))", "");
    }

    @Override
    protected float value(float x) {
        return ElementaryFunctions.sigmoid(x);
    }

    @Override
    protected float derivative(float x) {
        float s = ElementaryFunctions.sigmoid(x);
        return s * (1 - s);
    }

    @Override
    protected double value(double x) {
        return ReferenceFunctions.sigmoid(x);
    }

    @Override
    protected double derivative(double x) {
        double s = ReferenceFunctions.sigmoid(x);
        return s * (1 - s);
    }
}
