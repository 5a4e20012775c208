package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.SumOfProducts;
import org.unitscope.operators.TensorProducts;
import org.unitscope.operators.TensorProducts.View;
import org.unitscope.operators.TensorState;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = x Wᵀ + b`: shapes x `[..., in]`, W `[out, in]` (as PyTorch stores it), b `[out]`.
///
/// Moments, for independent factors: every output is a sum of `in` products, every input gradient
/// one of `out`, every weight gradient one over all rows. The last is the incoherent part only: it
/// leaves out how rows correlate, and so is too small where they do.
public final class Linear implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "linear",
                "Linear",
                "Multiplies every row by a weight matrix and adds a bias.",
                "y = x Wᵀ + b",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("input"), Input.factor("weight"), Input.real("bias").orNone()),
                List.of("output"),
                List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        Shape weight = request.input(1);
        if (x.rank() < 1 || weight.rank() != 2 || x.extent(-1) != weight.extent(1)) {
            throw new ShapeException(
                    "the input's last extent must equal the weight's second ([out, in]), got input "
                            + x
                            + " and weight "
                            + weight);
        }
        Optional<Shape> bias = request.optional(2);
        if (bias.isPresent() && !bias.get().equals(Shape.of(weight.extent(0)))) {
            throw new ShapeException(
                    "the bias must have one element per row of the weight, got bias "
                            + bias.get()
                            + " and weight "
                            + weight);
        }
        return List.of(x.with(-1, weight.extent(0)));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            View x = View.rows((RealTensor) inputs.get(0));
            View weight = View.rows((RealTensor) inputs.get(1));
            RealTensor y = TensorProducts.multiply(x, weight.transpose(), use.output(), workers);
            if (use.has(2)) {
                addToRows(y, (RealTensor) inputs.get(2), workers);
            }
            return List.of(y);
        };
    }

    private static void addToRows(RealTensor y, RealTensor bias, Workers workers) {
        int columns = bias.shape().length();
        workers.forRanges(
                y.shape().length() / columns,
                64,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        for (int column = 0; column < columns; column++) {
                            int i = row * columns + column;
                            y.set(i, y.get(i) + bias.get(column));
                        }
                    }
                });
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor gradient = gradients.getFirst();
            View g = View.rows(gradient);
            View x = View.rows((RealTensor) inputs.get(0));
            View weight = View.rows((RealTensor) inputs.get(1));
            List<Optional<RealTensor>> result = new ArrayList<>();
            result.add(Optional.of(TensorProducts.multiply(g, weight, use.input(0), workers)));
            result.add(
                    Optional.of(TensorProducts.multiply(g.transpose(), x, use.input(1), workers)));
            if (use.has(2)) {
                result.add(
                        Optional.of(
                                Broadcast.of(use.input(2), use.output())
                                        .sumBack(gradient, workers)));
            }
            return result;
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                Linear::predict, Linear::predictGradients, Basis.INDEPENDENT_INPUTS);
    }

    private static List<TensorState> predict(Invocation use, List<TensorState> inputs) {
        TensorState product =
                SumOfProducts.of(inputs.get(0), inputs.get(1), use.input(1).extent(1));
        return List.of(use.has(2) ? SumOfProducts.plus(product, inputs.get(2)) : product);
    }

    private static List<Optional<TensorState>> predictGradients(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        TensorState g = gradients.getFirst();
        double fanOut = use.input(1).extent(0);
        double rows = (double) use.output().count() / fanOut;
        List<Optional<TensorState>> result = new ArrayList<>();
        result.add(Optional.of(SumOfProducts.of(g, inputs.get(1), fanOut)));
        result.add(Optional.of(SumOfProducts.of(g, inputs.get(0), rows)));
        if (use.has(2)) {
            result.add(Optional.of(SumOfProducts.of(g, TensorState.of(1, 1), rows)));
        }
        return result;
    }

    @Override
    public List<OperatorCase> cases() {
        double root = 1 / Math.sqrt(256);
        return List.of(
                new OperatorCase(
                        "without bias",
                        List.of(
                                OperatorCase.normal(512, 256),
                                OperatorCase.gaussian(root, 128, 256)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "with bias, three axes",
                        List.of(
                                OperatorCase.normal(16, 32, 256),
                                OperatorCase.gaussian(root, 128, 256),
                                OperatorCase.gaussian(0.5, 128)),
                        AttributeMap.NONE,
                        0));
    }
}
