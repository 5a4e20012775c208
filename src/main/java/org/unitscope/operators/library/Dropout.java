package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.OwnShare;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.random.RandomStream;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = m x / (1 − p)`, m 1 with probability 1 − p and else 0, drawn anew in every place: the
/// training pass of PyTorch's dropout. The mask is a function of run seed and node, so that both
/// passes have the same one at any number of threads.
///
/// Moments: means stay; `E y² = E x² / (1 − p)`, a pair of rows has masks of its own and keeps its
/// kernel. Of a gradient `g = a y + r`, `g_x = m g / (1 − p)`: `E g_x² = E r² / (1 − p) + a² E x² /
/// (1 − p)³`, and of pairs `K_r + a² K_x / (1 − p)²`.
public final class Dropout implements Operator {
    private static final int BLOCK = 1 << 12;
    private static final String RATE = "rate";
    private static final double MOST = 0.99;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "dropout",
                "Dropout",
                "Sets a share of the elements to zero at random and scales the rest up.",
                "y = m · x / (1 - rate)",
                "Srivastava et al. 2014, JMLR 15");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.number(RATE, 0.1, 0, MOST)));
    }

    private static double kept(Invocation use) {
        return 1 - use.attributes().number(RATE);
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(masked(use, (RealTensor) inputs.getFirst(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(masked(use, gradients.getFirst(), workers)));
    }

    private static RealTensor masked(Invocation use, RealTensor in, Workers workers) {
        double kept = kept(use);
        double factor =
                switch (in.precision()) {
                    case SINGLE -> (float) (1 / kept);
                    case DOUBLE -> 1 / kept;
                };
        RandomStream mask = RandomStream.of(use.seed(), use.node(), "dropout");
        RealTensor out = in.zeros(in.shape());
        workers.forRanges(
                in.shape().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out.set(i, mask.uniform(i) < kept ? factor * in.get(i) : 0);
                    }
                });
        return out;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(image(use, inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        pulled(
                                                use,
                                                inputs.getFirst(),
                                                outputs.getFirst(),
                                                gradients.getFirst()))),
                Basis.EXACT,
                new Explained());
    }

    private static double features(Invocation use) {
        return use.input(0).rank() == 0 ? 1 : use.input(0).extent(-1);
    }

    private static ElementShape thinned(TensorState x, double kept) {
        return x.shape()
                .times(
                        ElementShape.of(() ->
                                ElementLaw.atoms(
                                        new double[] {0, 1}, new double[] {1 - kept, kept})));
    }

    private static TensorState image(Invocation use, TensorState x) {
        double kept = kept(use);
        double[] second = x.kernels().diagonal();
        Arrays.setAll(second, i -> second[i] / kept);
        double mask = 3 * (1 / kept - 1) / features(use);
        double own = 1 / features(use);
        return TensorState.of(
                        x.rows(), x.means(), x.kernels().withDiagonal(second), thinned(x, kept))
                .noisy(x.rowNoise() + mask, own + (x.pairNoise() - own) * kept * kept)
                .scattered(x.scatter() + mask / x.rows().rows());
    }

    private static double[] seconds(double kept, TensorState x, OwnShare own) {
        double[] second = own.rest().diagonal();
        double square = own.share() * own.share();
        Arrays.setAll(
                second,
                i -> second[i] / kept + square * x.kernels().diagonal(i) / (kept * kept * kept));
        return second;
    }

    private static TensorState pulled(Invocation use, TensorState x, TensorState y, TensorState g) {
        double kept = kept(use);
        OwnShare own = OwnShare.of(g, y);
        double share = own.share() / kept;
        Kernels pairs =
                share == 0 ? own.rest() : own.rest().plus(x.kernels().scaled(share * share));
        double[] means = new double[g.means().length];
        Arrays.setAll(means, i -> own.means()[i] + share * x.mean(i));
        return TensorState.of(
                        g.rows(),
                        means,
                        pairs.withDiagonal(seconds(kept, x, own)),
                        thinned(g, kept))
                .noisy(g.rowNoise() + 3 * (1 / kept - 1) / features(use), 0)
                .scattered(g.scatter() + 3 * (1 / kept - 1) / features(use) / g.rows().rows())
                .aligned(g.alignment() / kept);
    }

    private static final class Explained implements Derivations {
        private static Quantity kept(Application of, int power) {
            return new Quantity(
                    power == 1 ? "1/(1 − p)" : "1/(1 − p)³",
                    1 / StrictMath.pow(Dropout.kept(of.use()), power),
                    "one over the share that is kept");
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    new Derivation(
                            "elements kept at random, scaled up",
                            "E y² = E x² / (1 − p)",
                            Term.of(
                                    "all",
                                    kept(of, 1),
                                    Quantity.square(
                                            "x", of.input(0).secondMoment(), "the input"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState g = of.gradient();
            OwnShare own = OwnShare.of(g, of.output());
            double rest = g.rows().positions().mean(own.rest().diagonal());
            List<Term> terms = new ArrayList<>();
            terms.add(
                    Term.of(
                            own.share() == 0 ? "all" : "the rest",
                            kept(of, 1),
                            Quantity.square("g", rest, "the gradient of the output")));
            if (own.share() != 0) {
                terms.add(
                        Term.of(
                                "what lies along y",
                                new Quantity(
                                        "a²",
                                        own.share() * own.share(),
                                        "share of y in g, squared"),
                                kept(of, 3),
                                Quantity.square("x", of.input(0).secondMoment(), "the input")));
            }
            return Optional.of(
                    new Derivation(
                            "the same elements, scaled up",
                            "E g_x² = E r² / (1 − p)"
                                    + (own.share() == 0 ? "" : " + a² E x² / (1 − p)³")
                                    + ", r the gradient without what lies along y",
                            terms));
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(CrossRule.constant(inputs.getFirst(), 1)));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// `(1 − p)^1/2`, after the scaling up.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        Factor factor =
                Factor.of(
                        Math.sqrt(kept(of.use())),
                        "(1 − p)^1/2",
                        "p = " + of.use().attributes().number(RATE));
        return Optional.of(IdealFactors.of(factor, factor));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(rated("a tenth", 0.1), rated("a half", 0.5), rated("none", 0));
    }

    private static OperatorCase rated(String title, double rate) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.normal(64, 256)),
                new AttributeMap(Map.of(RATE, rate)),
                0);
    }
}
