package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Family of operators `y = f(a, b)` on every pair of elements, with broadcasting by NumPy's rules.
/// The author gives f, its two partial derivatives and the moments. f may only use operations that
/// are correctly rounded in both precisions.
public abstract class ElementwiseBinary implements Operator {
    private static final int BLOCK = 1 << 14;

    /// f.
    protected abstract double value(double left, double right);

    /// ∂f/∂a.
    protected abstract double leftPartial(double left, double right);

    /// ∂f/∂b.
    protected abstract double rightPartial(double left, double right);

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("left"), Input.real("right")), List.of("output"), List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape left = request.input(0);
        Shape right = request.input(1);
        return List.of(
                Shape.broadcast(left, right)
                        .orElseThrow(() ->
                                new ShapeException(
                                        "shapes must broadcast (equal extents or 1, from the"
                                                + " innermost axis), got "
                                                + left
                                                + " and "
                                                + right)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                binaryCase("same shape", OperatorCase.normal(64, 128)),
                binaryCase("one row for all", OperatorCase.normal(128)),
                binaryCase("one column for all", OperatorCase.normal(64, 1)),
                new OperatorCase(
                        "one row of every sequence",
                        List.of(OperatorCase.normal(16, 8, 64), OperatorCase.normal(16, 1, 64)),
                        AttributeMap.NONE,
                        0));
    }

    private static OperatorCase binaryCase(String title, OperatorCase.CaseInput right) {
        return new OperatorCase(
                title, List.of(OperatorCase.normal(64, 128), right), AttributeMap.NONE, 0);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor left = (RealTensor) inputs.get(0);
            RealTensor right = (RealTensor) inputs.get(1);
            return List.of(combine(use, left, right, workers));
        };
    }

    private RealTensor combine(Invocation use, RealTensor left, RealTensor right, Workers workers) {
        RealTensor out = left.zeros(use.output());
        Broadcast fromLeft = Broadcast.of(left.shape(), use.output());
        Broadcast fromRight = Broadcast.of(right.shape(), use.output());
        workers.forRanges(
                use.output().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out.set(
                                i,
                                value(
                                        left.get(fromLeft.source(i)),
                                        right.get(fromRight.source(i))));
                    }
                });
        return out;
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor left = (RealTensor) inputs.get(0);
            RealTensor right = (RealTensor) inputs.get(1);
            RealTensor gradient = gradients.getFirst();
            Broadcast fromLeft = Broadcast.of(left.shape(), use.output());
            Broadcast fromRight = Broadcast.of(right.shape(), use.output());
            RealTensor toLeft = gradient.zeros(use.output());
            RealTensor toRight = gradient.zeros(use.output());
            workers.forRanges(
                    use.output().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            double a = left.get(fromLeft.source(i));
                            double b = right.get(fromRight.source(i));
                            double g = gradient.get(i);
                            toLeft.set(i, g * leftPartial(a, b));
                            toRight.set(i, g * rightPartial(a, b));
                        }
                    });
            return List.of(
                    Optional.of(fromLeft.sumBack(toLeft, workers)),
                    Optional.of(fromRight.sumBack(toRight, workers)));
        };
    }
}
