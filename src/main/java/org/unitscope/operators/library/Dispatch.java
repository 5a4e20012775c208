package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.RoutedRows;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ExpertSlots;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Occupancy;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Tokens `[..., d]` into the slots of their experts, `[experts, capacity, d]`, by gates
/// `[..., experts]` that are zero for all but the chosen ones, see [ExpertSlots]; empty slots hold
/// zeros. A token's gradient is the sum of those of its slots; the choice itself has none.
///
/// Moments: a slot holds a token with the probability of [Occupancy]; rows of one expert, and of
/// two, are pairs of tokens, see [RoutedRows].
public final class Dispatch implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "dispatch",
                "Dispatch to experts",
                "Copies every token to the slots of its experts; what finds no slot is dropped.",
                "y[e, slot] = x[token], 0 in empty slots",
                "Lepikhin et al. 2020, arXiv 2006.16668");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("tokens"), Input.real("gates")),
                List.of("output"),
                List.of(Attribute.integer("capacity", 1, Integer.MAX_VALUE)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape tokens = request.input(0);
        Shape gates = request.input(1);
        ExpertSlots.require(tokens, gates);
        int capacity = request.attributes().integer("capacity");
        return List.of(Shape.of(gates.extent(-1), capacity, tokens.extent(-1)));
    }

    private static ExpertSlots slots(Invocation use, RealTensor gates) {
        return ExpertSlots.of(gates, use.output().extent(1));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            int[] tokens = slots(use, (RealTensor) inputs.get(1)).tokenOfRow();
            RealTensor y = x.zeros(use.output());
            int d = use.output().extent(-1);
            workers.forRanges(
                    tokens.length,
                    16,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            for (int i = 0; tokens[row] >= 0 && i < d; i++) {
                                y.set(row * d + i, x.get(tokens[row] * d + i));
                            }
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            ExpertSlots slots = slots(use, (RealTensor) inputs.get(1));
            RealTensor result = g.zeros(use.input(0));
            int d = use.output().extent(-1);
            workers.forRanges(
                    slots.tokens(),
                    16,
                    (from, to) -> {
                        for (int token = (int) from; token < to; token++) {
                            for (int e = 0; e < slots.experts(); e++) {
                                int row = slots.row(token, e);
                                for (int i = 0; row >= 0 && i < d; i++) {
                                    int at = token * d + i;
                                    result.set(at, result.get(at) + g.get(row * d + i));
                                }
                            }
                        }
                    });
            return List.of(Optional.of(result), Optional.of(g.zeros(use.input(1))));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                RoutedRows.toSlots(
                                        inputs.get(0),
                                        use.grid(use.output()),
                                        filled(use, inputs.get(1)),
                                        1,
                                        1)),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        RoutedRows.ofSlots(
                                                gradients.getFirst(),
                                                use.grid(use.input(0)),
                                                filled(use, inputs.get(1)),
                                                1,
                                                1)),
                                Optional.of(
                                        TensorState.of(0, 0).repeated(use.grid(use.input(1))))),
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static RoutedRows.Slots filled(Invocation use, TensorState gates) {
        double tokens = use.input(0).count() / (double) use.input(0).extent(-1);
        Occupancy occupancy =
                Occupancy.of(tokens, 1 - gates.law().zero(), use.output().extent(1));
        return new RoutedRows.Slots(
                tokens,
                use.output().extent(0),
                occupancy.blocks(use.grid(use.output()).positions()),
                occupancy.share());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    new Derivation(
                            "tokens in filled slots",
                            "E y² = f · E x²",
                            Term.completed(
                                    "all",
                                    of.output().secondMoment(),
                                    "f",
                                    "share of the slots that hold a token",
                                    Quantity.square(
                                            "x", of.input(0).secondMoment(), "the tokens"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            if (input == 1) {
                return Optional.of(
                        new Derivation(
                                "a choice has no gradient",
                                "g = 0",
                                Term.of("all", new Quantity("0", 0, "the choice is discrete"))));
            }
            return Optional.of(
                    new Derivation(
                            "a token sums the gradients of its slots",
                            "E g_x² = s · E g² + pairs of its experts",
                            Term.completed(
                                    "all",
                                    of.pulled(0).secondMoment(),
                                    "s",
                                    "slots per token, weighted by where the gradient is",
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the slots"))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1; a token sums its slots, `experts capacity / tokens` of them.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double tokens = of.use().input(0).count() / (double) of.use().input(0).extent(-1);
        double slots = of.use().output().extent(0) * (double) of.use().output().extent(1);
        Factor back =
                Factor.of(
                        Math.sqrt(tokens / slots),
                        "(tokens / slots)^1/2",
                        "tokens = "
                                + Factor.whole(tokens)
                                + ", slots = "
                                + Factor.whole(slots));
        return Optional.of(IdealFactors.of(Factor.ONE, back, Factor.ONE).fixed());
    }

    /// Gates of a Gaussian choose every expert for every token: slots fill in order.
    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("all slots full", 16, 4, 8, 32),
                example("half of them empty", 64, 4, 8, 32));
    }

    private static OperatorCase example(String title, int capacity, Integer... tokens) {
        int[] shape = Arrays.stream(tokens).mapToInt(Integer::intValue).toArray();
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(shape),
                        OperatorCase.normal(shape[0], shape[1], 4)),
                new AttributeMap(Map.of("capacity", (double) capacity)),
                0);
    }
}
