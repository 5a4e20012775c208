package org.unitscope.importer.json;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unitscope.formula.Definition;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;

/// Uses of functions that a model defines: each is the operator `function` with its formula, so
/// that the graph holds all that is computed, whatever file it came from.
final class OwnFunctions {
    /// The operator that computes them.
    static final String OPERATOR = "function";

    private final Reader reader;
    private final OperatorCatalogue catalogue;
    private final Map<String, Definition> definitions = new HashMap<>();
    private final Set<String> checked = new HashSet<>();

    OwnFunctions(Reader reader, OperatorCatalogue catalogue) {
        this.reader = reader;
        this.catalogue = catalogue;
    }

    void define(Map<String, Definition> more) {
        definitions.putAll(more);
    }

    Optional<Definition> find(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /// The attributes of a use: the formula with its parameters' values, and the name.
    ///
    /// @param given parameters that have other values here
    /// @return empty if they do not fit, which was reported
    Optional<Map<String, Object>> written(
            ObjectValue item, String what, Definition own, Map<String, Object> given) {
        Map<String, Double> values = new LinkedHashMap<>(own.parameters());
        for (Map.Entry<String, Object> attribute : given.entrySet()) {
            Optional<String> wrong = wrong(own, attribute);
            if (wrong.isPresent()) {
                reader.problem(item, "%s (%s): %s".formatted(what, own.name(), wrong.get()));
                return Optional.empty();
            }
            values.put(attribute.getKey(), (Double) attribute.getValue());
        }
        String formula = own.written(values);
        Definition bound = new Definition(own.name(), "", own.formula(), values, "");
        if (!values.equals(own.parameters())
                && checked.add(formula)
                && !isUsable(item, what, bound)) {
            return Optional.empty();
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("formula", formula);
        attributes.put("called", own.name());
        return Optional.of(attributes);
    }

    private static Optional<String> wrong(Definition own, Map.Entry<String, Object> attribute) {
        if (!own.parameters().containsKey(attribute.getKey())) {
            return Optional.of(
                    "there is no attribute '%s'; it has %s"
                            .formatted(
                                    attribute.getKey(),
                                    own.parameters().isEmpty()
                                            ? "none"
                                            : String.join(", ", own.parameters().keySet())));
        }
        return attribute.getValue() instanceof Double
                ? Optional.empty()
                : Optional.of("the attribute '%s' must be a number".formatted(attribute.getKey()));
    }

    /// The function has factors with its own parameters; with others it may have none.
    private boolean isUsable(ObjectValue item, String what, Definition bound) {
        try {
            OperatorFiles.requireUsable(bound, catalogue, "");
            return true;
        } catch (WorkbenchException wrong) {
            reader.problem(item, what + ": " + wrong.problems().getFirst().what());
            return false;
        }
    }
}
