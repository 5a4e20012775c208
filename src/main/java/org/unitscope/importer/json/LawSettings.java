package org.unitscope.importer.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;

/// What laws have in common: `{"name": {settings}}`, numbers that may be expressions, and rules
/// that numbers keep.
record LawSettings(Reader reader) {
    /// A law's name and its settings.
    record NamedLaw(String name, JsonValue settings) {}

    /// `{"name": settings}` with one of the known names.
    Optional<NamedLaw> named(JsonValue value, String what, List<String> known) {
        Optional<ObjectValue> object = reader.object(value, what + ": the law", known);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        if (object.get().members().size() != 1) {
            reader.problem(
                    value, what + ": the law must have one key of " + String.join(", ", known));
            return Optional.empty();
        }
        var entry = object.get().members().entrySet().iterator().next();
        return known.contains(entry.getKey())
                ? Optional.of(new NamedLaw(entry.getKey(), entry.getValue()))
                : Optional.empty();
    }

    /// A number that must be there.
    Optional<Double> number(
            ObjectValue object, String what, String key, Map<String, Double> symbols) {
        return reader.required(object, what, key)
                .flatMap(value -> reader.number(value, what + ": " + key, symbols));
    }

    /// A number that may be left out.
    Optional<Double> number(
            ObjectValue object,
            String what,
            String key,
            double fallback,
            Map<String, Double> symbols) {
        JsonValue value = object.members().get(key);
        return value == null
                ? Optional.of(fallback)
                : reader.number(value, what + ": " + key, symbols);
    }

    /// Whether a number keeps a rule; a problem if not. NaN does: it stands for a parameter without
    /// a value, which was reported where it is.
    boolean holds(boolean kept, JsonValue at, String rule, double got) {
        if (!kept && !Double.isNaN(got)) {
            reader.problem(at, rule + ", got " + got);
        }
        return kept;
    }
}
