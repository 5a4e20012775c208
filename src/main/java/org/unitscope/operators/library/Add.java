package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.LawFamily;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PairKernels;
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
                (use, inputs) -> List.of(sum(use, inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(toInput(use, g, 0)), Optional.of(toInput(use, g, 1)));
                },
                Basis.INDEPENDENT_INPUTS);
    }

    /// Rows of two tensors of the same shape, uncorrelated but for their means; or one row for all.
    private static PairKernels pairs(Invocation use, TensorState a, TensorState b) {
        double means = 2 * a.mean() * b.mean();
        boolean left = use.input(0).equals(use.output());
        boolean right = use.input(1).equals(use.output());
        if (left && right) {
            return a.pairs().combine(b.pairs(), (x, y) -> x + y + means);
        }
        if (left && use.input(1).rank() == 1) {
            return a.pairs().map(k -> k + b.secondMoment() + means);
        }
        if (right && use.input(0).rank() == 1) {
            return b.pairs().map(k -> k + a.secondMoment() + means);
        }
        return left && isOneSequence(use, 1)
                ? a.pairs().combine(onePerPosition(use, b), (x, y) -> x + y + means)
                : right && isOneSequence(use, 0)
                        ? b.pairs().combine(onePerPosition(use, a), (x, y) -> x + y + means)
                        : PairKernels.UNTRACKED;
    }

    /// `[T, d]` beside `[B, T, d]`.
    private static boolean isOneSequence(Invocation use, int input) {
        return use.output().rank() == 3
                && use.input(input).equals(use.output().slice(1, use.output().rank()));
    }

    private static PairKernels onePerPosition(Invocation use, TensorState rows) {
        return rows.pairs().perPosition(rows.secondMoment(), use.output().extent(1));
    }

    private static TensorState sum(Invocation use, TensorState a, TensorState b) {
        boolean gaussian = a.family() == LawFamily.GAUSSIAN && b.family() == LawFamily.GAUSSIAN;
        double second = a.secondMoment() + b.secondMoment() + 2 * a.mean() * b.mean();
        return TensorState.of(
                        new Moments(a.mean() + b.mean(), second),
                        gaussian ? LawFamily.GAUSSIAN : LawFamily.OTHER)
                .with(pairs(use, a, b), rowNoise(use, a, b));
    }

    /// Shares p and q of the variance: `p² v_a + q² v_b + 4 p q / d`.
    private static double rowNoise(Invocation use, TensorState a, TensorState b) {
        double total = a.secondMoment() + b.secondMoment();
        double p = total == 0 ? 0 : a.secondMoment() / total;
        double q = total == 0 ? 0 : b.secondMoment() / total;
        double features = use.output().rank() == 0 ? 1 : use.output().extent(-1);
        return p * p * a.rowNoise() + q * q * b.rowNoise() + 4 * p * q / features;
    }

    private static TensorState toInput(Invocation use, TensorState gradient, int input) {
        Broadcast broadcast = Broadcast.of(use.input(input), use.output());
        if (broadcast.isIdentity()) {
            return gradient;
        }
        TensorState alone = summed(gradient, TensorState.of(1, 1), broadcast.repetitions());
        boolean oneRow = use.input(input).rank() == 1 && use.input(input).extent(0) > 1;
        double second =
                oneRow
                        ? gradient.pairs().sumOfRows(gradient.secondMoment(), use.output())
                        : Double.NaN;
        if (isOneSequence(use, input) && gradient.pairs().isTracked()) {
            return overSequences(gradient, alone.mean(), use.output().extent(0));
        }
        return Double.isNaN(second) ? alone : alone.withSecondMoment(second);
    }

    /// The sum over sequences, position by position.
    private static TensorState overSequences(TensorState g, double mean, double sequences) {
        double others = sequences * (sequences - 1);
        List<PairKernels.PairClass> classes = new ArrayList<>();
        double across = 0;
        for (PairKernels.PairClass pair : g.pairs().classes()) {
            double sum = sequences * pair.inSequence() + others * pair.crossSequence();
            classes.add(new PairKernels.PairClass(pair.weight(), sum, sum));
            across += pair.weight() * pair.crossSequence();
        }
        return TensorState.of(mean, sequences * g.secondMoment() + others * across)
                .with(new PairKernels(g.pairs().identities(), classes), Double.NaN);
    }
}
