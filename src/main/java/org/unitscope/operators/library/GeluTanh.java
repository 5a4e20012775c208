package org.unitscope.operators.library;

import java.util.Optional;
import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.GateFactors;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;

/// `y = x (1 + tanh u) / 2` with `u = √(2/π) (x + 0.044715 x³)`.
public final class GeluTanh extends ElementwiseUnary {
    private static final float FACTOR = (float) Math.sqrt(2 / Math.PI);
    private static final float CUBIC = 0.044715f;

    private static float inner(float x) {
        return FACTOR * (x + CUBIC * x * x * x);
    }

    private static double inner(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "gelu_tanh",
                "GELU (tanh form)",
                "The tanh approximation of GELU that GPT-2 uses.",
                "y = x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2",
                "Hendrycks and Gimpel 2016, arXiv 1606.08415");
    }

    @Override
    protected float value(float x) {
        return 0.5f * x * (1 + ElementaryFunctions.tanh(inner(x)));
    }

    @Override
    protected float derivative(float x) {
        float t = ElementaryFunctions.tanh(inner(x));
        float slope = FACTOR * (1 + 3 * CUBIC * x * x);
        return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * slope;
    }

    @Override
    protected double value(double x) {
        return 0.5 * x * (1 + StrictMath.tanh(inner(x)));
    }

    @Override
    protected double derivative(double x) {
        double t = StrictMath.tanh(inner(x));
        double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope;
    }

    /// The library's interpolation between the limits of a steep and of a flat gate, at multiplier
    /// 1.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return of.style() == ScalingStyle.LIBRARY
                ? Optional.of(GateFactors.gelu())
                : super.unitScaling(of);
    }
}
