package org.unitscope.compare;

import static org.unitscope.compare.ModelDraft.node;
import static org.unitscope.compare.ModelDraft.norm;
import static org.unitscope.compare.ModelDraft.product;
import static org.unitscope.compare.ModelDraft.repeat;

import java.util.ArrayList;
import java.util.List;

/// Random networks without attention.
final class RandomNetworks {
    private static final String NONE = "none";

    private RandomNetworks() {}

    /// 2 to 6 linear layers of width 64 to 512, with or without a norm before the activation.
    static String linear(String name, Draws draws) {
        String activation = activation(draws);
        String norm = draws.one(NONE, NONE, "layer_norm", "rms_norm");
        String gain = draws.one("2", "1", "small");
        boolean bias = draws.chance(0.5);
        boolean squared = draws.chance(0.25);
        ModelDraft draft =
                new ModelDraft(
                        name,
                        "A random network of linear layers: activation %s, norm %s, weight variance %s, loss %s."
                                .formatted(
                                        activation,
                                        norm.replace('_', ' '),
                                        gain.equals("small") ? "0.0004" : gain + " / inputs",
                                        squared ? "squared error" : "cross entropy"));
        draft.parameter("batch", draws.one(64, 128, 256, 512));
        draft.parameter("inputs", 32 * draws.between(1, 8));
        draft.parameter("width", 64 * draws.between(1, 8));
        draft.parameter("classes", 8 * draws.between(1, 8));
        draft.parameter("layers", draws.between(2, 6));
        draft.input("x", "batch", "inputs");
        draft.nodes(
                layer(
                        "first",
                        "linear",
                        "x",
                        deviation(gain, "inputs"),
                        bias,
                        norm,
                        "width",
                        "inputs"));
        draft.nodes(node("act", activation, ModelDraft.from("first" + suffix(norm))));
        List<String> inside =
                new ArrayList<>(
                        layer(
                                "linear",
                                "linear",
                                "h",
                                deviation(gain, "width"),
                                bias,
                                norm,
                                "width",
                                "width"));
        inside.add(node("act", activation, ModelDraft.from("linear" + suffix(norm))));
        draft.nodes(
                repeat("hidden", "layers - 1", "act", inside, "act"),
                product(
                        "output",
                        "linear",
                        "hidden",
                        deviation(gain, "width"),
                        bias,
                        "classes",
                        "width"));
        return withLoss(draft, squared, "batch");
    }

    private static String withLoss(ModelDraft draft, boolean squared, String... rows) {
        if (squared) {
            draft.input("targets", "batch", "classes");
            draft.nodes(node("loss", "mean_squared_error", ModelDraft.from("output", "targets")));
        } else {
            draft.indices("labels", "{ \"uniform\": { \"bound\": \"classes\" } }", rows);
            draft.nodes(node("loss", "cross_entropy", ModelDraft.from("output", "labels")));
        }
        return draft.text();
    }

    /// 1 to 4 residual blocks of two convolutions over positions, with a label at every position or
    /// one for the mean over them.
    static String convolution(String name, Draws draws) {
        String activation = activation(draws);
        String norm = draws.one(NONE, "layer_norm", "rms_norm");
        String gain = draws.one("2", "1");
        ModelDraft draft =
                new ModelDraft(
                        name,
                        "A random residual network of convolutions: activation %s, norm %s, weight variance %s / inputs."
                                .formatted(activation, norm.replace('_', ' '), gain));
        draft.parameter("batch", draws.one(8, 16, 32));
        draft.parameter("sequence", 16 * draws.between(1, 4));
        draft.parameter("channels", 8 * draws.between(1, 4));
        draft.parameter("width", 32 * draws.between(1, 5));
        draft.parameter("kernel", draws.one(3, 5));
        draft.parameter("classes", draws.between(8, 32));
        draft.parameter("layers", draws.between(1, 4));
        draft.input("x", "batch", "sequence", "channels");
        String deviation = deviation(gain, "(width * kernel)");
        draft.nodes(
                product(
                        "stem",
                        "conv1d",
                        "x",
                        deviation(gain, "(channels * kernel)"),
                        false,
                        "width",
                        "channels",
                        "kernel"));
        List<String> inside = new ArrayList<>();
        boolean normed = !norm.equals(NONE);
        if (normed) {
            inside.add(norm("norm", norm, "h", "width"));
        }
        inside.add(
                product(
                        "first",
                        "conv1d",
                        normed ? "norm" : "h",
                        deviation,
                        false,
                        "width",
                        "width",
                        "kernel"));
        inside.add(node("act", activation, ModelDraft.from("first")));
        inside.add(
                product("second", "conv1d", "act", deviation, false, "width", "width", "kernel"));
        inside.add(node("residual", "add", ModelDraft.from("h", "second")));
        boolean pooled = draws.chance(0.5);
        draft.nodes(
                repeat("blocks", "layers", "stem", inside, "residual"),
                node("last_act", activation, ModelDraft.from("blocks")));
        if (pooled) {
            draft.nodes(node("pool", "mean_pool", ModelDraft.from("last_act")));
        }
        draft.nodes(
                product(
                        "output",
                        "linear",
                        pooled ? "pool" : "last_act",
                        deviation(gain, "width"),
                        false,
                        "classes",
                        "width"));
        return pooled
                ? withLoss(draft, false, "batch")
                : withLoss(draft, false, "batch", "sequence");
    }

    private static String activation(Draws draws) {
        return draws.one("relu", "gelu", "gelu_tanh", "tanh", "silu", "sigmoid");
    }

    /// He, LeCun, or 0.02 whatever the width.
    private static String deviation(String gain, String inputs) {
        return gain.equals("small") ? "0.02" : "sqrt(" + gain + " / " + inputs + ")";
    }

    private static String suffix(String norm) {
        return norm.equals(NONE) ? "" : "_norm";
    }

    private static List<String> layer(
            String id,
            String operator,
            String input,
            String deviation,
            boolean bias,
            String norm,
            String... shape) {
        String product = product(id, operator, input, deviation, bias, shape);
        return norm.equals(NONE)
                ? List.of(product)
                : List.of(product, norm(id + suffix(norm), norm, id, shape[0]));
    }
}
