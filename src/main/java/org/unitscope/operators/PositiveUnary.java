package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Family of operators `y = f(x)` on every element, f a function of positive numbers: a logarithm,
/// a root. Elsewhere the result is what IEEE arithmetic says, NaN or infinite.
///
/// Moments are by the law of an element, see [FunctionOfLaw]: a Gaussian would reach below 0. Where
/// the law itself does, or where the mean square is that of the rarest elements, there is no
/// prediction, with that reason. Single precision is the double result, rounded.
public abstract class PositiveUnary implements Operator {
    private static final int BLOCK = 1 << 12;

    /// f.
    protected abstract double value(double x, AttributeMap attributes);

    /// f'.
    protected abstract double derivative(double x, AttributeMap attributes);

    @Override
    public Signature signature() {
        return Signature.unary();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor y = x.zeros(x.shape());
            fill(workers, y, i -> value(x.get(i), use.attributes()));
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor g = gradients.getFirst();
            RealTensor pulled = g.zeros(x.shape());
            fill(workers, pulled, i -> g.get(i) * derivative(x.get(i), use.attributes()));
            return List.of(Optional.of(pulled));
        };
    }

    private interface Element {
        double at(int i);
    }

    private static void fill(Workers workers, RealTensor out, Element element) {
        workers.forRanges(
                out.shape().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out.set(i, element.at(i));
                    }
                });
    }

    private FunctionOfLaw values(Invocation use, TensorState x) {
        return new FunctionOfLaw(v -> value(v, use.attributes()), x, use.input(0).count());
    }

    private FunctionOfLaw slopes(Invocation use, TensorState x) {
        return new FunctionOfLaw(v -> derivative(v, use.attributes()), x, use.input(0).count());
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(values(use, inputs.getFirst()).state(use.input(0))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        slopes(use, inputs.getFirst())
                                                .pulled(gradients.getFirst()))),
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            double second =
                    of.input(0).rows().positions().mean(values(of.use(), of.input(0)).seconds());
            Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
            return Optional.of(
                    new Derivation(
                            "a function of the law of an element",
                            "E y² = (E f(x)² / E x²) · E x²",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "gain",
                                            second / of.input(0).secondMoment(),
                                            "E f(x)² over E x², by the law of x"),
                                    square)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    new Derivation(
                            "the derivative of a function of the law of an element",
                            "E g_x² = E f'(x)² · E g²",
                            slopes(of.use(), of.input(0)).term(of.gradient(), "the output")));
        }
    }

    /// By the linear part, as for pairs of rows.
    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(values(use, inputs.getFirst()).slopes()));
    }

    /// A case with uniform input of positive numbers.
    protected static OperatorCase positiveCase(
            String title, double low, double high, AttributeMap attributes) {
        return new OperatorCase(
                title,
                List.of(
                        new OperatorCase.CaseInput.Real(
                                Shape.of(64, 256), new ValueLaw.Uniform(low, high))),
                attributes,
                0);
    }
}
