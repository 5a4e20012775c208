package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Basis;
import org.unitscope.operators.BroadcastRows;
import org.unitscope.operators.CorrelatedInputs;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;

/// `y = a + b` with broadcasting.
///
/// Moments, for inputs uncorrelated but for their means: `K_y = K_a + K_b + m_a m_bᵀ + m_b m_aᵀ`.
/// Each input's gradient is that of the output, summed over the repetitions of a broadcast.
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
                (use, inputs) -> List.of(sum(use, inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(BroadcastRows.gradient(use, 0, g)),
                            Optional.of(BroadcastRows.gradient(use, 1, g)));
                },
                Basis.INDEPENDENT_INPUTS);
    }

    private static TensorState sum(Invocation use, TensorState left, TensorState right) {
        TensorState a = BroadcastRows.of(use, 0, left, right.rows());
        TensorState b = BroadcastRows.of(use, 1, right, left.rows());
        double[] means = new double[a.means().length];
        Arrays.setAll(means, i -> a.mean(i) + b.mean(i));
        boolean centered = a.isCentered() || b.isCentered();
        Kernels sum = a.kernels().plus(b.kernels());
        Kernels both =
                centered
                        ? sum
                        : sum.map((i, j, k) -> k + a.mean(i) * b.mean(j) + a.mean(j) * b.mean(i));
        double second = a.secondMoment() + b.secondMoment();
        double p = second == 0 ? 0 : a.secondMoment() / second;
        double q = second == 0 ? 0 : b.secondMoment() / second;
        double features = use.output().rank() == 0 ? 1 : use.output().extent(-1);
        double noise = p * p * a.rowNoise() + q * q * b.rowNoise() + 4 * p * q / features;
        double scatter =
                p * p * a.scatter()
                        + q * q * b.scatter()
                        + 4 * p * q / features * both.concentration(a.rows().sequences());
        return TensorState.of(
                        a.rows(),
                        means,
                        both,
                        a.shape().plus(a.secondMoment(), b.shape(), b.secondMoment()))
                .noisy(noise, 0)
                .scattered(scatter);
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(slope(use, inputs, 0), slope(use, inputs, 1)));
    }

    private static double[] slope(Invocation use, List<TensorState> inputs, int input) {
        boolean whole = use.input(input).equals(use.output());
        return whole ? CrossRule.constant(inputs.get(input), 1) : new double[0];
    }

    /// `K_y = K_a + K_b + Q + Qᵀ`, Q the covariance.
    @Override
    public Optional<CorrelatedInputs> correlatedInputs() {
        return Optional.of(
                (left, right, independent, covariance) ->
                        independent.with(
                                independent
                                        .kernels()
                                        .plus(covariance)
                                        .plus(covariance.turned())));
    }
}
