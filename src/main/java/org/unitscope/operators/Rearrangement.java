package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Family of operators that only move elements: the input is seen under a rank-4 shape whose two
/// middle axes are exchanged. Values, and so all moments, stay as they are.
public abstract class Rearrangement implements Operator {
    private static final int BLOCK = 256;

    /// The input as `[a, b, c, d]`; the output holds `[a, c, b, d]`.
    protected abstract Shape view(Invocation use);

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(exchange((RealTensor) inputs.getFirst(), view(use), use.output(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            Shape view = view(use);
            Shape back = Shape.of(view.extent(0), view.extent(2), view.extent(1), view.extent(3));
            return List.of(
                    Optional.of(exchange(gradients.getFirst(), back, use.input(0), workers)));
        };
    }

    private static RealTensor exchange(RealTensor in, Shape view, Shape outShape, Workers workers) {
        RealTensor out = in.zeros(outShape);
        int second = view.extent(1);
        int third = view.extent(2);
        int run = view.extent(3);
        workers.forRanges(
                (long) view.extent(0) * second * third,
                BLOCK,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        int outer = row / (second * third);
                        int b = row / third % second;
                        int c = row % third;
                        int target = ((outer * third + c) * second + b) * run;
                        for (int i = 0; i < run; i++) {
                            out.set(target + i, in.get(row * run + i));
                        }
                    }
                });
        return out;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(inputs.getFirst()),
                (use, inputs, outputs, gradients) -> List.of(Optional.of(gradients.getFirst())),
                Basis.EXACT,
                new Explained());
    }

    private static final class Explained implements Derivations {
        private static final String RULE = "the same elements in another order";

        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
            return Optional.of(new Derivation(RULE, "E y² = E x²", Term.of("all", square)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Quantity square =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            return Optional.of(new Derivation(RULE, "E g_x² = E g²", Term.of("all", square)));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public CrossRule cross() {
        return CrossRule.same();
    }
}
