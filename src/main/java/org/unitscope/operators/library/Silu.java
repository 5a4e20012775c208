package org.unitscope.operators.library;

import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = x σ(x)`, `y' = σ(x) + x σ(x) (1 − σ(x))`.
public final class Silu extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "silu",
                "SiLU",
                "Multiplies by its own sigmoid; also called swish.",
                "y = x / (1 + exp(-x))",
                "Hendrycks and Gimpel 2016, arXiv 1606.08415");
    }

    @Override
    protected float value(float x) {
        return x * ElementaryFunctions.sigmoid(x);
    }

    @Override
    protected float derivative(float x) {
        float s = ElementaryFunctions.sigmoid(x);
        return s + x * s * (1 - s);
    }

    @Override
    protected double value(double x) {
        return x * ReferenceFunctions.sigmoid(x);
    }

    @Override
    protected double derivative(double x) {
        double s = ReferenceFunctions.sigmoid(x);
        return s + x * s * (1 - s);
    }
}
