package org.unitscope.onnx;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Counterparts of operators on rows: softmax, attention and normalization.
final class Rows {
    private static final String CAUSAL = "causal";

    private Rows() {}

    static List<Counterpart> all() {
        return List.of(softmax(), logSoftmax(), attention(), layerNorm(), rmsNorm());
    }

    private static Counterpart softmax() {
        return Counterpart.composed(
                        "softmax",
                        RowBounds.softmax(sample ->
                                Masks.largestBias(
                                        sample.use().attributes(),
                                        sample.use().input(0).extent(-1))),
                        Rows::softmax)
                .also(
                        Cases.of("one row", Map.of(), Cases.normal(16)),
                        Cases.of(
                                "causal, padded",
                                Map.of(CAUSAL, true, "valid", 20.0),
                                Cases.normal(2, 24, 24)),
                        Cases.of(
                                "biases of six heads",
                                Map.of("alibi", true),
                                Cases.normal(2, 6, 16, 16)),
                        Cases.of(
                                "biases within a window",
                                Map.of("alibi", true, CAUSAL, true, "window", 4.0),
                                Cases.normal(2, 4, 16, 16)));
    }

    private static String softmax(Invocation use, GraphDraft g) {
        AttributeMap attributes = use.attributes();
        Shape in = use.input(0);
        String logits = "input0";
        if (Masks.isBiased(attributes)) {
            String biases =
                    Masks.numbers(g, attributes, in.extent(-3), in.extent(-2), in.extent(-1));
            logits = g.node("Add", logits, biases);
        } else if (Masks.hides(attributes)) {
            String mask = Masks.flags(g, attributes, in.extent(-2), in.extent(-1));
            logits = g.node("Where", mask, logits, g.constant(Double.NEGATIVE_INFINITY));
        }
        return g.node("Softmax", NodeAttributes.of("axis", -1), logits);
    }

    private static Counterpart logSoftmax() {
        return Counterpart.node(
                "log_softmax",
                RowBounds.logSoftmax(),
                (use, g) -> g.node("LogSoftmax", NodeAttributes.of("axis", -1), "input0"));
    }

    private static Counterpart attention() {
        return Counterpart.node("attention", Rows::attention, Rows::attention)
                .also(
                        attentionCase("one key head", Map.of("key_heads", 1.0), 16),
                        attentionCase("a window", Map.of("window", 5.0), 64),
                        attentionCase("padding", Map.of("valid", 10.0), 64),
                        attentionCase("causal, padded", Map.of("valid", 10.0, CAUSAL, true), 64),
                        attentionCase("biases", Map.of("alibi", true), 64),
                        attentionCase(
                                "biases, two key heads, causal",
                                Map.of("alibi", true, CAUSAL, true, "key_heads", 2.0),
                                32));
    }

    private static OperatorCase attentionCase(
            String title, Map<String, Object> attributes, int keyFeatures) {
        Map<String, Object> all = new TreeMap<>(attributes);
        all.put("heads", 4.0);
        return Cases.of(
                title,
                all,
                Cases.normal(2, 24, 64),
                Cases.normal(2, 24, keyFeatures),
                Cases.normal(2, 24, keyFeatures / 2));
    }

    /// ONNX takes the heads side by side, as we do. It knows a causal mask; others are given.
    private static String attention(Invocation use, GraphDraft g) {
        AttributeMap attributes = use.attributes();
        int heads = attributes.integer("heads");
        int queries = use.input(0).extent(1);
        int keys = use.input(1).extent(1);
        NodeAttributes onnx =
                NodeAttributes.of("q_num_heads", heads)
                        .and("kv_num_heads", attributes.integer("key_heads", heads))
                        .real("scale", scale(use));
        if (Masks.isBiased(attributes)) {
            String biases = Masks.numbers(g, attributes, heads, queries, keys);
            // The batch is an axis of its own.
            String mask = g.node("Unsqueeze", biases, g.integers(0));
            return g.node("Attention", onnx, "input0", "input1", "input2", mask);
        }
        boolean onlyCausal =
                attributes.flag(CAUSAL)
                        && attributes.integer("window", 0) == 0
                        && attributes.integer("prefix", 0) == 0
                        && attributes.find("valid").isEmpty();
        if (onlyCausal) {
            return g.node("Attention", onnx.and("is_causal", 1), "input0", "input1", "input2");
        }
        if (Masks.hides(attributes)) {
            String mask = Masks.flags(g, attributes, queries, keys);
            return g.node("Attention", onnx, "input0", "input1", "input2", mask);
        }
        return g.node("Attention", onnx, "input0", "input1", "input2");
    }

    private static double scale(Invocation use) {
        double width = (double) use.input(0).extent(2) / use.attributes().integer("heads");
        return use.attributes().number("scale", 1 / Math.sqrt(width));
    }

    /// Logits are sums of d products, scaled, with a bias; they are no larger than the lengths of
    /// query and key allow. Weights are off relatively, so values count with their sizes; then a
    /// sum of n products.
    private static double[] attention(Sample sample, RealTensor y) {
        Invocation use = sample.use();
        int keys = use.input(1).extent(1);
        int width = use.input(0).extent(2) / use.attributes().integer("heads");
        double logit =
                Math.abs(scale(use))
                        * length(sample.input(0), width)
                        * length(sample.input(1), width);
        double size = logit + Masks.largestBias(use.attributes(), keys);
        double relative = RowBounds.weight(size, width + 4.0, keys) + keys;
        return Bounds.map(sample.absolute(2), v -> Bounds.U * relative * v);
    }

    /// The largest length of so many numbers in a row.
    private static double length(RealTensor x, int width) {
        double largest = 0;
        for (int from = 0; from < x.shape().length(); from += width) {
            double squares = 0;
            for (int i = from; i < from + width; i++) {
                squares += x.get(i) * x.get(i);
            }
            largest = Math.max(largest, squares);
        }
        return Math.sqrt(largest);
    }

    private static Counterpart layerNorm() {
        return Counterpart.node(
                        "layer_norm",
                        RowBounds.layerNorm(),
                        (use, g) ->
                                g.node(
                                        "LayerNormalization",
                                        normalized(use),
                                        "input0",
                                        "input1",
                                        "input2"))
                .also(
                        Cases.of(
                                "three axes, rows off the mean",
                                Map.of("epsilon", 0x1p-10),
                                Cases.positive(4, 8, 64),
                                Cases.normal(64),
                                Cases.normal(64)));
    }

    private static Counterpart rmsNorm() {
        return Counterpart.node(
                        "rms_norm",
                        RowBounds.rmsNorm(),
                        (use, g) -> g.node("RMSNormalization", normalized(use), "input0", "input1"))
                .also(
                        Cases.of(
                                "three axes, a large epsilon",
                                Map.of("epsilon", 0.5),
                                Cases.positive(4, 8, 64),
                                Cases.normal(64)));
    }

    private static NodeAttributes normalized(Invocation use) {
        return NodeAttributes.of("axis", -1).real("epsilon", use.attributes().number("epsilon"));
    }
}
