package org.unitscope.operators.library;

import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = max(x, 0)²`, `y' = 2 max(x, 0)`.
public final class SquaredRelu extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "squared_relu",
                "Squared ReLU",
                "Squares positive values and sets the others to zero.",
                "y = max(x, 0)²",
                "So et al. 2021, Primer, arXiv 2109.08668");
    }

    @Override
    protected float value(float x) {
        float positive = Math.max(x, 0f);
        return positive * positive;
    }

    @Override
    protected float derivative(float x) {
        return 2 * Math.max(x, 0f);
    }

    @Override
    protected double value(double x) {
        double positive = Math.max(x, 0);
        return positive * positive;
    }

    @Override
    protected double derivative(double x) {
        return 2 * Math.max(x, 0);
    }

    @Override
    protected double[] kinks() {
        return new double[] {0};
    }
}
