package org.unitscope.operators;

/// A test-only operator, `y = (x + √(x² + 4)) / 2` (Barron 2021, arXiv 2112.11687): the acceptance
/// test of the architecture. It is in no catalogue but the tests'.
public final class Squareplus extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "squareplus",
                "Squareplus",
                "A smooth ReLU without an exponential.",
                "y = (x + √(x² + 4)) / 2",
                "Barron 2021, arXiv 2112.11687");
    }

    @Override
    protected float value(float x) {
        return 0.5f * (x + (float) Math.sqrt(x * x + 4));
    }

    @Override
    protected float derivative(float x) {
        return 0.5f * (1 + x / (float) Math.sqrt(x * x + 4));
    }

    @Override
    protected double value(double x) {
        return 0.5 * (x + Math.sqrt(x * x + 4));
    }

    @Override
    protected double derivative(double x) {
        return 0.5 * (1 + x / Math.sqrt(x * x + 4));
    }
}
