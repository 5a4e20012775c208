package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Reshaping;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// To two axes, as ONNX does: the axes before `axis` joined, and the others. `axis` 1 makes one row
/// of every sequence.
public final class Flatten extends Reshaping {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "flatten",
                "Flatten",
                "Joins the axes before `axis`, and those from it on.",
                "[d_0, …, d_r] -> [d_0 ⋯ d_(axis-1), d_axis ⋯ d_r]",
                "ONNX Flatten");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integer("axis", 1, 0, 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int axis = request.attributes().integer("axis");
        if (axis > in.rank()) {
            throw new ShapeException(
                    "the axis must be at most the number of axes, got input "
                            + in
                            + " and axis "
                            + axis);
        }
        long outer = in.slice(0, axis).count();
        return List.of(Shape.of((int) outer, (int) (in.count() / outer)));
    }

    private static OperatorCase example(String title, List<Integer> extents, double axis) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(
                                extents.stream().mapToInt(Integer::intValue).toArray())),
                new AttributeMap(Map.of("axis", axis)),
                0);
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("rows of all sequences", List.of(4, 8, 64), 2.0),
                example("a row a sequence", List.of(16, 8, 32), 1.0));
    }
}
