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

/// Elements `from, from + step, …` below `to` along one axis. Axis, `from` and `to` count from the
/// end where they are negative; without `to`, up to the end. What is not taken has a gradient of
/// zero.
///
/// Pairs of rows stay known: features of a row are alike, so fewer of them only scatter more;
/// positions are taken one by one, to within the blocks that they are kept in.
public final class Slice implements Operator {
    private static final int MOST = Integer.MAX_VALUE;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "slice",
                "Slice",
                "Takes a part along one axis.",
                "y[…, i, …] = x[…, from + step · i, …]",
                "NumPy basic slicing; ONNX Slice");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.integer("axis", -1, -(1 << 10), 1 << 10),
                        Attribute.integer("from", 0, -MOST, MOST),
                        Attribute.integer("to", -MOST, MOST).orAbsent("the end"),
                        Attribute.integer("step", 1, 1, MOST)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(part(request.input(0), request.attributes()).part());
    }

    private static AxisPart part(Shape in, AttributeMap attributes) throws ShapeException {
        int axis = AxisPart.axis(in, attributes.integer("axis"));
        int extent = in.extent(axis);
        long from = fromStart(attributes.integer("from"), extent);
        long to = fromStart(attributes.integer("to", extent), extent);
        int step = attributes.integer("step");
        if (from < 0 || to > extent || from >= to) {
            throw new ShapeException(
                    "from and to must leave something of the axis, of extent "
                            + extent
                            + ", got from "
                            + attributes.integer("from")
                            + attributes
                                    .find("to")
                                    .map(end -> " to " + attributes.integer("to"))
                                    .orElse("")
                            + " of input "
                            + in
                            + " along axis "
                            + axis);
        }
        int many = (int) ((to - from + step - 1) / step);
        return new AxisPart(in, in.with(axis, many), axis, (int) from, many == 1 ? 1 : step);
    }

    private static long fromStart(int place, int extent) {
        return place < 0 ? (long) place + extent : place;
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
        return (use, inputs, workers) ->
                List.of(part(use).map().take((RealTensor) inputs.getFirst(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            part(use).map().put(g, result, workers);
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(part(use).take(inputs.getFirst(), use.grid(use.output()))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        part(use)
                                                .put(
                                                        gradients.getFirst(),
                                                        use.grid(use.input(0))))),
                Basis.EXACT,
                new MovedDerivations("a part of the elements; the rest gets no gradient"));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1 in both directions: parts that are taken of one tensor share its gradient.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("a third of the features", Map.of("from", 16.0, "to", 32.0), 4, 8, 48),
                example("some positions", Map.of("axis", 1.0, "from", 2.0, "step", 3.0), 4, 16, 32),
                example("the last position", Map.of("axis", -2.0, "from", -1.0), 8, 16, 32),
                example("half the rows", Map.of("axis", 0.0, "to", -16.0), 32, 64));
    }

    private static OperatorCase example(
            String title, Map<String, Object> attributes, int... extents) {
        return new OperatorCase(
                title, List.of(OperatorCase.normal(extents)), new AttributeMap(attributes), 0);
    }
}
