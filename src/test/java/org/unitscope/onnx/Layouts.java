package org.unitscope.onnx;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Invocation;

/// Counterparts of operators that move elements or round them to a narrower format: no bit differs.
final class Layouts {
    private static final Map<String, ElementType> FORMATS =
            Map.of(
                    "e4m3", ElementType.FLOAT8_E4M3FN,
                    "e5m2", ElementType.FLOAT8_E5M2,
                    "fp16", ElementType.FLOAT16,
                    "bf16", ElementType.BFLOAT16);

    private Layouts() {}

    static List<Counterpart> all() {
        return List.of(
                moved("reshape", (use, g) -> g.node("Reshape", "input0", listed(use, g, "shape")))
                        .also(
                                Cases.of(
                                        "an extent left open",
                                        Map.of("shape", Cases.list(6, -1, 2)),
                                        Cases.normal(4, 6, 8))),
                moved(
                        "flatten",
                        (use, g) ->
                                g.node(
                                        "Flatten",
                                        NodeAttributes.of("axis", use.attributes().integer("axis")),
                                        "input0")),
                moved(
                        "transpose",
                        (use, g) ->
                                g.node(
                                        "Transpose",
                                        order(use.attributes().integers("order")),
                                        "input0")),
                moved("squeeze", (use, g) -> g.node("Squeeze", "input0", listed(use, g, "axes"))),
                moved(
                                "expand_dims",
                                (use, g) -> g.node("Unsqueeze", "input0", listed(use, g, "axes")))
                        .also(
                                Cases.of(
                                        "first and last",
                                        Map.of("axes", Cases.list(0, 3)),
                                        Cases.normal(4, 6))),
                moved("expand", (use, g) -> g.node("Expand", "input0", listed(use, g, "shape"))),
                moved("slice", Layouts::slice)
                        .also(
                                Cases.of(
                                        "from the end, by steps",
                                        Map.of("axis", 0.0, "from", -7.0, "to", -1.0, "step", 4.0),
                                        Cases.normal(9, 5))),
                new Counterpart(
                        "split",
                        Counterpart.Kind.NODE,
                        (use, g) ->
                                g.nodes(
                                        "Split",
                                        axis(use),
                                        use.outputs().size(),
                                        "input0",
                                        listed(use, g, "sizes")),
                        Bounds.exact(),
                        List.of()),
                moved("gather", (use, g) -> g.node("Gather", axis(use), "input0", "input1"))
                        .also(
                                Cases.of(
                                        "a table of positions",
                                        Map.of("axis", -2.0),
                                        Cases.normal(3, 10, 4),
                                        Cases.indices(10, 2, 5))),
                moved("embedding", (use, g) -> g.node("Gather", "input1", "input0")),
                moved("pad", Layouts::pad)
                        .also(
                                Cases.of(
                                        "both ends, before the last axis",
                                        Map.of("axis", -2.0, "before", 1.0, "after", 4.0),
                                        Cases.normal(3, 5, 4))),
                moved("concat", Layouts::concatenate)
                        .also(
                                Cases.of(
                                        "four, before the last axis",
                                        Map.of("axis", -2.0),
                                        Cases.normal(2, 1, 4),
                                        Cases.normal(2, 2, 4),
                                        Cases.normal(2, 3, 4),
                                        Cases.normal(2, 1, 4))),
                moved(
                        "split_heads",
                        (use, g) -> {
                            int heads = use.attributes().integer("heads");
                            int width = use.input(0).extent(2) / heads;
                            String apart =
                                    g.node("Reshape", "input0", g.integers(0, 0, heads, width));
                            return g.node("Transpose", order(0, 2, 1, 3), apart);
                        }),
                moved(
                        "merge_heads",
                        (use, g) ->
                                g.node(
                                        "Reshape",
                                        g.node("Transpose", order(0, 2, 1, 3), "input0"),
                                        g.integers(0, 0, -1))),
                moved("repeat_heads", Layouts::repeat),
                Counterpart.composed("quantize", Bounds.exact(), Layouts::cast)
                        .also(
                                Activations.unary(3, Map.of("format", "bf16")),
                                Activations.unary(0x1p-14, Map.of("format", "e5m2")),
                                Activations.unary(200, Map.of("format", "e4m3")),
                                Activations.unary(0x1p-23, Map.of("format", "fp16"))));
    }

    private static Counterpart moved(String operator, Counterpart.Single mapping) {
        return Counterpart.node(operator, Bounds.exact(), mapping);
    }

    private static String listed(Invocation use, GraphDraft g, String attribute) {
        return g.integers(use.attributes().integers(attribute));
    }

    private static NodeAttributes order(int... axes) {
        return NodeAttributes.none().and("perm", IntStream.of(axes).asLongStream().toArray());
    }

    private static NodeAttributes axis(Invocation use) {
        return NodeAttributes.of("axis", use.attributes().integer("axis"));
    }

    private static String slice(Invocation use, GraphDraft g) {
        AttributeMap attributes = use.attributes();
        return g.node(
                "Slice",
                "input0",
                g.integers(attributes.integer("from")),
                g.integers(attributes.integer("to", Integer.MAX_VALUE)),
                g.integers(attributes.integer("axis")),
                g.integers(attributes.integer("step")));
    }

    private static String pad(Invocation use, GraphDraft g) {
        AttributeMap attributes = use.attributes();
        return g.node(
                "Pad",
                "input0",
                g.integers(attributes.integer("before"), attributes.integer("after")),
                "",
                g.integers(attributes.integer("axis")));
    }

    private static String concatenate(Invocation use, GraphDraft g) {
        String[] parts =
                IntStream.range(0, use.inputs().size())
                        .mapToObj(GraphDraft::input)
                        .toArray(String[]::new);
        return g.node("Concat", axis(use), parts);
    }

    /// A new axis behind the heads, stretched and joined with them.
    private static String repeat(Invocation use, GraphDraft g) {
        int repeats = use.attributes().integer("repeats");
        String apart = g.node("Unsqueeze", "input0", g.integers(2));
        String repeated = g.node("Expand", apart, g.integers(1, 1, repeats, 1, 1));
        return g.node("Reshape", repeated, g.shape(use.output()));
    }

    /// To the narrow type and back. ONNX has a type for E2M1, but ONNX Runtime no kernel on a CPU.
    private static String cast(Invocation use, GraphDraft g) {
        String format = use.attributes().text("format");
        if (format.equals("fp4_e2m1fn")) {
            return halfBytes(g);
        }
        ElementType narrow = FORMATS.get(format);
        if (narrow == null) {
            throw new IllegalArgumentException("no ONNX type for " + use.attributes());
        }
        String there = g.node("Cast", NodeAttributes.of("to", narrow.number()), "input0");
        return g.node("Cast", NodeAttributes.of("to", g.real().number()), there);
    }

    /// E2M1 by Round, which takes ties to even: its steps are ½ below 2, 1 below 4 and 2 up to 6,
    /// the end. A multiple of a step is even where its last bit is 0.
    private static String halfBytes(GraphDraft g) {
        String x = g.node("Clip", "input0", g.constant(-6), g.constant(6));
        String size = g.node("Abs", x);
        String large = g.node("Where", less(g, size, 4), g.constant(1), g.constant(2));
        String step = g.node("Where", less(g, size, 2), g.constant(0.5), large);
        return g.node("Mul", g.node("Round", g.node("Div", x, step)), step);
    }

    private static String less(GraphDraft g, String x, double than) {
        return g.node("Less", x, g.constant(than));
    }
}
