package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ElementShape;
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
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// What experts made of tokens, `[experts, capacity, d]`, weighted by the gates `[..., experts]` and
/// summed: the way back of `dispatch`, which sent the tokens by the same gates. A token that found
/// no slot gets zeros. `g_slot = gate g`, `g_gate = ⟨y_slot, g⟩`, 0 where there is no slot.
///
/// Moments: with [Occupancy] and the law of the gates, see [RoutedRows]; gates are taken as
/// independent of what experts make of a token.
public final class Combine implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "combine",
                "Combine experts",
                "Sums what experts made of every token, weighted by its gates.",
                "y[token] = Σ_e gate[token, e] · x[e, slot]",
                "Lepikhin et al. 2020, arXiv 2006.16668");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("slots"), Input.real("gates")), List.of("output"), List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape slots = request.input(0);
        Shape gates = request.input(1);
        boolean fits =
                slots.rank() == 3 && gates.rank() >= 2 && slots.extent(0) == gates.extent(-1);
        if (!fits) {
            throw new ShapeException(
                    "slots [experts, capacity, d] and gates [..., experts] must agree in experts, got "
                            + slots
                            + " and "
                            + gates);
        }
        return List.of(gates.with(-1, slots.extent(-1)));
    }

    private static ExpertSlots slots(Invocation use, RealTensor gates) {
        return ExpertSlots.of(gates, use.input(0).extent(1));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gates = (RealTensor) inputs.get(1);
            ExpertSlots slots = slots(use, gates);
            RealTensor y = x.zeros(use.output());
            int d = use.output().extent(-1);
            int experts = slots.experts();
            workers.forRanges(
                    slots.tokens(),
                    16,
                    (from, to) -> {
                        double[] sum = new double[d];
                        for (int token = (int) from; token < to; token++) {
                            Arrays.fill(sum, 0);
                            for (int e = 0; e < experts; e++) {
                                int row = slots.row(token, e);
                                for (int i = 0; row >= 0 && i < d; i++) {
                                    sum[i] += gates.get(token * experts + e) * x.get(row * d + i);
                                }
                            }
                            for (int i = 0; i < d; i++) {
                                y.set(token * d + i, sum[i]);
                            }
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gates = (RealTensor) inputs.get(1);
            RealTensor g = gradients.getFirst();
            ExpertSlots slots = slots(use, gates);
            RealTensor toSlots = x.zeros(use.input(0));
            RealTensor toGates = x.zeros(use.input(1));
            int d = use.output().extent(-1);
            int experts = slots.experts();
            workers.forRanges(
                    slots.tokens(),
                    16,
                    (from, to) -> {
                        for (int choice = (int) from * experts; choice < to * experts; choice++) {
                            int token = choice / experts;
                            int row = slots.row(token, choice % experts);
                            double along = 0;
                            for (int i = 0; row >= 0 && i < d; i++) {
                                double own = g.get(token * d + i);
                                toSlots.set(row * d + i, gates.get(choice) * own);
                                along += x.get(row * d + i) * own;
                            }
                            toGates.set(choice, along);
                        }
                    });
            return List.of(Optional.of(toSlots), Optional.of(toGates));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    Gates gates = Gates.of(use, inputs.get(1));
                    return List.of(
                            RoutedRows.ofSlots(
                                    inputs.get(0),
                                    use.grid(use.output()),
                                    gates.slots,
                                    gates.first,
                                    gates.second));
                },
                (use, inputs, outputs, gradients) -> {
                    Gates gates = Gates.of(use, inputs.get(1));
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(
                                    RoutedRows.toSlots(
                                            g,
                                            use.grid(use.input(0)),
                                            gates.slots,
                                            gates.first,
                                            gates.second)),
                            Optional.of(toGates(use, inputs.get(0), g, gates)));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    /// What is known of the gates of chosen experts, and of their slots.
    ///
    /// @param present share of gates that found a slot
    private record Gates(RoutedRows.Slots slots, double first, double second, double present) {
        static Gates of(Invocation use, TensorState gates) {
            ElementLaw law = gates.law();
            double share = 1 - law.zero();
            double tokens = use.input(1).count() / (double) use.input(1).extent(-1);
            Occupancy occupancy = Occupancy.of(tokens, share, use.input(0).extent(1));
            return new Gates(
                    new RoutedRows.Slots(
                            tokens,
                            use.input(0).extent(0),
                            occupancy.blocks(use.grid(use.input(0)).positions()),
                            share),
                    law.mean() / share,
                    law.secondMoment() / share,
                    share * occupancy.kept());
        }
    }

    private static TensorState toGates(
            Invocation use, TensorState x, TensorState g, Gates gates) {
        double d = use.output().extent(-1);
        double slot = RoutedRows.filledSquare(x, gates.slots);
        double second = gates.present * d * slot * g.secondMoment();
        double[] shares = {gates.present, 1 - gates.present};
        ElementShape shape =
                gates.present >= 1
                        ? ElementShape.GAUSSIAN
                        : ElementShape.whole(() ->
                                ElementLaw.mixture(
                                        List.of(
                                                ElementLaw.gaussian(),
                                                ElementLaw.constant(0)),
                                        shares));
        return TensorState.of(0, second)
                .with(shape)
                .repeated(use.grid(use.input(1)))
                .scattered(x.scatter() + g.scatter());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Gates gates = Gates.of(of.use(), of.input(1));
            return Optional.of(
                    new Derivation(
                            "the slots of a token, weighted",
                            "E y² = s · E gate² · E x² + pairs of its experts",
                            Term.completed(
                                    "all",
                                    of.output().secondMoment(),
                                    "s",
                                    "slots per token, by what they hold",
                                    new Quantity(
                                            "E gate²",
                                            gates.second,
                                            "mean square of the gate of a chosen expert"),
                                    Quantity.square(
                                            "x", of.input(0).secondMoment(), "the slots"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Gates gates = Gates.of(of.use(), of.input(1));
            Quantity g =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            if (input == 0) {
                return Optional.of(
                        new Derivation(
                                "a filled slot gets its token's gradient, weighted",
                                "E g_slot² = f · E gate² · E g²",
                                Term.completed(
                                        "all",
                                        of.pulled(0).secondMoment(),
                                        "f",
                                        "share of the slots that hold a token",
                                        new Quantity(
                                                "E gate²",
                                                gates.second,
                                                "mean square of the gate of a chosen expert"),
                                        g)));
            }
            double d = of.use().output().extent(-1);
            return Optional.of(
                    new Derivation(
                            "a chosen gate gets the product of slot and gradient",
                            "E g_gate² = p · d · E x² · E g²",
                            Term.of(
                                    "all",
                                    new Quantity("p", gates.present, "share of gates with a slot"),
                                    new Quantity("d", d, "features"),
                                    Quantity.square(
                                            "x",
                                            RoutedRows.filledSquare(of.input(0), gates.slots),
                                            "filled slots"),
                                    g)));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// For unit slots and gates of unit RMS over all experts, as many slots as choices: `experts^-1/2`;
    /// a slot's gradient `(slots / tokens)^1/2`, a gate's `(tokens / (slots d))^1/2`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        Shape slots = of.use().input(0);
        double tokens = of.use().output().count() / (double) of.use().output().extent(-1);
        double all = slots.extent(0) * (double) slots.extent(1);
        double d = slots.extent(-1);
        String numbers = "tokens = " + Factor.whole(tokens) + ", slots = " + Factor.whole(all);
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("experts", slots.extent(0)),
                        Factor.of(
                                Math.sqrt(slots.extent(1) / tokens),
                                "(capacity / tokens)^1/2",
                                "capacity = "
                                        + slots.extent(1)
                                        + ", tokens = "
                                        + Factor.whole(tokens)),
                        Factor.of(
                                Math.sqrt(tokens * slots.extent(0) / (all * d)),
                                "(tokens / (capacity d))^1/2",
                                numbers + ", d = " + Factor.whole(d))));
    }

    /// Gaussian gates choose every expert for every token, so that slots fill in order.
    @Override
    public List<OperatorCase> cases() {
        return List.of(example("tokens dropped", 16), example("room for all", 64));
    }

    private static OperatorCase example(String title, int capacity) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(4, capacity, 32), OperatorCase.normal(8, 4, 4)),
                new AttributeMap(Map.of()),
                0);
    }
}
