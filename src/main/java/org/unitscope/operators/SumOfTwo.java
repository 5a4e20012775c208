package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// Family of `y = a + s b` with broadcasting, s = 1 or −1.
///
/// Moments, for inputs uncorrelated but for their means: `K_y = K_a + K_b + s (m_a m_bᵀ + m_b
/// m_aᵀ)`. Each input's gradient is that of the output, times s for b, summed over the repetitions
/// of a broadcast.
public abstract class SumOfTwo extends ElementwiseBinary {
    /// s.
    protected abstract double sign();

    @Override
    protected double value(double left, double right) {
        return left + sign() * right;
    }

    @Override
    protected double leftPartial(double left, double right) {
        return 1;
    }

    @Override
    protected double rightPartial(double left, double right) {
        return sign();
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(sum(use, inputs.get(0), inputs.get(1).scaled(sign()))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(toInput(use, inputs, 0, g)),
                            Optional.of(toInput(use, inputs, 1, g.scaled(sign()))));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            TensorState a = BroadcastRows.of(of.use(), 0, of.input(0), of.input(1).rows());
            TensorState b =
                    BroadcastRows.of(of.use(), 1, of.input(1), of.input(0).rows()).scaled(sign());
            List<Term> terms = new ArrayList<>();
            terms.add(Term.of("left", Quantity.square("a", a.secondMoment(), "left")).from(0));
            terms.add(Term.of("right", Quantity.square("b", b.secondMoment(), "right")).from(1));
            double[] products = new double[a.means().length];
            Arrays.setAll(products, i -> a.mean(i) * b.mean(i));
            double cross = a.rows().positions().mean(products);
            if (cross != 0) {
                terms.add(
                        Term.of(
                                "means",
                                new Quantity("2", 2, "twice the cross term"),
                                new Quantity(
                                        sign() > 0 ? "⟨E a E b⟩" : "−⟨E a E b⟩",
                                        cross,
                                        "product of both means")));
            }
            return Optional.of(
                    new Derivation(
                            "a sum of uncorrelated tensors",
                            "E y² = E a² + E b²"
                                    + (cross == 0
                                            ? ""
                                            : sign() > 0 ? " + 2 ⟨E a E b⟩" : " − 2 ⟨E a E b⟩"),
                            terms));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState g = of.gradient();
            Quantity square = Quantity.square("g", g.secondMoment(), "the gradient of the output");
            return Optional.of(
                    new Derivation(
                            "the gradient of a sum",
                            "E g_x² = E g², summed over what broadcasting repeats",
                            BroadcastTerms.gradient(of.use(), input, g, List.of(square))));
        }
    }

    private static TensorState toInput(
            Invocation use, List<TensorState> inputs, int input, TensorState g) {
        double own = inputs.get(input).secondMoment();
        double sum = own + inputs.get(1 - input).secondMoment();
        boolean whole = use.input(input).equals(use.output());
        return whole && sum > 0
                ? g.freeOf(g.free().ofTerm(own / sum))
                : BroadcastRows.gradient(use, input, g);
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
        double pairs = p * p * a.pairNoise() + q * q * b.pairNoise() + 2 * p * q / features;
        double scatter =
                p * p * a.scatter()
                        + q * q * b.scatter()
                        + 4 * p * q / features * both.concentration(a.rows().sequences());
        return TensorState.of(
                        a.rows(),
                        means,
                        both,
                        a.shape().plus(a.secondMoment(), b.shape(), b.secondMoment()))
                .noisy(noise, pairs)
                .freeOf(a.free().mixed(p, b.free(), q))
                .scattered(scatter);
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(slope(use, inputs, 0, 1), slope(use, inputs, 1, sign())));
    }

    private static double[] slope(
            Invocation use, List<TensorState> inputs, int input, double slope) {
        boolean whole = use.input(input).equals(use.output());
        return whole ? CrossRule.constant(inputs.get(input), slope) : new double[0];
    }

    /// `K_y = K_a + K_b + s (Q + Qᵀ)`, Q the covariance.
    @Override
    public Optional<CorrelatedInputs> correlatedInputs() {
        return Optional.of((left, right, independent, covariance) ->
                independent.with(
                        independent
                                .kernels()
                                .plus(covariance.scaled(sign()))
                                .plus(covariance.turned().scaled(sign()))));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0), List.of(1));
    }

    /// `2^-1/2`; an input that is repeated over the result gets `uses^-1/2` back.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(
                IdealFactors.of(
                        Factor.of(Math.sqrt(0.5), "2^-1/2", ""), of.repeated(0), of.repeated(1)));
    }
}
