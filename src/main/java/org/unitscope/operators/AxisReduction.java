package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Family of operators `y = c Σ x` over one axis or over all elements: the adjoint of repeating, so
/// both passes and their moments are those of [BroadcastRows] turned round. `keep` leaves the axis
/// with an extent of 1. Summed in double precision, first element first.
public abstract class AxisReduction implements Operator {
    private static final int BLOCK = 1 << 14;

    /// c, for sums of n elements.
    protected abstract double factor(double n);

    /// What a term of the sum is multiplied by, for [Derivation]; empty where it is 1.
    protected abstract Optional<Quantity> factorTerm(double n);

    @Override
    public Signature signature() {
        return ReducedAxis.signature();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(ReducedAxis.of(request.input(0), request.attributes()).output());
    }

    private static Shape kept(Invocation use) {
        return ReducedAxis.of(use).kept();
    }

    private static double terms(Invocation use) {
        return ReducedAxis.of(use).terms(use);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor sums = Broadcast.of(kept(use), use.input(0)).sumBack(x, workers);
            return List.of(times(sums, factor(terms(use)), workers).reshaped(use.output()));
        };
    }

    private static RealTensor times(RealTensor x, double factor, Workers workers) {
        RealTensor y = x.zeros(x.shape());
        workers.forRanges(
                x.shape().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        y.set(i, factor * x.get(i));
                    }
                });
        return y;
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            Broadcast places = Broadcast.of(kept(use), use.input(0));
            double factor = factor(terms(use));
            workers.forRanges(
                    use.input(0).count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            result.set(i, factor * g.get(places.source(i)));
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    /// The use as that of an elementwise operator on the kept output beside the input.
    private static Invocation beside(Invocation use) {
        return new Invocation(
                use.node(),
                use.attributes(),
                List.of(kept(use), use.input(0)),
                List.of(use.input(0)),
                List.of(Optional.empty(), Optional.empty()),
                use.singlePositions());
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(sum(use, inputs.getFirst()).scaled(factor(terms(use)))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        repeated(use, gradients.getFirst())
                                                .scaled(factor(terms(use))))),
                Basis.INDEPENDENT_INPUTS,
                Basis.EXACT,
                new Explained());
    }

    private static TensorState sum(Invocation use, TensorState x) {
        TensorState sum = BroadcastRows.gradient(beside(use), 0, x);
        return reshaped(sum, kept(use), use.output(), use);
    }

    private static TensorState repeated(Invocation use, TensorState g) {
        TensorState kept = reshaped(g, use.output(), kept(use), use);
        return BroadcastRows.of(beside(use), 0, kept, use.grid(use.input(0)));
    }

    private static TensorState reshaped(TensorState x, Shape from, Shape to, Invocation use) {
        return from.equals(to) ? x : RowFate.ofReshape(from, to).of(x, use.grid(to), false);
    }

    private final class Explained implements Derivations {
        private List<Quantity> factors(Application of, Quantity square) {
            Optional<Quantity> factor = factorTerm(terms(of.use()));
            return factor.map(c -> List.of(c, c, square)).orElseGet(() -> List.of(square));
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            TensorState x = of.input(0);
            double factor = factor(terms(of.use()));
            Quantity square = Quantity.square("x", x.secondMoment(), "the input");
            return Optional.of(
                    new Derivation(
                            "a sum along an axis",
                            "E y² = c² · E (Σ x)²",
                            BroadcastTerms.gradient(
                                    beside(of.use()), 0, x.scaled(factor), factors(of, square))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Quantity square =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            return Optional.of(
                    new Derivation(
                            "every element of a sum gets its gradient",
                            "E g_x² = c² · E g²",
                            new Term("all", factors(of, square))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public List<OperatorCase> cases() {
        return ReducedAxis.cases();
    }
}
