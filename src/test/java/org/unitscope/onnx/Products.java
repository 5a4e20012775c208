package org.unitscope.onnx;

import java.util.List;
import org.unitscope.operators.Invocation;

/// Counterparts of sums of products and of arithmetic.
final class Products {
    private Products() {}

    static List<Counterpart> all() {
        return List.of(
                Counterpart.composed(
                        "linear",
                        Bounds.sum(use -> use.input(1).extent(1), 0, 1, 2),
                        Products::linear),
                Counterpart.node(
                        "matmul",
                        Bounds.sum(Products::inner, 0, 1),
                        (use, g) ->
                                g.node(
                                        "MatMul",
                                        oriented(use, g, 0, "transpose_left"),
                                        oriented(use, g, 1, "transpose_right"))),
                Counterpart.node(
                        "einsum",
                        Bounds.sum(Products::summed, 0, 1),
                        (use, g) ->
                                g.node(
                                        "Einsum",
                                        NodeAttributes.none()
                                                .and("equation", use.attributes().text("equation")),
                                        "input0",
                                        "input1")),
                Counterpart.node(
                        "conv1d",
                        Bounds.sum(use -> use.input(1).extent(1) * use.input(1).extent(2), 0, 1, 2),
                        Products::convolution),
                binary("add", "Add"),
                binary("subtract", "Sub"),
                binary("multiply", "Mul"),
                binary("divide", "Div"),
                // The factor is rounded, and the product.
                Counterpart.node(
                        "scale",
                        Bounds.relative(2),
                        (use, g) ->
                                g.node(
                                        "Mul",
                                        "input0",
                                        g.constant(use.attributes().number("factor")))));
    }

    private static Counterpart binary(String operator, String onnx) {
        return Counterpart.node(
                operator, Bounds.rounded(), (use, g) -> g.node(onnx, "input0", "input1"));
    }

    /// Gemm for a matrix, MatMul for more axes.
    private static String linear(Invocation use, GraphDraft g) {
        if (use.input(0).rank() == 2) {
            NodeAttributes transposed = NodeAttributes.of("transB", 1);
            return use.has(2)
                    ? g.node("Gemm", transposed, "input0", "input1", "input2")
                    : g.node("Gemm", transposed, "input0", "input1");
        }
        String weight = g.node("Transpose", NodeAttributes.none().and("perm", 1, 0), "input1");
        String product = g.node("MatMul", "input0", weight);
        return use.has(2) ? g.node("Add", product, "input2") : product;
    }

    private static String oriented(Invocation use, GraphDraft g, int input, String flag) {
        String name = GraphDraft.input(input);
        return use.attributes().flag(flag)
                ? g.node("Transpose", swapped(use.input(input).rank()), name)
                : name;
    }

    /// The last two of so many axes the other way round.
    private static NodeAttributes swapped(int rank) {
        long[] order = new long[rank];
        java.util.Arrays.setAll(order, axis -> axis);
        order[rank - 2] = rank - 1L;
        order[rank - 1] = rank - 2L;
        return NodeAttributes.none().and("perm", order);
    }

    private static int inner(Invocation use) {
        return use.input(0).extent(use.attributes().flag("transpose_left") ? -2 : -1);
    }

    /// The extents of the letters that the result lacks, multiplied.
    private static int summed(Invocation use) {
        String[] sides = use.attributes().text("equation").split("->", -1);
        String[] factors = sides[0].split(",", -1);
        int terms = 1;
        String seen = sides[1];
        for (int f = 0; f < factors.length; f++) {
            for (int axis = 0; axis < factors[f].length(); axis++) {
                char letter = factors[f].charAt(axis);
                if (seen.indexOf(letter) < 0) {
                    terms *= use.input(f).extent(axis);
                    seen += letter;
                }
            }
        }
        return terms;
    }

    /// ONNX has channels before positions; the weight is laid out alike.
    private static String convolution(Invocation use, GraphDraft g) {
        NodeAttributes channels = NodeAttributes.none().and("perm", 0, 2, 1);
        int half = use.input(1).extent(2) / 2;
        long padding = use.attributes().integer("padding", half);
        NodeAttributes attributes =
                NodeAttributes.of("group", use.attributes().integer("groups"))
                        .and("strides", new long[] {use.attributes().integer("stride")})
                        .and("pads", padding, padding);
        String x = g.node("Transpose", channels, "input0");
        String y =
                use.has(2)
                        ? g.node("Conv", attributes, x, "input1", "input2")
                        : g.node("Conv", attributes, x, "input1");
        return g.node("Transpose", channels, y);
    }
}
