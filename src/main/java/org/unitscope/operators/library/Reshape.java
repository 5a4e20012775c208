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

/// The same elements in row-major order in another shape; one extent of -1 takes what is left. Rows
/// stay known from `[b, t, d]` to `[b · t, d]`, back, and where axes within a row are joined or cut
/// without touching batch and positions.
public final class Reshape extends Reshaping {
    private static final int MOST = Integer.MAX_VALUE;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "reshape",
                "Reshape",
                "Shows the elements, in row-major order, in another shape (-1: what is left).",
                "y = x as [shape]",
                "NumPy reshape, C order; ONNX Reshape");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integers("shape", -1, MOST)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int[] extents = request.attributes().integers("shape");
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < extents.length; axis++) {
            boolean second = extents[axis] == -1 && open >= 0;
            if (second || extents[axis] == 0 || known > MOST) {
                throw misfit(in, extents);
            }
            open = extents[axis] == -1 ? axis : open;
            known *= extents[axis] == -1 ? 1 : extents[axis];
        }
        if (open >= 0 ? known > MOST || in.count() % known != 0 : in.count() != known) {
            throw misfit(in, extents);
        }
        if (open >= 0) {
            extents[open] = (int) (in.count() / known);
        }
        return List.of(Shape.of(extents));
    }

    private static ShapeException misfit(Shape in, int[] extents) {
        return new ShapeException(
                "the shape must have as many elements as the input and at most one -1, got input "
                        + in
                        + " and shape "
                        + Arrays.toString(extents));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("rows of all sequences", List.of(4, 8, 64), "shape", -1, 64),
                example("rows to positions", List.of(32, 64), "shape", 4, 8, -1),
                example("features cut in heads", List.of(4, 8, 64), "shape", 4, 8, 4, 16));
    }
}
