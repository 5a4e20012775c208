package org.unitscope.importer.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.formula.Definition;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.json.JsonTree;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.NumberValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.operators.GraphAssembler;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Reads the key `operators` of a model: functions of its own, each an object or the name of a rule
/// file in the model's folder or below it. Nothing else is opened.
final class OperatorReader {
    private static final List<String> INLINE =
            List.of("name", "title", "formula", "parameters", "note", "derived");
    private static final List<String> FILE =
            List.of(
                    "format",
                    "version",
                    "name",
                    "title",
                    "formula",
                    "parameters",
                    "note",
                    "derived");
    private static final long LARGEST_FILE = 1L << 20;

    /// How far a number that was written may be from the one derived again, relative, beyond the
    /// errors that both state.
    private static final double SAME = 1e-9;

    private final ModelFolder folder;
    private final GraphAssembler assembler;
    private final OperatorCatalogue catalogue;
    private final Map<String, Definition> found = new LinkedHashMap<>();

    OperatorReader(ModelFolder folder, GraphAssembler assembler, OperatorCatalogue catalogue) {
        this.folder = folder;
        this.assembler = assembler;
        this.catalogue = catalogue;
    }

    /// The functions by name; what is wrong is noted.
    Map<String, Definition> read(JsonValue operators, Reader reader) {
        for (JsonValue item : reader.array(operators, "operators")) {
            if (item instanceof TextValue file) {
                file(file, reader);
            } else {
                define(item, reader, INLINE);
            }
        }
        return found;
    }

    private void file(TextValue at, Reader reader) {
        Optional<Path> inside = folder.inside(at.text());
        if (inside.isEmpty()) {
            reader.problem(at, "the rule file '%s' %s".formatted(at.text(), ModelFolder.RULE));
            return;
        }
        String name = inside.get().toString();
        List<Problem> problems = new ArrayList<>();
        try {
            if (Files.size(inside.get()) > LARGEST_FILE) {
                reader.problem(at, "the rule file '%s' is larger than 1 MB".formatted(at.text()));
                return;
            }
            String text = Files.readString(inside.get(), StandardCharsets.UTF_8);
            JsonValue tree = JsonTree.parse(text, "rule file", name, problems);
            Reader own = new Reader(name, assembler);
            checkFormat(tree, own);
            define(tree, own, FILE);
        } catch (IOException unreadable) {
            reader.problem(
                    at, "the rule file '%s' cannot be read as UTF-8 text".formatted(at.text()));
        } catch (JsonTree.Broken broken) {
            // What is wrong was noted.
        }
        problems.forEach(problem -> assembler.problem(problem.where(), problem.what()));
    }

    private static void checkFormat(JsonValue tree, Reader reader) {
        if (!(tree instanceof ObjectValue file)) {
            return;
        }
        boolean known =
                file.members().get("format") instanceof TextValue format
                        && format.text().equals(OperatorFiles.FORMAT)
                        && file.members().get("version") instanceof NumberValue version
                        && version.number() == 1;
        if (!known) {
            reader.problem(
                    tree,
                    "a rule file has \"format\": \"unitscope-operator\" and \"version\": 1; unitscope derive --out writes one");
        }
    }

    private void define(JsonValue item, Reader reader, List<String> keys) {
        Optional<ObjectValue> object = reader.object(item, "an operator", keys);
        Optional<String> name = object.flatMap(o -> text(o, "name", reader));
        Optional<String> formula = object.flatMap(o -> text(o, "formula", reader));
        if (object.isEmpty() || name.isEmpty() || formula.isEmpty()) {
            return;
        }
        Definition definition =
                new Definition(
                        name.get(),
                        optional(object.get(), "title", reader),
                        formula.get(),
                        parameters(object.get(), reader),
                        optional(object.get(), "note", reader));
        if (found.containsKey(name.get())) {
            reader.problem(item, "the operator '%s' is there already".formatted(name.get()));
            return;
        }
        // Known even if it is wrong, so that its uses are not reported too.
        found.put(name.get(), definition);
        try {
            GaussianFactors factors = OperatorFiles.requireUsable(definition, catalogue, "");
            JsonValue derived = object.get().members().get("derived");
            if (derived != null) {
                checkDerived(derived, factors, reader);
            }
        } catch (WorkbenchException wrong) {
            wrong.problems()
                    .forEach(problem ->
                            reader.problem(
                                    item,
                                    "the operator '%s': %s".formatted(name.get(), problem.what())));
        }
    }

    private static Optional<String> text(ObjectValue object, String key, Reader reader) {
        return reader.required(object, "an operator", key)
                .flatMap(value -> reader.text(value, "the key '" + key + "'"));
    }

    private static String optional(ObjectValue object, String key, Reader reader) {
        return object.members().containsKey(key) ? text(object, key, reader).orElse("") : "";
    }

    private static Map<String, Double> parameters(ObjectValue object, Reader reader) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        JsonValue given = object.members().get("parameters");
        if (given != null) {
            reader.object(given, "parameters of an operator")
                    .ifPresent(members ->
                            members.members()
                                    .forEach((name, value) ->
                                            reader.number(
                                                            value,
                                                            "the parameter '" + name + "'",
                                                            parameters)
                                                    .ifPresent(n -> parameters.put(name, n))));
        }
        return parameters;
    }

    /// Refuses numbers that are not those of the formula: one of the two was changed.
    private static void checkDerived(JsonValue at, GaussianFactors factors, Reader reader) {
        Map<String, Estimate> known = OperatorFiles.derived(factors);
        Optional<ObjectValue> derived = reader.object(at, "derived", List.copyOf(known.keySet()));
        derived.ifPresent(numbers ->
                numbers.members()
                        .forEach((key, value) -> {
                            if (known.get(key) instanceof Known(double again, double error)) {
                                checkNumber(key, value, again, error, reader);
                            }
                        }));
    }

    private static void checkNumber(
            String key, JsonValue value, double again, double error, Reader reader) {
        double written = written(value, reader);
        if (!(Math.abs(written - again) <= SAME * Math.abs(again) + error)) {
            reader.problem(
                    value,
                    "derived: '%s' is %s in the file, but the formula gives %s; derive it again, or delete 'derived'"
                            .formatted(key, written, again));
        }
    }

    private static double written(JsonValue value, Reader reader) {
        return value instanceof ObjectValue object
                        && object.members().get("value") instanceof NumberValue number
                ? number.number()
                : reader.number(value, "a derived number", Map.of()).orElse(Double.NaN);
    }
}
