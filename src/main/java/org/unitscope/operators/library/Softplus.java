package org.unitscope.operators.library;

import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = ln(1 + eˣ)`, computed as `max(x, 0) + ln(1 + e^−|x|)`; `y' = σ(x)`.
public final class Softplus extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "softplus",
                "Softplus",
                "A smooth rectifier.",
                "y = ln(1 + exp(x))",
                "Dugas et al. 2000, Incorporating Second-Order Functional Knowledge for Better Option Pricing");
    }

    @Override
    protected float value(float x) {
        return Math.max(x, 0f) + ElementaryFunctions.log1p(ElementaryFunctions.exp(-Math.abs(x)));
    }

    @Override
    protected float derivative(float x) {
        return ElementaryFunctions.sigmoid(x);
    }

    @Override
    protected double value(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    @Override
    protected double derivative(double x) {
        return ReferenceFunctions.sigmoid(x);
    }
}
