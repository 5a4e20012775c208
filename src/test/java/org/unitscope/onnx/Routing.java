package org.unitscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.unitscope.operators.Invocation;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Counterparts of mixtures of experts. The k experts of a token come from TopK; NonZero of the
/// choices `[experts, tokens]` lists them by expert, then by token, which is the order of rows.
final class Routing {
    private Routing() {}

    static List<Counterpart> all() {
        return List.of(
                Counterpart.composed("top_k_gates", Routing::gates, Routing::gates)
                        .also(
                                Cases.of(
                                        "three, not normalized",
                                        Map.of("k", 3.0, "normalized", false),
                                        Cases.normal(16, 6))),
                Counterpart.composed("dispatch", Bounds.exact(), Routing::dispatch),
                Counterpart.composed(
                        "expert_linear",
                        Bounds.sum(use -> use.input(1).extent(2), 0, 1),
                        Routing::linear),
                Counterpart.composed("combine", Routing::combine, Routing::combine)
                        .also(
                                Cases.of(
                                        "two of five",
                                        Map.of("k", 2.0),
                                        Cases.normal(64, 16),
                                        Cases.positive(4, 8, 5))));
    }

    private static String gates(Invocation use, GraphDraft g) {
        String shares = g.node("Softmax", NodeAttributes.of("axis", -1), "input0");
        List<String> top = top(use, g, shares);
        String kept = top.getFirst();
        if (use.attributes().flag("normalized")) {
            kept = g.node("Div", kept, g.node("ReduceSum", kept, g.integers(-1)));
        }
        String nothing = zeros(g, use.output());
        return g.node(
                "ScatterElements", NodeAttributes.of("axis", -1), nothing, top.getLast(), kept);
    }

    /// The largest k of the innermost axis and their indices.
    private static List<String> top(Invocation use, GraphDraft g, String values) {
        String k = g.integers(use.attributes().integer("k"));
        return g.nodes("TopK", NodeAttributes.of("axis", -1), 2, values, k);
    }

    private static String zeros(GraphDraft g, Shape shape) {
        return g.constant(shape, new double[shape.length()]);
    }

    /// A softmax weight, twice where it is divided by a sum of k of them, and the quotient.
    private static double[] gates(Sample sample, RealTensor y) {
        int experts = y.shape().extent(-1);
        double relative = 2 * RowBounds.weight(sample.largest(0), 0, experts) + experts + 1;
        return Bounds.map(y, p -> Bounds.U * relative * p);
    }

    /// Per row, the expert and the token: `[2, rows]`.
    private static String places(Invocation use, GraphDraft g, int input) {
        Shape gates = use.input(input);
        int experts = gates.extent(-1);
        int tokens = gates.length() / experts;
        int k = use.attributes().integer("k");
        String flat = g.node("Reshape", GraphDraft.input(input), g.integers(tokens, experts));
        double[] ones = new double[tokens * k];
        Arrays.fill(ones, 1);
        String chosen =
                g.node(
                        "ScatterElements",
                        NodeAttributes.of("axis", 1),
                        zeros(g, Shape.of(tokens, experts)),
                        top(use, g, flat).getLast(),
                        g.constant(Shape.of(tokens, k), ones));
        NodeAttributes flags = NodeAttributes.of("to", ElementType.BOOL.number());
        return g.node("NonZero", g.node("Cast", flags, g.node("Transpose", turned(), chosen)));
    }

    private static NodeAttributes turned() {
        return NodeAttributes.none().and("perm", 1, 0);
    }

    private static String dispatch(Invocation use, GraphDraft g) {
        String flat = g.node("Reshape", "input0", g.integers(-1, use.output().extent(-1)));
        String tokens = g.node("Gather", places(use, g, 1), g.integer(1));
        return g.node("Gather", flat, tokens);
    }

    private static String linear(Invocation use, GraphDraft g) {
        String experts = g.node("Gather", places(use, g, 2), g.integer(0));
        String weights = g.node("Gather", "input1", experts);
        String columns = g.node("Unsqueeze", "input0", g.integers(2));
        return g.node("Squeeze", g.node("MatMul", weights, columns), g.integers(2));
    }

    private static String combine(Invocation use, GraphDraft g) {
        Shape gates = use.input(1);
        int experts = gates.extent(-1);
        int tokens = gates.length() / experts;
        int features = use.output().extent(-1);
        String places = places(use, g, 1);
        String flat = g.node("Reshape", "input1", g.integers(tokens, experts));
        String byExpert = g.node("Transpose", turned(), flat);
        String weights = g.node("GatherND", byExpert, g.node("Transpose", turned(), places));
        String rows = g.node("Mul", "input0", g.node("Unsqueeze", weights, g.integers(1)));
        String token = g.node("Gather", places, g.integer(1));
        String sums =
                g.node(
                        "ScatterND",
                        NodeAttributes.none().and("reduction", "add"),
                        zeros(g, Shape.of(tokens, features)),
                        g.node("Unsqueeze", token, g.integers(1)),
                        rows);
        return g.node("Reshape", sums, g.shape(use.output()));
    }

    /// k products and their sum, each no larger than the largest gate times the largest row.
    private static double[] combine(Sample sample, RealTensor y) {
        int k = sample.use().attributes().integer("k");
        double size = k * sample.largest(0) * sample.largest(1);
        return Bounds.map(y, v -> Bounds.U * (k + 1) * size);
    }
}
