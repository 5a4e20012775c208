package org.unitscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorCase.CaseInput;

/// Counterparts of sums of products and of arithmetic.
final class Products {
    private Products() {}

    static List<Counterpart> all() {
        return List.of(
                Counterpart.composed(
                                "linear",
                                Bounds.sum(use -> use.input(1).extent(1), 0, 1, 2),
                                Products::linear)
                        .also(
                                Cases.of(
                                        "one row",
                                        Map.of(),
                                        Cases.normal(64),
                                        Cases.normal(16, 64))),
                Counterpart.node(
                                "matmul",
                                Bounds.sum(Products::inner, 0, 1),
                                (use, g) ->
                                        g.node(
                                                "MatMul",
                                                oriented(use, g, 0, "transpose_left"),
                                                oriented(use, g, 1, "transpose_right")))
                        .also(
                                Cases.of(
                                        "left transposed",
                                        Map.of("transpose_left", true),
                                        Cases.normal(3, 24, 16),
                                        Cases.normal(3, 24, 8)),
                                Cases.of(
                                        "right transposed",
                                        Map.of("transpose_right", true),
                                        Cases.normal(2, 3, 16, 24),
                                        Cases.normal(2, 3, 8, 24))),
                Counterpart.node(
                                "einsum",
                                Bounds.sum(Products::summed, 0, 1),
                                (use, g) ->
                                        g.node(
                                                "Einsum",
                                                NodeAttributes.none()
                                                        .and(
                                                                "equation",
                                                                use.attributes().text("equation")),
                                                "input0",
                                                "input1"))
                        .also(
                                einsum("i,j->ij", Cases.normal(16), Cases.normal(24)),
                                einsum("bij,bjk->ki", Cases.normal(3, 8, 5), Cases.normal(3, 5, 6)),
                                einsum("abc,abc->b", Cases.normal(4, 5, 6), Cases.normal(4, 5, 6))),
                Counterpart.node(
                                "conv1d",
                                Bounds.sum(
                                        use -> use.input(1).extent(1) * use.input(1).extent(2),
                                        0,
                                        1,
                                        2),
                                Products::convolution)
                        .also(
                                Cases.of(
                                        "even kernel",
                                        Map.of(),
                                        Cases.normal(2, 9, 4),
                                        Cases.normal(6, 4, 4)),
                                Cases.of(
                                        "stride 3, wide padding, a group a channel",
                                        Map.of("stride", 3.0, "padding", 4.0, "groups", 6.0),
                                        Cases.normal(2, 20, 6),
                                        Cases.normal(12, 1, 5),
                                        Cases.normal(12))),
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
                                                g.constant(use.attributes().number("factor"))))
                        .also(
                                Cases.of(
                                        "three tenths",
                                        Map.of("factor", 0.3),
                                        Cases.normal(16, 64))));
    }

    private static Counterpart binary(String operator, String onnx) {
        return Counterpart.node(
                        operator, Bounds.rounded(), (use, g) -> g.node(onnx, "input0", "input1"))
                .also(
                        Cases.of(
                                "a column and a row",
                                Map.of(),
                                Cases.normal(8, 1),
                                Cases.positive(1, 16)),
                        Cases.of(
                                "more axes on the right",
                                Map.of(),
                                Cases.normal(16),
                                Cases.positive(2, 3, 16)));
    }

    private static OperatorCase einsum(String equation, CaseInput left, CaseInput right) {
        return Cases.of(equation, Map.of("equation", equation), left, right);
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
        Arrays.setAll(order, axis -> axis);
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
