package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.AttentionRule;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MatrixDerivations;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.SumOfProducts;
import org.unitscope.operators.TensorProducts;
import org.unitscope.operators.TensorProducts.View;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = a b` over the last two axes, one product per index of the leading axes, which must be
/// equal; either side may be taken transposed.
///
/// Moments, for independent factors: sums of as many products as the contracted extent, in both
/// passes. Rows by rows (`a bᵀ`), and weights that are the softmax of such a product by rows, keep
/// how pairs of rows correlate, see [AttentionRule]; elsewhere softmax weights times values are too
/// small where values of different positions correlate.
public final class MatrixMultiply implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "matmul",
                "Matrix multiply",
                "Multiplies two tensors as matrices over their last two axes.",
                "y = a b (a or b transposed on request)",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("left"), Input.factor("right")),
                List.of("output"),
                List.of(
                        Attribute.flag("transpose_left", false),
                        Attribute.flag("transpose_right", false)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape left = request.input(0);
        Shape right = request.input(1);
        if (left.rank() < 2
                || left.rank() != right.rank()
                || !left.slice(0, left.rank() - 2).equals(right.slice(0, right.rank() - 2))) {
            throw new ShapeException(
                    "both sides must have rank 2 or more and equal leading extents, got "
                            + left
                            + " × "
                            + right);
        }
        boolean turnLeft = request.attributes().flag("transpose_left");
        boolean turnRight = request.attributes().flag("transpose_right");
        int inner = left.extent(turnLeft ? -2 : -1);
        if (inner != right.extent(turnRight ? -1 : -2)) {
            throw new ShapeException(
                    "inner extents must agree, got "
                            + left
                            + (turnLeft ? "ᵀ" : "")
                            + " × "
                            + right
                            + (turnRight ? "ᵀ" : "")
                            + "; check transpose_left and transpose_right");
        }
        return List.of(
                left.with(-2, left.extent(turnLeft ? -1 : -2))
                        .with(-1, right.extent(turnRight ? -2 : -1)));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(
                        TensorProducts.multiply(
                                left(use, inputs.get(0)),
                                right(use, inputs.get(1)),
                                use.output(),
                                workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            View g = View.batched(gradients.getFirst());
            View a = left(use, inputs.get(0));
            View b = right(use, inputs.get(1));
            // For a taken transposed, its own gradient is the transpose of that of aᵀ.
            RealTensor toLeft =
                    use.attributes().flag("transpose_left")
                            ? TensorProducts.multiply(b, g.transpose(), use.input(0), workers)
                            : TensorProducts.multiply(g, b.transpose(), use.input(0), workers);
            RealTensor toRight =
                    use.attributes().flag("transpose_right")
                            ? TensorProducts.multiply(g.transpose(), a, use.input(1), workers)
                            : TensorProducts.multiply(a.transpose(), g, use.input(1), workers);
            return List.of(Optional.of(toLeft), Optional.of(toRight));
        };
    }

    private static View left(Invocation use, Object tensor) {
        return View.batched((RealTensor) tensor)
                .transposeIf(use.attributes().flag("transpose_left"));
    }

    private static View right(Invocation use, Object tensor) {
        return View.batched((RealTensor) tensor)
                .transposeIf(use.attributes().flag("transpose_right"));
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) ->
                        predictGradients(use, inputs, gradients.getFirst()),
                Basis.INDEPENDENT_INPUTS,
                new MatrixDerivations());
    }

    private static TensorState predict(Invocation use, TensorState left, TensorState right) {
        double inner = use.input(0).extent(turnsLeft(use) ? -2 : -1);
        if (left.grid() instanceof GridLaw.Weights weights
                && right.isTracked()
                && !turnsLeft(use)
                && !turnsRight(use)) {
            return AttentionRule.mixed(weights, right, rowWidth(use.output()));
        }
        TensorState plain = flat(use, use.output(), SumOfProducts.of(left, right, inner));
        return !turnsLeft(use) && turnsRight(use)
                ? AttentionRule.products(left, right, inner, use.grid(use.output())).orElse(plain)
                : plain;
    }

    /// Width of a row, all heads together.
    private static double rowWidth(Shape shape) {
        return shape.rank() == 4 ? (double) shape.extent(1) * shape.extent(-1) : shape.extent(-1);
    }

    private static TensorState flat(Invocation use, Shape shape, TensorState element) {
        return element.repeated(use.grid(shape));
    }

    private static List<Optional<TensorState>> predictGradients(
            Invocation use, List<TensorState> inputs, TensorState g) {
        TensorState right = inputs.get(1);
        double rows = use.output().extent(-2);
        double columns = use.output().extent(-1);
        if (g.grid() instanceof GridLaw.LogitGradient law) {
            return AttentionRule.productGradients(law);
        }
        Optional<TensorState> toLeft =
                Optional.of(flat(use, use.input(0), SumOfProducts.of(g, right, columns)));
        Optional<TensorState> toRight =
                Optional.of(flat(use, use.input(1), SumOfProducts.of(g, inputs.get(0), rows)));
        if (inputs.get(0).grid() instanceof GridLaw.Weights weights
                && right.isTracked()
                && g.isTracked()
                && !turnsLeft(use)
                && !turnsRight(use)) {
            List<Optional<TensorState>> both =
                    AttentionRule.mixedGradients(
                            weights,
                            right,
                            g,
                            columns,
                            use.input(1).count() / right.rows().rows(),
                            use.grid(use.input(0)));
            return List.of(both.get(0).isPresent() ? both.get(0) : toLeft, both.get(1));
        }
        return List.of(toLeft, toRight);
    }

    private static boolean turnsLeft(Invocation use) {
        return use.attributes().flag("transpose_left");
    }

    private static boolean turnsRight(Invocation use) {
        return use.attributes().flag("transpose_right");
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// `A B` of `[.., l, k]` and `[.., k, r]`: `k^-1/2`, gradients `r^-1/2` and `l^-1/2`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double inner = of.use().input(0).extent(turnsLeft(of.use()) ? -2 : -1);
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("summed", inner),
                        Factor.inverseRoot("columns", of.use().output().extent(-1)),
                        Factor.inverseRoot("rows", of.use().output().extent(-2))));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                matmulCase(
                        "plain",
                        OperatorCase.normal(8, 32, 64),
                        OperatorCase.normal(8, 64, 48),
                        false,
                        false),
                matmulCase(
                        "queries by keys",
                        OperatorCase.normal(2, 4, 32, 64),
                        OperatorCase.normal(2, 4, 48, 64),
                        false,
                        true),
                matmulCase(
                        "both transposed",
                        OperatorCase.normal(64, 32),
                        OperatorCase.normal(48, 64),
                        true,
                        true));
    }

    private static OperatorCase matmulCase(
            String title,
            OperatorCase.CaseInput left,
            OperatorCase.CaseInput right,
            boolean turnLeft,
            boolean turnRight) {
        return new OperatorCase(
                title,
                List.of(left, right),
                new AttributeMap(Map.of("transpose_left", turnLeft, "transpose_right", turnRight)),
                0);
    }
}
