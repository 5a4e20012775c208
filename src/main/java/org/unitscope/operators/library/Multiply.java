package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.operators.Basis;
import org.unitscope.operators.BroadcastRows;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;

/// `y = a · b` with broadcasting.
///
/// Moments, for independent inputs: `K_y = K_a ∘ K_b`; the gradient of a is `g · b`, summed over
/// the repetitions of a broadcast.
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
                    TensorState a = BroadcastRows.of(use, 0, inputs.get(0), inputs.get(1).rows());
                    TensorState b = BroadcastRows.of(use, 1, inputs.get(1), inputs.get(0).rows());
                    return List.of(
                            product(a, b)
                                    .noisy(noise(use, a.rowNoise(), b.rowNoise()), 0)
                                    .scattered(a.scatter() + b.scatter()));
                },
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(toInput(use, inputs, 0, gradients.getFirst())),
                                Optional.of(toInput(use, inputs, 1, gradients.getFirst()))),
                Basis.INDEPENDENT_INPUTS);
    }

    /// Relative variances of mean squares of d independent products: `(1 + d v)(1 + d w) = 1 + d
    /// u`.
    private static double noise(Invocation use, double a, double b) {
        double features = use.output().rank() == 0 ? 1 : use.output().extent(-1);
        return a + b + features * a * b;
    }

    private static TensorState product(TensorState a, TensorState b) {
        double[] means = new double[a.means().length];
        Arrays.setAll(means, i -> a.mean(i) * b.mean(i));
        return TensorState.of(
                a.rows(), means, a.kernels().times(b.kernels()), a.shape().times(b.shape()));
    }

    private static TensorState toInput(
            Invocation use, List<TensorState> inputs, int input, TensorState g) {
        int other = 1 - input;
        TensorState factor = BroadcastRows.of(use, other, inputs.get(other), g.rows());
        boolean perFeature =
                use.input(input).rank() == 1
                        && use.output().rank() > 1
                        && use.input(input).extent(0) == use.output().extent(-1);
        if (perFeature) {
            return WeightGradient.ofGain(factor, g, use.input(input).extent(0));
        }
        TensorState pulled = product(g, factor).scattered(g.scatter() + factor.scatter());
        return BroadcastRows.gradient(use, input, pulled);
    }
}
