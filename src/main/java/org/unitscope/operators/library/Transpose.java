package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import org.unitscope.operators.ElementMap;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Reshaping;
import org.unitscope.operators.RowFate;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// Axes in another order: axis k of the output is axis `order[k]` of the input. Rows stay known
/// where batch and positions stay in their places; to bring attention heads before the sequence,
/// use [SplitHeads], which keeps them.
public final class Transpose extends Reshaping {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "transpose",
                "Transpose",
                "Puts the axes in another order.",
                "y[i_order[0], i_order[1], …] = x[i_0, i_1, …]",
                "NumPy transpose; ONNX Transpose");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integers("order", 0, 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int[] order = request.attributes().integers("order");
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        boolean fits = order.length == in.rank();
        for (int axis = 0; fits && axis < order.length; axis++) {
            fits = sorted[axis] == axis;
        }
        if (!fits) {
            throw new ShapeException(
                    "the order must name every axis of the input once, from 0 to "
                            + (in.rank() - 1)
                            + ", got input "
                            + in
                            + " and order "
                            + Arrays.toString(order));
        }
        return List.of(Shape.of(Arrays.stream(order).map(in::extent).toArray()));
    }

    @Override
    protected ElementMap map(Invocation use) {
        int[] strides = ElementMap.strides(use.input(0));
        int[] order = use.attributes().integers("order");
        return new ElementMap(
                use.output(), 0, Arrays.stream(order).map(axis -> strides[axis]).toArray());
    }

    @Override
    protected RowFate fate(Invocation use) {
        return RowFate.ofOrder(use.attributes().integers("order"));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("positions last", List.of(4, 8, 64), "order", 0, 2, 1),
                example("four axes", List.of(2, 3, 8, 16), "order", 0, 2, 1, 3),
                example("groups of features", List.of(2, 3, 4, 8, 16), "order", 0, 2, 1, 3, 4),
                example("a matrix", List.of(32, 64), "order", 1, 0));
    }
}
