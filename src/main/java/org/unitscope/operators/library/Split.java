package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.AxisPart;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.JoinedParts;
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

/// Cuts a tensor along an axis into parts of the given sizes, each an output: `[x_1, x_2, …] = x`,
/// the inverse of `concat`. The first part is referred to by the node's name, the others as
/// `name#1`, `name#2` and so on. A part without a consumer has a gradient of zero.
///
/// Moments: those of the parts, see [AxisPart]; gradients are joined as by [JoinedParts].
public final class Split implements Operator {
    private static final int MOST_PARTS = 16;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "split",
                "Split",
                "Cuts a tensor into parts along an axis, at most 16.",
                "[y_1, y_2, …] = x along axis",
                "NumPy split; ONNX Split");
    }

    @Override
    public Signature signature() {
        List<String> outputs = new ArrayList<>();
        for (int i = 1; i <= MOST_PARTS; i++) {
            outputs.add("output" + i);
        }
        return new Signature(
                List.of(Input.real("input")),
                outputs,
                List.of(
                        Attribute.integers("sizes", 1, Integer.MAX_VALUE),
                        Attribute.integer("axis", -1, -(1 << 10), 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int axis = AxisPart.axis(in, request.attributes().integer("axis"));
        int[] sizes = request.attributes().integers("sizes");
        long sum = IntStream.of(sizes).asLongStream().sum();
        if (sizes.length < 1 || sizes.length > MOST_PARTS || sum != in.extent(axis)) {
            throw new ShapeException(
                    "1 to "
                            + MOST_PARTS
                            + " sizes must add up to the extent of the axis, got sizes "
                            + IntStream.of(sizes).boxed().toList()
                            + " of input "
                            + in
                            + " along axis "
                            + axis);
        }
        return IntStream.of(sizes).mapToObj(size -> in.with(axis, size)).toList();
    }

    private static List<AxisPart> parts(Invocation use) {
        Shape whole = use.input(0);
        int given = use.attributes().integer("axis");
        int axis = given < 0 ? given + whole.rank() : given;
        List<AxisPart> parts = new ArrayList<>();
        int from = 0;
        for (Shape part : use.outputs()) {
            parts.add(new AxisPart(whole, part, axis, from, 1));
            from += part.extent(axis);
        }
        return parts;
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                parts(use).stream()
                        .map(part -> part.map().take((RealTensor) inputs.getFirst(), workers))
                        .toList();
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor result = gradients.getFirst().zeros(use.input(0));
            List<AxisPart> parts = parts(use);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).map().put(gradients.get(i), result, workers);
            }
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        parts(use).stream()
                                .map(part -> part.take(inputs.getFirst(), use.grid(part.part())))
                                .toList(),
                (use, inputs, outputs, gradients) -> List.of(Optional.of(joined(use, gradients))),
                Basis.EXACT,
                Basis.INDEPENDENT_INPUTS,
                new MovedDerivations("a part of the elements; the gradients of all parts joined"));
    }

    private static TensorState joined(Invocation use, List<TensorState> gradients) {
        List<TensorState> onGrids =
                IntStream.range(0, gradients.size())
                        .mapToObj(i -> onGrid(use, use.outputs().get(i), gradients.get(i)))
                        .toList();
        return JoinedParts.of(parts(use), onGrids, use.grid(use.input(0)));
    }

    /// A part that nothing uses has a zero for its gradient, of no rows.
    private static TensorState onGrid(Invocation use, Shape part, TensorState g) {
        boolean fits = g.rows().positions().equals(use.grid(part).positions());
        return fits ? g : g.repeated(use.grid(part));
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
                example("queries, keys and values", -1, List.of(32, 32, 32), 4, 8, 96),
                example("unlike parts", -1, List.of(16, 48), 4, 8, 64),
                example("positions", 1, List.of(1, 15), 8, 16, 32),
                example("rows", 0, Collections.nCopies(4, 8), 32, 64));
    }

    private static OperatorCase example(
            String title, double axis, List<Integer> sizes, int... extents) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.normal(extents)),
                new AttributeMap(
                        Map.of(
                                "axis",
                                axis,
                                "sizes",
                                sizes.stream().map(Integer::doubleValue).toList())),
                0);
    }
}
