package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = factor · x` in both passes; exact. In single precision the factor is rounded to single
/// first, as a constant in a framework is.
public final class Scale implements Operator {
    private static final int BLOCK = 1 << 14;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc("scale", "Scale", "Multiplies by a constant.", "y = factor · x", "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.required("factor", -1e30, 1e30)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(multiply(use, (RealTensor) inputs.getFirst(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(multiply(use, gradients.getFirst(), workers)));
    }

    private static RealTensor multiply(Invocation use, RealTensor in, Workers workers) {
        double factor = use.attributes().number("factor");
        double rounded =
                switch (in.precision()) {
                    case SINGLE -> (float) factor;
                    case DOUBLE -> factor;
                };
        RealTensor out = in.zeros(in.shape());
        workers.forRanges(
                in.shape().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out.set(i, rounded * in.get(i));
                    }
                });
        return out;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(inputs.getFirst().scaled(use.attributes().number("factor"))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        scaled(
                                                gradients.getFirst(),
                                                use.attributes().number("factor")))),
                Basis.EXACT);
    }

    /// Of a gradient that holds `a y`, `c · a c x`.
    private static TensorState scaled(TensorState g, double factor) {
        return g.scaled(factor).aligned(g.alignment() * factor * factor);
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "an eighth",
                        List.of(OperatorCase.normal(32, 64)),
                        new AttributeMap(java.util.Map.of("factor", 0.125)),
                        0));
    }
}
