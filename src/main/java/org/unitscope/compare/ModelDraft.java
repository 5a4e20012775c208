package org.unitscope.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The text of a model file in the making. Names and expressions are this package's own, so nothing
/// needs escaping.
final class ModelDraft {
    private final String name;
    private final String description;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> weights = new ArrayList<>();
    private final List<String> nodes = new ArrayList<>();

    ModelDraft(String name, String description) {
        this.name = name;
        this.description = description;
    }

    void parameter(String key, Number value) {
        parameters.put(key, value);
    }

    void parameter(String key, String expression) {
        parameters.put(key, quoted(expression));
    }

    /// Real numbers, standard normal.
    void input(String key, String... shape) {
        inputs.add(member(key, "{ \"shape\": " + list(shape) + ", " + normal("1") + " }"));
    }

    /// @param law of the indices, as JSON
    void indices(String key, String law, String... shape) {
        inputs.add(member(key, "{ \"shape\": " + list(shape) + ", \"indices\": " + law + " }"));
    }

    /// A weight that several nodes share.
    void weight(String key, String weight) {
        weights.add(member(key, weight));
    }

    void nodes(String... added) {
        nodes.addAll(List.of(added));
    }

    void nodes(List<String> added) {
        nodes.addAll(added);
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    static String list(String... items) {
        return Stream.of(items).map(ModelDraft::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    static String member(String key, String json) {
        return quoted(key) + ": " + json;
    }

    private static String normal(String deviation) {
        return "\"law\": { \"normal\": { \"std\": " + quoted(deviation) + " } }";
    }

    /// A parameter with a normal law.
    ///
    /// @param deviation an expression
    static String weightOf(String deviation, String... shape) {
        return "{ \"shape\": " + list(shape) + ", " + normal(deviation) + " }";
    }

    private static String constant(String law, String extent) {
        return "{ \"shape\": " + list(extent) + ", \"law\": " + quoted(law) + " }";
    }

    /// A node.
    ///
    /// @param more members besides id, op and inputs
    static String node(String id, String op, String[] inputs, String... more) {
        Stream<String> members =
                Stream.concat(
                        Stream.of(
                                member("id", quoted(id)),
                                member("op", quoted(op)),
                                member("inputs", list(inputs))),
                        Stream.of(more));
        return members.collect(Collectors.joining(", ", "{ ", " }"));
    }

    static String[] from(String... inputs) {
        return inputs;
    }

    static String attributes(List<String> members) {
        return member("attributes", "{ " + String.join(", ", members) + " }");
    }

    /// @param members named weights
    static String weights(String... members) {
        return member("weights", "{ " + String.join(", ", members) + " }");
    }

    /// A product by a weight of its own.
    ///
    /// @param operator `linear`, or another whose weight begins with out and in
    /// @param shape of the weight, out first
    static String product(
            String id,
            String operator,
            String input,
            String deviation,
            boolean bias,
            String... shape) {
        String weight = member("weight", weightOf(deviation, shape));
        return bias
                ? node(
                        id,
                        operator,
                        from(input),
                        weights(weight, member("bias", constant("zeros", shape[0]))))
                : node(id, operator, from(input), weights(weight));
    }

    /// A norm over the last axis.
    static String norm(String id, String operator, String input, String extent) {
        String gain = member("gain", constant("ones", extent));
        return operator.equals("layer_norm")
                ? node(
                        id,
                        operator,
                        from(input),
                        weights(gain, member("shift", constant("zeros", extent))))
                : node(id, operator, from(input), weights(gain));
    }

    /// Nodes under one name.
    static String group(String id, List<String> inside) {
        return "{ \"id\": %s, \"nodes\": [\n%s] }".formatted(quoted(id), indented(inside));
    }

    /// A repeated block that carries one tensor, `h`.
    static String repeat(
            String id, String count, String first, List<String> inside, String result) {
        return "{ \"id\": %s, \"repeat\": %s, \"carry\": { \"h\": %s }, \"nodes\": [\n%s], \"yield\": { \"h\": %s } }"
                .formatted(
                        quoted(id), quoted(count), quoted(first), indented(inside), quoted(result));
    }

    private static String indented(List<String> items) {
        return String.join(",\n", items).indent(2);
    }

    private static String object(List<String> members) {
        return "{\n" + indented(members) + "}";
    }

    /// The text of the file, ending with the loss `loss`.
    String text() {
        List<String> sizes =
                parameters.entrySet().stream()
                        .map(entry -> member(entry.getKey(), entry.getValue().toString()))
                        .toList();
        return object(
                        List.of(
                                member("format", quoted("unitscope-model")),
                                member("version", "1"),
                                member("name", quoted(name)),
                                member("description", quoted(description)),
                                member("parameters", object(sizes)),
                                member("inputs", object(inputs)),
                                member("weights", weights.isEmpty() ? "{}" : object(weights)),
                                member("nodes", "[\n" + indented(nodes) + "]"),
                                member("loss", quoted("loss"))))
                + "\n";
    }
}
