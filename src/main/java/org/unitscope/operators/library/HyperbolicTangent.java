package org.unitscope.operators.library;

import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = tanh x`, `y' = 1 − y²`.
public final class HyperbolicTangent extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc("tanh", "tanh", "Squashes to (-1, 1).", "y = tanh x", "");
    }

    @Override
    protected float value(float x) {
        return ElementaryFunctions.tanh(x);
    }

    @Override
    protected float derivative(float x) {
        float t = ElementaryFunctions.tanh(x);
        return 1 - t * t;
    }

    @Override
    protected double value(double x) {
        return StrictMath.tanh(x);
    }

    @Override
    protected double derivative(double x) {
        double t = StrictMath.tanh(x);
        return 1 - t * t;
    }
}
