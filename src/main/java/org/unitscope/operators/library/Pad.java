package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.AxisPart;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.MovedDerivations;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Zeros before and after along one axis, which counts from the end where it is negative. The
/// gradient is what comes back to the elements themselves; see [Slice], of which it is the reverse.
public final class Pad implements Operator {
    private static final int MOST = Integer.MAX_VALUE;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "pad",
                "Pad",
                "Puts zeros before and after along one axis.",
                "y[…, before + i, …] = x[…, i, …], else 0",
                "ONNX Pad, constant mode");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.integer("axis", -1, -(1 << 10), 1 << 10),
                        Attribute.integer("before", 0, 0, MOST),
                        Attribute.integer("after", 0, 0, MOST)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(part(request.input(0), request.attributes()).whole());
    }

    private static AxisPart part(Shape in, AttributeMap attributes) throws ShapeException {
        int axis = AxisPart.axis(in, attributes.integer("axis"));
        int before = attributes.integer("before");
        long extent = (long) in.extent(axis) + before + attributes.integer("after");
        if (extent > MOST) {
            throw new ShapeException(
                    "an axis holds at most "
                            + MOST
                            + " elements, got "
                            + extent
                            + " of input "
                            + in);
        }
        return new AxisPart(in.with(axis, (int) extent), in, axis, before, 1);
    }

    private static AxisPart part(Invocation use) {
        try {
            return part(use.input(0), use.attributes());
        } catch (ShapeException impossible) {
            throw new IllegalStateException("shapes were checked before", impossible);
        }
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor result = in.zeros(use.output());
            part(use).map().put(in, result, workers);
            return List.of(result);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(part(use).map().take(gradients.getFirst(), workers)));
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(part(use).put(inputs.getFirst(), use.grid(use.output()))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        part(use)
                                                .take(
                                                        gradients.getFirst(),
                                                        use.grid(use.input(0))))),
                Basis.EXACT,
                new MovedDerivations("the elements among zeros; of the gradient their part"));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1 in both directions.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("features", Map.of("before", 16.0), 4, 8, 48),
                example("positions", Map.of("axis", 1.0, "before", 2.0, "after", 3.0), 4, 16, 32),
                example("rows", Map.of("axis", 0.0, "after", 16.0), 32, 64));
    }

    private static OperatorCase example(
            String title, Map<String, Object> attributes, int... extents) {
        return new OperatorCase(
                title, List.of(OperatorCase.normal(extents)), new AttributeMap(attributes), 0);
    }
}
