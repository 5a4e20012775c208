package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.formula.Definition;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ArrayValue;
import org.unitscope.json.JsonValue.FlagValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.operators.GraphAssembler;
import org.unitscope.operators.GraphAssembler.Edge;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.ScalingDraft;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.AttributeKind;

/// Reads the items of `nodes`: uses of operators, groups, repeated blocks.
final class NodeReader {
    private static final List<String> OPERATION =
            List.of(
                    "id",
                    "op",
                    "inputs",
                    "weights",
                    "attributes",
                    "scaling",
                    RemarkReader.FORMATS,
                    RemarkReader.NOTE);
    private static final List<String> SCALING = List.of("output", "inputs", "gradients");
    private static final List<String> GROUP =
            List.of("id", "nodes", RemarkReader.FORMATS, RemarkReader.NOTE);
    private static final List<String> REPEAT =
            List.of(
                    "id",
                    "repeat",
                    "as",
                    "carry",
                    "nodes",
                    "yield",
                    RemarkReader.FORMATS,
                    RemarkReader.NOTE);
    private static final int MOST_REPEATS = 10_000;
    private static final int MOST_NODES = 200_000;

    private final Reader reader;
    private final ValueLawReader laws;
    private final GraphAssembler assembler;
    private final OperatorCatalogue catalogue;
    private final OwnFunctions functions;
    private final RemarkReader remarks;
    private int count;

    NodeReader(
            Reader reader,
            GraphAssembler assembler,
            OperatorCatalogue catalogue,
            ValueLawReader laws,
            RemarkReader remarks) {
        this.reader = reader;
        this.remarks = remarks;
        this.laws = laws;
        this.assembler = assembler;
        this.catalogue = catalogue;
        this.functions = new OwnFunctions(reader, catalogue);
    }

    /// Makes functions of the model's own known, by name.
    void define(Map<String, Definition> definitions) {
        functions.define(definitions);
    }

    /// Reads the items of a block, in order.
    void readAll(List<JsonValue> items, Scope scope) {
        for (JsonValue item : items) {
            if (item instanceof ObjectValue object
                    && !object.members().containsKey("repeat")
                    && object.members().get("id") instanceof TextValue id) {
                scope.declare(id.text());
            }
        }
        for (JsonValue item : items) {
            reader.object(item, "a node").ifPresent(object -> read(object, scope));
        }
    }

    private void read(ObjectValue item, Scope scope) {
        boolean repeated = item.members().containsKey("repeat");
        boolean group = !repeated && item.members().containsKey("nodes");
        String what = repeated ? "a repeated block" : group ? "a group" : "a node";
        Optional<String> id = reader.required(item, what, "id").flatMap(value -> id(value, what));
        if (id.isEmpty()) {
            return;
        }
        String path = scope.path(id.get());
        remarks.note(item, path);
        if (repeated || group) {
            remarks.ofGroup(item, path);
        }
        if (repeated) {
            reader.object(item, "the block '" + path + "'", REPEAT);
            repeat(item, id.get(), scope);
        } else if (group) {
            reader.object(item, "the group '" + path + "'", GROUP);
            JsonValue nodes = item.members().get("nodes");
            if (nodes != null) {
                readAll(
                        reader.array(nodes, "nodes of '" + path + "'"),
                        new Scope(scope, path, scope.symbols()));
            }
        } else {
            reader.object(item, "the node '" + path + "'", OPERATION);
            operation(item, path, scope);
        }
    }

    private Optional<String> id(JsonValue value, String what) {
        Optional<String> id = reader.text(value, "the id of " + what);
        if (id.isPresent() && !id.get().matches("[A-Za-z0-9_-]+")) {
            reader.problem(
                    value,
                    "the id '%s' may hold only letters, digits, _ and -".formatted(id.get()));
            return Optional.empty();
        }
        return id;
    }

    private void repeat(ObjectValue item, String id, Scope scope) {
        String path = scope.path(id);
        String what = "the block '" + path + "'";
        JsonValue times = item.members().get("repeat");
        JsonValue nodes = item.members().get("nodes");
        Optional<Integer> repeats =
                times == null
                        ? Optional.empty()
                        : reader.whole(times, what + ": repeat", 1, scope.symbols());
        if (nodes == null) {
            reader.problem(item, what + " needs the key 'nodes'");
            return;
        }
        if (times != null && repeats.isPresent() && repeats.get() > MOST_REPEATS) {
            reader.problem(
                    times, what + ": at most " + MOST_REPEATS + " repeats, got " + repeats.get());
            return;
        }
        Map<String, JsonValue> carry = members(item, "carry", what);
        Map<String, JsonValue> yield = members(item, "yield", what);
        Map<String, OutputRef> carried = new LinkedHashMap<>();
        carry.forEach((name, value) ->
                edge(value, what + ": carry", scope)
                        .ifPresent(edge -> carried.put(name, edge.tensor())));
        if (!carry.keySet().equals(yield.keySet())) {
            reader.problem(
                    item,
                    "%s must yield the names it carries, got carry %s and yield %s"
                            .formatted(what, carry.keySet(), yield.keySet()));
            return;
        }
        String counter = item.members().get("as") instanceof TextValue as ? as.text() : "i";
        for (int i = 0; i < repeats.orElse(0) && count < MOST_NODES; i++) {
            Map<String, Double> symbols = new HashMap<>(scope.symbols());
            symbols.put(counter, (double) i);
            Scope inside = new Scope(scope, path + "." + i, symbols);
            carried.forEach(inside::alias);
            readAll(reader.array(nodes, what + ": nodes"), inside);
            yield.forEach((name, value) ->
                    edge(value, what + ": yield", inside)
                            .ifPresent(edge -> carried.put(name, edge.tensor())));
        }
        carried.forEach((name, tensor) -> scope.alias(id + "." + name, tensor));
        if (carried.size() == 1) {
            scope.alias(id, carried.values().iterator().next());
        }
    }

    private Map<String, JsonValue> members(ObjectValue item, String key, String what) {
        JsonValue value = item.members().get(key);
        return value == null
                ? Map.of()
                : reader.object(value, what + ": " + key)
                        .map(ObjectValue::members)
                        .orElse(Map.of());
    }

    private void operation(ObjectValue item, String path, Scope scope) {
        if (++count > MOST_NODES) {
            if (count == MOST_NODES + 1) {
                reader.problem(item, "the model has more than " + MOST_NODES + " nodes");
            }
            return;
        }
        String what = "the node '" + path + "'";
        Optional<String> operator =
                reader.required(item, what, "op")
                        .flatMap(value -> reader.text(value, what + ": op"));
        remarks.ofNode(item, path, operator);
        List<Edge> inputs = new ArrayList<>();
        JsonValue listed = item.members().get("inputs");
        boolean complete = true;
        if (listed != null) {
            for (JsonValue input : reader.array(listed, what + ": inputs")) {
                Optional<Edge> edge = edge(input, what + ": inputs", scope);
                edge.ifPresent(inputs::add);
                complete &= edge.isPresent();
            }
        }
        Map<String, Edge> named = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> weight : members(item, "weights", what).entrySet()) {
            Optional<Edge> edge = weight(path + "." + weight.getKey(), weight.getValue(), scope);
            edge.ifPresent(found -> named.put(weight.getKey(), found));
            complete &= edge.isPresent();
        }
        Map<String, Object> attributes = attributes(item, what, scope, words(operator.orElse("")));
        Optional<Definition> own = operator.flatMap(functions::find);
        if (own.isPresent()) {
            Optional<Map<String, Object>> written =
                    functions.written(item, what, own.get(), attributes);
            complete &= written.isPresent();
            attributes = written.orElse(attributes);
        }
        if (operator.isPresent() && complete) {
            assembler.add(
                    new GraphAssembler.Operation(
                            path,
                            reader.where(item),
                            own.isPresent() ? OwnFunctions.OPERATOR : operator.get(),
                            attributes,
                            inputs,
                            named,
                            scaling(item, what, scope)));
        } else {
            assembler.addFailed(path, reader.where(item));
        }
    }

    private ScalingDraft scaling(ObjectValue item, String what, Scope scope) {
        JsonValue value = item.members().get("scaling");
        if (value == null) {
            return ScalingDraft.NONE;
        }
        String of = what + ": scaling";
        return reader.object(value, of, SCALING)
                .map(object ->
                        new ScalingDraft(
                                Optional.ofNullable(object.members().get("output"))
                                        .flatMap(v ->
                                                reader.number(v, of + ".output", scope.symbols())),
                                factors(object, "inputs", of, scope),
                                factors(object, "gradients", of, scope)))
                .orElse(ScalingDraft.NONE);
    }

    private Map<String, Double> factors(ObjectValue object, String key, String what, Scope scope) {
        Map<String, Double> factors = new LinkedHashMap<>();
        members(object, key, what)
                .forEach((name, value) ->
                        reader.number(value, what + "." + key + "." + name, scope.symbols())
                                .ifPresent(number -> factors.put(name, number)));
        return factors;
    }

    /// Names of the attributes that hold a word: text elsewhere is an expression.
    private List<String> words(String operator) {
        return catalogue.find(operator).stream()
                .flatMap(found -> found.signature().attributes().stream())
                .filter(attribute -> attribute.kind() == AttributeKind.TEXT)
                .map(Signature.Attribute::name)
                .toList();
    }

    private Map<String, Object> attributes(
            ObjectValue item, String what, Scope scope, List<String> words) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        members(item, "attributes", what)
                .forEach((name, value) -> {
                    if (value instanceof FlagValue flag) {
                        attributes.put(name, flag.flag());
                    } else if (value instanceof TextValue text && words.contains(name)) {
                        attributes.put(name, text.text());
                    } else if (value instanceof ArrayValue list) {
                        numbers(list, what + ": the attribute '" + name + "'", scope)
                                .ifPresent(numbers -> attributes.put(name, numbers));
                    } else {
                        reader.number(
                                        value,
                                        what + ": the attribute '" + name + "'",
                                        scope.symbols())
                                .ifPresent(number -> attributes.put(name, number));
                    }
                });
        return attributes;
    }

    /// A list of numbers or expressions; empty if one of them is neither.
    private Optional<List<Double>> numbers(ArrayValue list, String what, Scope scope) {
        List<Double> numbers = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            reader.number(element, what, scope.symbols()).ifPresent(numbers::add);
        }
        return numbers.size() == list.elements().size() ? Optional.of(numbers) : Optional.empty();
    }

    /// A weight of a node: an object makes a parameter of its own, a string ties to another.
    private Optional<Edge> weight(String path, JsonValue value, Scope scope) {
        if (value instanceof TextValue) {
            return edge(value, "the weight '" + path + "'", scope);
        }
        return parameter(path, value, scope.symbols())
                .map(node -> {
                    assembler.add(new GraphAssembler.Source(node, reader.where(value)));
                    return new Edge(OutputRef.of(path), reader.where(value));
                });
    }

    /// A parameter from its shape and law.
    Optional<Node.Parameter> parameter(String path, JsonValue value, Map<String, Double> symbols) {
        String what = "the weight '" + path + "'";
        return reader.object(value, what, List.of("shape", "law"))
                .flatMap(object -> {
                    var shape =
                            reader.required(object, what, "shape")
                                    .flatMap(v -> reader.shape(v, what, symbols));
                    var law = reader.required(object, what, "law");
                    return shape.flatMap(s ->
                            law.flatMap(v ->
                                            laws.read(
                                                    v,
                                                    new ValueLawReader.Target(
                                                            what, s, true, symbols)))
                                    .map(l -> new Node.Parameter(path, s, l)));
                });
    }

    /// A reference to a tensor.
    Optional<Edge> edge(JsonValue value, String what, Scope scope) {
        return reader.text(value, what)
                .map(reference ->
                        new Edge(
                                scope.resolve(reference).orElseGet(() -> OutputRef.of(reference)),
                                reader.where(value)));
    }
}
