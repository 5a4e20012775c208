package org.unitscope.importer.json;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.NullValue;
import org.unitscope.json.JsonValue.NumberValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.operators.GraphAssembler;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;

/// Reads the top level of a model.
final class ModelReader {
    private static final List<String> KEYS =
            List.of(
                    "format",
                    "version",
                    "name",
                    "description",
                    "parameters",
                    "operators",
                    "inputs",
                    "weights",
                    "nodes",
                    "loss",
                    RemarkReader.FORMATS);

    private final GraphAssembler assembler;
    private final Reader reader;
    private final NodeReader nodes;
    private final ValueLawReader laws;
    private final IndexLawReader indexLaws;
    private final OperatorReader operators;
    private final RemarkReader remarks;

    ModelReader(Path file, OperatorCatalogue catalogue, List<Problem> problems) {
        assembler = new GraphAssembler(catalogue);
        problems.forEach(problem -> assembler.problem(problem.where(), problem.what()));
        reader = new Reader(file.toString(), assembler);
        ModelFolder folder = ModelFolder.of(file);
        StoredFiles files = new StoredFiles(folder);
        operators = new OperatorReader(folder, assembler, catalogue);
        laws = new ValueLawReader(reader, files);
        indexLaws = new IndexLawReader(reader, files);
        remarks = new RemarkReader(reader);
        nodes = new NodeReader(reader, assembler, catalogue, laws, remarks);
    }

    Graph read(JsonValue tree, Map<String, Double> overrides) throws ModelFormatException {
        Optional<ObjectValue> model = reader.object(tree, "a model", KEYS);
        if (model.isEmpty()) {
            return assembler.assemble("", "", Map.of(), Optional.empty());
        }
        ObjectValue top = model.get();
        checkFormat(top);
        String name = text(top, "name").orElse("model");
        Map<String, Double> symbols = symbols(top, overrides);
        Scope scope = new Scope(null, "", symbols);
        JsonValue own = top.members().get("operators");
        if (own != null) {
            nodes.define(operators.read(own, reader));
        }
        readInputs(top, scope);
        readWeights(top, scope);
        remarks.listed(top);
        reader.required(top, "a model", "nodes")
                .ifPresent(value -> nodes.readAll(reader.array(value, "nodes"), scope));
        Optional<GraphAssembler.Edge> loss =
                reader.required(top, "a model", "loss")
                        .flatMap(value -> nodes.edge(value, "loss", scope));
        requireUse(top, overrides);
        String description =
                top.members().containsKey("description") ? text(top, "description").orElse("") : "";
        return assembler.assemble(name, description, symbols, loss);
    }

    /// What was said besides, of the model read last.
    ModelRemarks remarks() {
        return remarks.remarks();
    }

    private void checkFormat(ObjectValue top) {
        text(top, "format")
                .filter(format -> !format.equals("unitscope-model"))
                .ifPresent(format ->
                        reader.problem(
                                top,
                                "the key 'format' must be \"unitscope-model\", got \""
                                        + format
                                        + "\""));
        reader.required(top, "a model", "version")
                .filter(value -> !(value instanceof NumberValue number && number.number() == 1))
                .ifPresent(value ->
                        reader.problem(
                                value,
                                "this build reads version 1 of the model format; use a newer"
                                        + " Unitscope or write \"version\": 1"));
    }

    private Optional<String> text(ObjectValue top, String key) {
        return reader.required(top, "a model", key)
                .flatMap(value -> reader.text(value, "the key '" + key + "'"));
    }

    /// The named numbers: as in the file, unless overridden. An expression may use those before it.
    private Map<String, Double> symbols(ObjectValue top, Map<String, Double> overrides) {
        Map<String, Double> symbols = new LinkedHashMap<>();
        JsonValue parameters = top.members().get("parameters");
        Map<String, JsonValue> given =
                parameters == null
                        ? Map.of()
                        : reader.object(parameters, "parameters")
                                .map(ObjectValue::members)
                                .orElse(Map.of());
        given.forEach((name, value) -> {
            Double override = overrides.get(name);
            if (override != null) {
                symbols.put(name, override);
            } else if (value instanceof NullValue) {
                reader.problem(
                        value,
                        "the parameter '%s' has no value; set it with --set %s=NUMBER"
                                .formatted(name, name));
                symbols.put(name, Double.NaN);
            } else {
                double read =
                        reader.number(value, "the parameter '" + name + "'", symbols)
                                .orElse(Double.NaN);
                symbols.put(name, read);
            }
        });
        overrides.keySet().stream()
                .filter(name -> !given.containsKey(name))
                .forEach(name -> unknownOverride(top, name, given));
        return symbols;
    }

    /// A number set from outside must change something, unless it is the file's own.
    private void requireUse(ObjectValue top, Map<String, Double> overrides) {
        if (top.members().get("parameters") instanceof ObjectValue parameters) {
            parameters
                    .members()
                    .forEach((name, value) -> {
                        Double set = overrides.get(name);
                        boolean same =
                                value instanceof NumberValue number
                                        && set != null
                                        && number.number() == set;
                        if (set != null && !same && !reader.isUsed(name)) {
                            reader.problem(
                                    value,
                                    "the parameter '%s' cannot be set, nothing in this model refers to it: its sizes are written as numbers; set it for the model that this one was made from"
                                            .formatted(name));
                        }
                    });
        }
    }

    private void unknownOverride(ObjectValue top, String name, Map<String, JsonValue> given) {
        List<String> nearest = NearestNames.of(name, given.keySet());
        reader.problem(
                top,
                "the model has no parameter '%s' to set; %s"
                        .formatted(
                                name,
                                nearest.isEmpty()
                                        ? "it has " + String.join(", ", given.keySet())
                                        : "did you mean " + String.join(" or ", nearest) + "?"));
    }

    private void readInputs(ObjectValue top, Scope scope) {
        JsonValue inputs = top.members().get("inputs");
        if (inputs == null) {
            return;
        }
        Map<String, JsonValue> members =
                reader.object(inputs, "inputs").map(ObjectValue::members).orElse(Map.of());
        members.forEach((name, value) -> {
            requireName(value, "input", name);
            scope.declare(name);
            Optional<Node> node = input(name, value, scope.symbols());
            node.ifPresentOrElse(
                    found -> assembler.add(new GraphAssembler.Source(found, reader.where(value))),
                    () -> assembler.addFailed(name, reader.where(value)));
        });
    }

    /// A name that references can tell from their own marks.
    private void requireName(JsonValue at, String what, String name) {
        if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
            reader.problem(
                    at,
                    "the %s '%s' needs a name of letters, digits, _ and -, parts divided by dots"
                            .formatted(what, name));
        }
    }

    private Optional<Node> input(String name, JsonValue value, Map<String, Double> symbols) {
        String what = "the input '" + name + "'";
        Optional<ObjectValue> object =
                reader.object(value, what, List.of("shape", "law", "indices", RemarkReader.NOTE));
        if (object.isEmpty()) {
            return Optional.empty();
        }
        remarks.note(object.get(), name);
        JsonValue law = object.get().members().get("law");
        JsonValue indices = object.get().members().get("indices");
        var shape =
                reader.required(object.get(), what, "shape")
                        .flatMap(v -> reader.shape(v, what, symbols));
        if (law != null && indices == null) {
            return shape.flatMap(s ->
                    laws.read(law, new ValueLawReader.Target(what, s, false, symbols))
                            .map(l -> new Node.RealInput(name, s, l)));
        }
        if (indices != null && law == null) {
            return shape.flatMap(s -> {
                var read = indexLaws.read(indices, what, s, symbols);
                read.ifPresent(
                        l -> checkLength(indices, what, s.rank() == 0 ? 1 : s.extent(-1), l));
                return read.map(l -> new Node.IndexInput(name, s, l));
            });
        }
        reader.problem(value, what + " needs one of 'law' (real numbers) and 'indices'");
        return Optional.empty();
    }

    /// A range must stay below its bound, and a law must leave something of a row.
    private void checkLength(JsonValue at, String what, int length, IndexLaw law) {
        if (law instanceof IndexLaw.ExceptLast except) {
            if (except.count() < length) {
                checkLength(at, what, length - except.count(), except.of());
            } else {
                reader.problem(
                        at,
                        "%s: except_last leaves nothing of a length of %d, its count is %d; lower the count"
                                .formatted(what, length, except.count()));
            }
        }
        if (law instanceof IndexLaw.Range range) {
            int largest = (length - 1) / range.divisor();
            if (largest >= range.bound()) {
                reader.problem(
                        at,
                        "%s: the range reaches %d over a length of %d, but its bound is %d; raise the bound or shorten the input"
                                .formatted(what, largest, length, range.bound()));
            }
        }
    }

    private void readWeights(ObjectValue top, Scope scope) {
        JsonValue weights = top.members().get("weights");
        if (weights == null) {
            return;
        }
        Map<String, JsonValue> members =
                reader.object(weights, "weights").map(ObjectValue::members).orElse(Map.of());
        members.forEach((path, value) -> {
            requireName(value, "weight", path);
            scope.alias(path, OutputRef.of(path));
            nodes.parameter(path, value, scope.symbols())
                    .ifPresentOrElse(
                            node ->
                                    assembler.add(
                                            new GraphAssembler.Source(node, reader.where(value))),
                            () -> assembler.addFailed(path, reader.where(value)));
        });
    }
}
