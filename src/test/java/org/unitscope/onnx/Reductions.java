package org.unitscope.onnx;

import java.util.List;
import java.util.Map;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;

/// Counterparts of sums, means and maxima.
final class Reductions {
    private Reductions() {}

    static List<Counterpart> all() {
        return List.of(
                reduced("sum", "ReduceSum", Bounds.sum(Reductions::terms, 0)),
                reduced("mean", "ReduceMean", Bounds.sum(Reductions::terms, 0)),
                reduced("max", "ReduceMax", Bounds.exact()),
                Counterpart.node(
                        "mean_pool",
                        Bounds.sum(use -> use.input(0).extent(1), 0),
                        Reductions::pool));
    }

    private static Counterpart reduced(String operator, String onnx, Bound bound) {
        OperatorCase keeping =
                Cases.of("axis kept", Map.of("axis", -2.0, "keep", true), Cases.normal(4, 6, 8));
        return Counterpart.node(operator, bound, (use, g) -> reduce(onnx, use, g)).also(keeping);
    }

    private static String reduce(String onnx, Invocation use, GraphDraft g) {
        NodeAttributes keep = NodeAttributes.of("keepdims", use.attributes().flag("keep") ? 1 : 0);
        return use.attributes().find("axis").isEmpty()
                ? g.node(onnx, keep, "input0")
                : g.node(onnx, keep, "input0", g.integers(use.attributes().integer("axis")));
    }

    private static int terms(Invocation use) {
        return Math.toIntExact(use.input(0).count() / use.output().count());
    }

    /// AveragePool has channels before positions.
    private static String pool(Invocation use, GraphDraft g) {
        int window = use.attributes().integer("window");
        if (window == 0) {
            NodeAttributes drop = NodeAttributes.of("keepdims", 0);
            return g.node("ReduceMean", drop, "input0", g.integers(1));
        }
        NodeAttributes channels = NodeAttributes.none().and("perm", 0, 2, 1);
        NodeAttributes windows =
                NodeAttributes.none()
                        .and("kernel_shape", new long[] {window})
                        .and("strides", new long[] {window});
        String x = g.node("Transpose", channels, "input0");
        return g.node("Transpose", channels, g.node("AveragePool", windows, x));
    }
}
