package org.unitscope.operators.library;

import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = x²`, `y' = 2 x`.
public final class Square extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc("square", "Square", "Squares every element.", "y = x²", "");
    }

    @Override
    protected float value(float x) {
        return x * x;
    }

    @Override
    protected float derivative(float x) {
        return 2 * x;
    }

    @Override
    protected double value(double x) {
        return x * x;
    }

    @Override
    protected double derivative(double x) {
        return 2 * x;
    }
}
