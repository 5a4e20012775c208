package org.unitscope.operators.library;

import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorDoc;

/// `y = x h(x)`, h the hard sigmoid; `y' = (2 x + 3) / 6` inside of [−3, 3], as in PyTorch, whose
/// derivative takes both ends as inside.
public final class HardSwish extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "hard_swish",
                "Hard swish",
                "Multiplies by its own hard sigmoid.",
                "y = x · min(max(x + 3, 0), 6) / 6",
                "Howard et al. 2019, MobileNetV3, arXiv 1905.02244");
    }

    @Override
    protected float value(float x) {
        return x * Math.min(Math.max(x + 3, 0f), 6f) / 6;
    }

    @Override
    protected float derivative(float x) {
        return x < -3 ? 0f : x > 3 ? 1f : (2 * x + 3) / 6;
    }

    @Override
    protected double value(double x) {
        return x * Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    @Override
    protected double derivative(double x) {
        return x < -3 ? 0 : x > 3 ? 1 : (2 * x + 3) / 6;
    }

    @Override
    protected double[] kinks() {
        return new double[] {-3, 3};
    }
}
