package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.LawFamily;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.TensorState;
import org.unitscope.statistics.Moments;

/// `y = a + b` with broadcasting.
///
/// Moments, for inputs uncorrelated but for their means: `E y² = E a² + E b² + 2 E a E b`. Each
/// input's gradient is that of the output, summed over the repetitions of a broadcast.
public final class Add extends ElementwiseBinary {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "add",
                "Add",
                "Adds two tensors element by element, with broadcasting.",
                "y = a + b",
                "");
    }

    @Override
    protected double value(double left, double right) {
        return left + right;
    }

    @Override
    protected double leftPartial(double left, double right) {
        return 1;
    }

    @Override
    protected double rightPartial(double left, double right) {
        return 1;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(sum(inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(toInput(g, Broadcast.of(use.input(0), use.output()))),
                            Optional.of(toInput(g, Broadcast.of(use.input(1), use.output()))));
                },
                Basis.INDEPENDENT_INPUTS);
    }

    private static TensorState sum(TensorState a, TensorState b) {
        boolean gaussian = a.family() == LawFamily.GAUSSIAN && b.family() == LawFamily.GAUSSIAN;
        double second = a.secondMoment() + b.secondMoment() + 2 * a.mean() * b.mean();
        return TensorState.of(
                new Moments(a.mean() + b.mean(), second),
                gaussian ? LawFamily.GAUSSIAN : LawFamily.OTHER);
    }

    private static TensorState toInput(TensorState gradient, Broadcast broadcast) {
        return broadcast.isIdentity()
                ? gradient
                : summed(gradient, TensorState.of(1, 1), broadcast.repetitions());
    }
}
