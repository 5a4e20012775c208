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

/// `y = x Φ(x)`, Φ the normal distribution function; `y' = Φ(x) + x φ(x)`.
public final class Gelu extends ElementwiseUnary {
    private static final float INVERSE_ROOT_2 = (float) Math.sqrt(0.5);
    private static final float INVERSE_ROOT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "gelu",
                "GELU",
                "Multiplies by the normal distribution function, the exact form with erf.",
                "y = x · (1 + erf(x / √2)) / 2",
                "Hendrycks and Gimpel 2016, arXiv 1606.08415");
    }

    @Override
    protected float value(float x) {
        return 0.5f * x * (1 + ElementaryFunctions.erf(x * INVERSE_ROOT_2));
    }

    @Override
    protected float derivative(float x) {
        float density = ElementaryFunctions.exp(-0.5f * x * x) * INVERSE_ROOT_2_PI;
        return 0.5f * (1 + ElementaryFunctions.erf(x * INVERSE_ROOT_2)) + x * density;
    }

    @Override
    protected double value(double x) {
        return 0.5 * x * (1 + ReferenceFunctions.erf(x / Math.sqrt(2)));
    }

    @Override
    protected double derivative(double x) {
        double density = StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        return 0.5 * (1 + ReferenceFunctions.erf(x / Math.sqrt(2))) + x * density;
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
