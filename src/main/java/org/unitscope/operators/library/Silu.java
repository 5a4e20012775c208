package org.unitscope.operators.library;

import java.util.Optional;
import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.GateFactors;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;

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

    /// The library's interpolation between the limits of a steep and of a flat gate, at multiplier
    /// 1.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return of.style() == ScalingStyle.LIBRARY
                ? Optional.of(GateFactors.silu())
                : super.unitScaling(of);
    }
}
