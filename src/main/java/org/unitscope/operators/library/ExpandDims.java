package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Reshaping;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// With new axes of extent 1 at these places of the output; axes count from 0.
public final class ExpandDims extends Reshaping {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "expand_dims",
                "New axes",
                "Adds axes of extent 1.",
                "y = x with `axes`",
                "NumPy expand_dims; ONNX Unsqueeze");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integers("axes", 0, 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int[] axes = request.attributes().integers("axes");
        int rank = in.rank() + axes.length;
        int[] extents = new int[rank];
        for (int axis : axes) {
            if (axis >= rank || extents[axis] != 0) {
                throw new ShapeException(
                        "axes must be different and below "
                                + rank
                                + ", the number of axes of the result, got input "
                                + in
                                + " and axes "
                                + Arrays.toString(axes));
            }
            extents[axis] = 1;
        }
        int from = 0;
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = extents[axis] == 0 ? in.extent(from++) : 1;
        }
        return List.of(Shape.of(extents));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("one head", List.of(4, 8, 64), "axes", 1),
                example("one position", List.of(32, 64), "axes", 1),
                example("one sequence", List.of(8, 64), "axes", 0));
    }
}
