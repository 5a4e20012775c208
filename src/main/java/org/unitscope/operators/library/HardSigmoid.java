package org.unitscope.operators.library;

import java.util.List;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;

/// `y = min(max(x + 3, 0), 6) / 6`, as in PyTorch (ONNX has a slope of 0.2 by default); the
/// derivative is 1/6 inside of (−3, 3), 0 at its ends.
public final class HardSigmoid extends ElementwiseUnary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "hard_sigmoid",
                "Hard sigmoid",
                "A sigmoid of three straight pieces.",
                "y = min(max(x + 3, 0), 6) / 6",
                "Courbariaux et al. 2015, BinaryConnect, arXiv 1511.00363; with these slopes as in PyTorch");
    }

    @Override
    protected float value(float x) {
        return Math.min(Math.max(x + 3, 0f), 6f) / 6;
    }

    @Override
    protected float derivative(float x) {
        return x > -3 && x < 3 ? 1f / 6 : 0f;
    }

    @Override
    protected double value(double x) {
        return Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    @Override
    protected double derivative(double x) {
        return x > -3 && x < 3 ? 1.0 / 6 : 0;
    }

    @Override
    protected double[] kinks() {
        return new double[] {-3, 3};
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                unaryCase("unit scale", 1), unaryCase("small", 1.0 / 64), unaryCase("wide", 4));
    }
}
