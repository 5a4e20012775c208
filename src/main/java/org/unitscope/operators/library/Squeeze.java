package org.unitscope.operators.library;

import java.util.ArrayList;
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

/// Without axes of extent 1; axes count from 0.
public final class Squeeze extends Reshaping {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "squeeze",
                "Squeeze",
                "Takes away axes of extent 1.",
                "y = x without `axes`",
                "ONNX Squeeze");
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
        List<Integer> left = new ArrayList<>(in.extents());
        int[] axes = request.attributes().integers("axes");
        for (int axis : axes) {
            if (axis >= in.rank() || left.get(axis) != 1) {
                throw new ShapeException(
                        "every axis must be there once and have extent 1, got input "
                                + in
                                + " and axes "
                                + Arrays.toString(axes));
            }
            left.set(axis, 0);
        }
        return List.of(Shape.of(left.stream().filter(extent -> extent > 0).toList()));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("inside a row", List.of(4, 1, 8, 32), "axes", 1),
                example("one position", List.of(16, 1, 64), "axes", 1));
    }
}
