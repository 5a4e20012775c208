package org.unitscope.compare;

import static org.unitscope.compare.ModelDraft.attributes;
import static org.unitscope.compare.ModelDraft.group;
import static org.unitscope.compare.ModelDraft.member;
import static org.unitscope.compare.ModelDraft.node;
import static org.unitscope.compare.ModelDraft.norm;
import static org.unitscope.compare.ModelDraft.product;
import static org.unitscope.compare.ModelDraft.quoted;
import static org.unitscope.compare.ModelDraft.repeat;
import static org.unitscope.compare.ModelDraft.weightOf;
import static org.unitscope.compare.ModelDraft.weights;

import java.util.ArrayList;
import java.util.List;

/// Random transformers of 2 to 6 layers.
final class RandomTransformers {
    private static final String GATED = "gated ";

    /// What the nodes of a block depend on.
    ///
    /// @param feedForward an activation, `gated ` before it for a gated linear unit
    /// @param mask attributes of the softmax
    /// @param fused whether attention is one node
    /// @param ending standard deviation of the weights that end a branch
    private record Style(
            String norm,
            String feedForward,
            List<String> mask,
            boolean fused,
            boolean bias,
            String ending) {}

    private RandomTransformers() {}

    /// Norm before each branch; every position sees itself and what was before, or a window of it.
    static String causal(String name, Draws draws) {
        String norm = draws.one("layer_norm", "rms_norm");
        String feedForward = draws.one("gelu", "relu", "tanh", GATED + "silu", GATED + "gelu");
        boolean window = draws.chance(0.3);
        boolean positions = draws.chance(0.5);
        boolean scaled = draws.chance(0.5);
        boolean tied = draws.chance(0.25);
        boolean words = draws.chance(0.5);
        String deviation = draws.one("0.02", "sqrt(1 / width)");
        ModelDraft draft =
                new ModelDraft(
                        name,
                        "A random causal transformer: %s before each branch, feed-forward %s, %s, %s positions, weights of standard deviation %s%s, %s readout, %s tokens."
                                .formatted(
                                        norm.replace('_', ' '),
                                        feedForward,
                                        window ? "a window" : "no window",
                                        positions ? "learned" : "no",
                                        deviation,
                                        scaled ? ", less at the ends of branches" : "",
                                        tied ? "tied" : "untied",
                                        words ? "Zipf" : "uniform"));
        sizes(draft, draws, deviation);
        String causal = member("causal", "true");
        List<String> mask =
                window
                        ? List.of(causal, member("window", quoted("ceil(sequence / 4)")))
                        : List.of(causal);
        draft.indices("tokens", tokens(words), "batch", "sequence");
        draft.indices(
                "targets",
                "{ \"except_last\": { \"of\": " + tokens(false) + " } }",
                "batch",
                "sequence");
        String embedded = embedding(draft, positions, tied);
        Style style =
                new Style(
                        norm,
                        feedForward,
                        mask,
                        draws.chance(0.3),
                        draws.chance(0.5),
                        scaled ? "std / sqrt(2 * layers)" : "std");
        draft.nodes(
                repeat("blocks", "layers", embedded, normBefore(style), "ffn_residual"),
                norm("final_norm", norm, "blocks", "width"),
                tied
                        ? node(
                                "logits",
                                "linear",
                                ModelDraft.from("final_norm"),
                                weights(member("weight", quoted("token.table"))))
                        : product(
                                "logits",
                                "linear",
                                "final_norm",
                                "std",
                                false,
                                "vocabulary",
                                "width"),
                node("loss", "cross_entropy", ModelDraft.from("logits", "targets")));
        return draft.text();
    }

    /// Norm behind each branch; every position sees every other; the loss is at some places only.
    static String encoder(String name, Draws draws) {
        String norm = draws.one("layer_norm", "layer_norm", "rms_norm");
        String feedForward = draws.one("gelu", "relu", "tanh");
        String deviation = draws.one("0.02", "sqrt(1 / width)");
        boolean words = draws.chance(0.5);
        ModelDraft draft =
                new ModelDraft(
                        name,
                        "A random encoder: %s behind each branch, feed-forward %s, learned positions, weights of standard deviation %s, %s tokens, loss at masked places."
                                .formatted(
                                        norm.replace('_', ' '),
                                        feedForward,
                                        deviation,
                                        words ? "Zipf" : "uniform"));
        sizes(draft, draws, deviation);
        draft.parameter("masked_share", draws.one(0.15, 0.3, 0.5));
        draft.indices("tokens", tokens(words), "batch", "sequence");
        draft.indices(
                "targets",
                "{ \"masked\": { \"bound\": \"vocabulary\", \"share\": \"masked_share\" } }",
                "batch",
                "sequence");
        String embedded = embedding(draft, true, false);
        Style style =
                new Style(
                        norm, feedForward, List.of(), draws.chance(0.3), draws.chance(0.5), "std");
        draft.nodes(
                norm("embedding_norm", norm, embedded, "width"),
                repeat("blocks", "layers", "embedding_norm", normBehind(style), "ffn_norm"),
                product("logits", "linear", "blocks", "std", false, "vocabulary", "width"),
                node("loss", "cross_entropy", ModelDraft.from("logits", "targets")));
        return draft.text();
    }

    private static void sizes(ModelDraft draft, Draws draws, String deviation) {
        int heads = draws.one(2, 4, 8);
        int headWidth = draws.one(16, 32, 64);
        draft.parameter("batch", draws.between(2, 8));
        draft.parameter("sequence", 16 * draws.between(2, 6));
        draft.parameter("layers", draws.between(2, 6));
        draft.parameter("heads", heads);
        draft.parameter("width", Math.clamp((long) heads * headWidth, 64, 256));
        draft.parameter("hidden", draws.one("2 * width", "3 * width", "4 * width"));
        draft.parameter("vocabulary", 64 * draws.between(1, 16));
        draft.parameter("std", deviation);
    }

    private static String tokens(boolean words) {
        return words
                ? "{ \"zipf\": { \"bound\": \"vocabulary\" } }"
                : "{ \"uniform\": { \"bound\": \"vocabulary\" } }";
    }

    /// Adds embeddings, and names their result.
    private static String embedding(ModelDraft draft, boolean positions, boolean tied) {
        String table = weightOf("std", "vocabulary", "width");
        if (tied) {
            draft.weight("token.table", table);
        }
        draft.nodes(
                node(
                        "token",
                        "embedding",
                        ModelDraft.from("tokens"),
                        weights(member("table", tied ? quoted("token.table") : table))));
        if (!positions) {
            return "token";
        }
        draft.indices("positions", "{ \"range\": { \"bound\": \"sequence\" } }", "sequence");
        draft.nodes(
                node(
                        "position",
                        "embedding",
                        ModelDraft.from("positions"),
                        weights(member("table", weightOf("std", "sequence", "width")))),
                node("embedded", "add", ModelDraft.from("token", "position")));
        return "embedded";
    }

    private static List<String> normBefore(Style style) {
        return List.of(
                norm("attention_norm", style.norm(), "h", "width"),
                group("attention", attention(style, "attention_norm")),
                node("attention_residual", "add", ModelDraft.from("h", "attention.output")),
                norm("ffn_norm", style.norm(), "attention_residual", "width"),
                group("ffn", feedForward(style, "ffn_norm")),
                node("ffn_residual", "add", ModelDraft.from("attention_residual", "ffn.down")));
    }

    private static List<String> normBehind(Style style) {
        return List.of(
                group("attention", attention(style, "h")),
                node("attention_residual", "add", ModelDraft.from("h", "attention.output")),
                norm("attention_norm", style.norm(), "attention_residual", "width"),
                group("ffn", feedForward(style, "attention_norm")),
                node("ffn_residual", "add", ModelDraft.from("attention_norm", "ffn.down")),
                norm("ffn_norm", style.norm(), "ffn_residual", "width"));
    }

    /// In one node, or written out.
    private static List<String> attention(Style style, String input) {
        List<String> nodes = new ArrayList<>();
        for (String side : List.of("query", "key", "value")) {
            nodes.add(product(side, "linear", input, "std", style.bias(), "width", "width"));
        }
        nodes.addAll(style.fused() ? List.of(fused(style)) : writtenOut(style));
        nodes.add(
                product(
                        "output",
                        "linear",
                        "merged",
                        style.ending(),
                        style.bias(),
                        "width",
                        "width"));
        return nodes;
    }

    private static String fused(Style style) {
        List<String> settings = new ArrayList<>(List.of(member("heads", quoted("heads"))));
        settings.addAll(style.mask());
        return node(
                "merged",
                "attention",
                ModelDraft.from("query", "key", "value"),
                attributes(settings));
    }

    private static List<String> writtenOut(Style style) {
        List<String> nodes = new ArrayList<>();
        String heads = attributes(List.of(member("heads", quoted("heads"))));
        for (String side : List.of("query", "key", "value")) {
            nodes.add(node(side + "_heads", "split_heads", ModelDraft.from(side), heads));
        }
        String transposed = attributes(List.of(member("transpose_right", "true")));
        String factor = attributes(List.of(member("factor", quoted("sqrt(heads / width)"))));
        nodes.add(
                node(
                        "products",
                        "matmul",
                        ModelDraft.from("query_heads", "key_heads"),
                        transposed));
        nodes.add(node("scores", "scale", ModelDraft.from("products"), factor));
        nodes.add(
                style.mask().isEmpty()
                        ? node("weights", "softmax", ModelDraft.from("scores"))
                        : node(
                                "weights",
                                "softmax",
                                ModelDraft.from("scores"),
                                attributes(style.mask())));
        nodes.add(node("mixed", "matmul", ModelDraft.from("weights", "value_heads")));
        nodes.add(node("merged", "merge_heads", ModelDraft.from("mixed")));
        return nodes;
    }

    private static List<String> feedForward(Style style, String input) {
        List<String> nodes = new ArrayList<>();
        boolean bias = style.bias();
        nodes.add(product("up", "linear", input, "std", bias, "hidden", "width"));
        String activation = style.feedForward();
        if (activation.startsWith(GATED)) {
            nodes.add(product("gate", "linear", input, "std", bias, "hidden", "width"));
            String gating = member("activation", quoted(activation.substring(GATED.length())));
            nodes.add(
                    node("act", "glu", ModelDraft.from("up", "gate"), attributes(List.of(gating))));
        } else {
            nodes.add(node("act", activation, ModelDraft.from("up")));
        }
        nodes.add(product("down", "linear", "act", style.ending(), bias, "width", "hidden"));
        return nodes;
    }
}
