package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;

/// `y = eˣ`, its own derivative. Beyond 88.7 single precision overflows.
public final class Exponential extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc("exp", "Exponential", "The exponential function.", "y = exp(x)", "");
    }

    @Override
    protected float value(float x) {
        return ElementaryFunctions.exp(x);
    }

    @Override
    protected float derivative(float x) {
        return ElementaryFunctions.exp(x);
    }

    @Override
    protected double value(double x) {
        return StrictMath.exp(x);
    }

    @Override
    protected double derivative(double x) {
        return StrictMath.exp(x);
    }

    /// A wide Gaussian has moments that no sample shows: they are those of its rarest elements.
    @Override
    public List<OperatorCase> cases() {
        return List.of(unaryCase("half scale", 0.5), unaryCase("small", 1.0 / 64));
    }
}
