package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.operators.Application;
import org.unitscope.operators.Basis;
import org.unitscope.operators.BroadcastRows;
import org.unitscope.operators.BroadcastTerms;
import org.unitscope.operators.CorrelatedInputs;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PairTerms;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.Term;

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
                                    .noisy(
                                            noise(use, a.rowNoise(), b.rowNoise()),
                                            1 / features(use))
                                    .scattered(a.scatter() + b.scatter()));
                },
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(toInput(use, inputs, 0, gradients.getFirst())),
                                Optional.of(toInput(use, inputs, 1, gradients.getFirst()))),
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    /// Relative variances of mean squares of d independent products: `(1 + d v)(1 + d w) = 1 + d
    /// u`.
    private static double noise(Invocation use, double a, double b) {
        return a + b + features(use) * a * b;
    }

    private static double features(Invocation use) {
        return use.output().rank() == 0 ? 1 : use.output().extent(-1);
    }

    private static TensorState product(TensorState a, TensorState b) {
        double[] means = new double[a.means().length];
        Arrays.setAll(means, i -> a.mean(i) * b.mean(i));
        return TensorState.of(
                a.rows(), means, a.kernels().times(b.kernels()), a.shape().times(b.shape()));
    }

    private static final class Explained implements Derivations {
        private static final String TOGETHER = "how both go together over positions";

        @Override
        public Optional<Derivation> output(Application of, int output) {
            TensorState a = BroadcastRows.of(of.use(), 0, of.input(0), of.input(1).rows());
            TensorState b = BroadcastRows.of(of.use(), 1, of.input(1), of.input(0).rows());
            return Optional.of(
                    new Derivation(
                            "a product of independent tensors",
                            "E y² = E a² · E b²",
                            Term.completed(
                                    "all",
                                    product(a, b).secondMoment(),
                                    "c",
                                    TOGETHER,
                                    Quantity.square("a", a.secondMoment(), "left"),
                                    Quantity.square("b", b.secondMoment(), "right"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState g = of.gradient();
            int other = 1 - input;
            TensorState factor = BroadcastRows.of(of.use(), other, of.input(other), g.rows());
            if (isRow(of.use(), input)) {
                return Optional.of(
                        new Derivation(
                                "gradients times the other side, over all rows",
                                "E g_x² = Σ_pairs K_b K_g",
                                PairTerms.of(factor, g, "the other side")));
            }
            TensorState pulled = product(g, factor);
            List<Quantity> squares =
                    Term.completed(
                                    "all",
                                    pulled.secondMoment(),
                                    "c",
                                    TOGETHER,
                                    Quantity.square(
                                            "g", g.secondMoment(), "the gradient of the output"),
                                    Quantity.square("b", factor.secondMoment(), "the other side"))
                            .factors();
            return Optional.of(
                    new Derivation(
                            "the gradient of a product",
                            "E g_x² = E g² · E b², summed over what broadcasting repeats",
                            BroadcastTerms.gradient(of.use(), input, pulled, squares)));
        }
    }

    /// Whether an input is one row that multiplies all.
    private static boolean isRow(Invocation use, int input) {
        return use.input(input).rank() == 1
                && use.output().rank() > 1
                && use.input(input).extent(0) == use.output().extent(-1);
    }

    private static TensorState toInput(
            Invocation use, List<TensorState> inputs, int input, TensorState g) {
        int other = 1 - input;
        TensorState factor = BroadcastRows.of(use, other, inputs.get(other), g.rows());
        if (isRow(use, input)) {
            return WeightGradient.ofGain(factor, g, use.input(input).extent(0));
        }
        TensorState known =
                factor.isCentered() ? factor.with(factor.shape().traced(factor.kernels())) : factor;
        TensorState pulled = product(g, known).scattered(g.scatter() + factor.scatter());
        return BroadcastRows.gradient(use, input, pulled);
    }

    /// With means of the other factor: a product of centered factors is uncorrelated with either.
    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) ->
                use.input(0).equals(use.input(1))
                        ? List.of(inputs.get(1).means(), inputs.get(0).means())
                        : List.of(new double[0], new double[0]));
    }

    /// Isserlis: `K_y = K_a ∘ K_b + Q ∘ Qᵀ + q qᵀ` for centered Gaussian factors, Q their
    /// covariance and q its diagonal, the mean of the product.
    @Override
    public Optional<CorrelatedInputs> correlatedInputs() {
        return Optional.of((left, right, independent, covariance) -> {
            double[] q = covariance.diagonal();
            double[] means = new double[q.length];
            Arrays.setAll(means, i -> independent.mean(i) + q[i]);
            return independent
                    .with(
                            independent
                                    .kernels()
                                    .plus(covariance.times(covariance.turned()))
                                    .map((i, j, k) -> k + q[i] * q[j]))
                    .withMeans(means);
        });
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// 1: products of independent unit numbers are of unit scale. An input that is repeated over
    /// the result gets `uses^-1/2` back.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.of(Factor.ONE, of.repeated(0), of.repeated(1)));
    }
}
