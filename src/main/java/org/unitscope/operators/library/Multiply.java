package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PairKernels;
import org.unitscope.operators.TensorState;

/// `y = a · b` with broadcasting.
///
/// Moments, for independent inputs: `E y = E a E b`, `E y² = E a² E b²`; the gradient of a is `g ·
/// b`, summed over the repetitions of a broadcast.
public final class Multiply extends ElementwiseBinary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "multiply",
                "Multiply",
                "Multiplies two tensors element by element, with broadcasting.",
                "y = a · b",
                "");
    }

    @Override
    protected double value(double left, double right) {
        return left * right;
    }

    @Override
    protected double leftPartial(double left, double right) {
        return right;
    }

    @Override
    protected double rightPartial(double left, double right) {
        return left;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    TensorState a = inputs.get(0);
                    TensorState b = inputs.get(1);
                    TensorState y =
                            TensorState.of(
                                    a.mean() * b.mean(), a.secondMoment() * b.secondMoment());
                    boolean same = use.input(0).equals(use.input(1));
                    return List.of(same ? y.with(product(a, b), Double.NaN) : y);
                },
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    double left = Broadcast.of(use.input(0), use.output()).repetitions();
                    double right = Broadcast.of(use.input(1), use.output()).repetitions();
                    boolean same = use.input(0).equals(use.input(1));
                    TensorState toLeft = summed(g, inputs.get(1), left);
                    TensorState toRight = summed(g, inputs.get(0), right);
                    return List.of(
                            Optional.of(
                                    same
                                            ? toLeft.with(product(g, inputs.get(1)), Double.NaN)
                                            : toLeft),
                            Optional.of(
                                    same
                                            ? toRight.with(product(g, inputs.get(0)), Double.NaN)
                                            : toRight));
                },
                Basis.INDEPENDENT_INPUTS);
    }

    private static PairKernels product(TensorState a, TensorState b) {
        return a.pairs().combine(b.pairs(), (x, y) -> x * y);
    }
}
