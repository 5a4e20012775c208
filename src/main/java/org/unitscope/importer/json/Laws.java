package org.unitscope.importer.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;
import org.unitscope.importer.json.JsonValue.ObjectValue;
import org.unitscope.importer.json.JsonValue.TextValue;

/// Reads the laws that inputs and weights are drawn from.
final class Laws {
    private static final List<String> VALUE_LAWS = List.of("normal", "uniform", "constant");
    private static final String EXCEPT_LAST = "except_last";
    private static final List<String> DRAWN_LAWS = List.of("uniform", "masked", "range", "zipf");
    private static final List<String> INDEX_LAWS =
            Stream.concat(DRAWN_LAWS.stream(), Stream.of(EXCEPT_LAST)).toList();

    private final Reader reader;

    Laws(Reader reader) {
        this.reader = reader;
    }

    Optional<ValueLaw> value(JsonValue value, String what, Map<String, Double> symbols) {
        if (value instanceof TextValue text) {
            return switch (text.text()) {
                case "zeros" -> Optional.of(new ValueLaw.Constant(0));
                case "ones" -> Optional.of(new ValueLaw.Constant(1));
                default -> {
                    reader.problem(
                            value,
                            what
                                    + ": the law '"
                                    + text.text()
                                    + "' is not known; known are zeros,"
                                    + " ones, and objects with normal, uniform or constant");
                    yield Optional.empty();
                }
            };
        }
        return named(value, what, VALUE_LAWS)
                .flatMap(law -> {
                    String title = what + ": the law " + law.name();
                    return switch (law.name()) {
                        case "normal" -> normal(law.settings(), title, symbols);
                        case "uniform" -> uniform(law.settings(), title, symbols);
                        default -> constant(law.settings(), title, symbols);
                    };
                });
    }

    private record NamedLaw(String name, JsonValue settings) {}

    /// `{"name": settings}` with one of the known names.
    private Optional<NamedLaw> named(JsonValue value, String what, List<String> known) {
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

    private Optional<ValueLaw> normal(
            JsonValue settings, String what, Map<String, Double> symbols) {
        Optional<ObjectValue> object = reader.object(settings, what, List.of("mean", "std"));
        Optional<Double> std = object.flatMap(o -> number(o, what, "std", symbols));
        Optional<Double> mean = object.flatMap(o -> optional(o, what, "mean", 0, symbols));
        if (std.isPresent() && std.get() < 0) {
            reader.problem(settings, what + ": std must not be negative, got " + std.get());
            return Optional.empty();
        }
        return mean.flatMap(m -> std.map(s -> new ValueLaw.Normal(m, s)));
    }

    private Optional<ValueLaw> uniform(
            JsonValue settings, String what, Map<String, Double> symbols) {
        Optional<ObjectValue> object = reader.object(settings, what, List.of("low", "high"));
        Optional<Double> low = object.flatMap(o -> number(o, what, "low", symbols));
        Optional<Double> high = object.flatMap(o -> number(o, what, "high", symbols));
        if (low.isPresent() && high.isPresent() && low.get() > high.get()) {
            reader.problem(settings, what + ": low must not exceed high");
            return Optional.empty();
        }
        return low.flatMap(l -> high.map(h -> new ValueLaw.Uniform(l, h)));
    }

    private Optional<ValueLaw> constant(
            JsonValue settings, String what, Map<String, Double> symbols) {
        return reader.object(settings, what, List.of("value"))
                .flatMap(o -> number(o, what, "value", symbols))
                .map(ValueLaw.Constant::new);
    }

    private Optional<Double> number(
            ObjectValue object, String what, String key, Map<String, Double> symbols) {
        return reader.required(object, what, key)
                .flatMap(value -> reader.number(value, what + ": " + key, symbols));
    }

    private Optional<Double> optional(
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

    Optional<IndexLaw> index(JsonValue value, String what, Map<String, Double> symbols) {
        return index(value, what, symbols, INDEX_LAWS);
    }

    private Optional<IndexLaw> index(
            JsonValue value, String what, Map<String, Double> symbols, List<String> known) {
        return named(value, what, known)
                .flatMap(law -> {
                    String title = what + ": the law " + law.name();
                    List<String> keys =
                            switch (law.name()) {
                                case "uniform" -> List.of("bound");
                                case "masked" -> List.of("bound", "share");
                                case "zipf" -> List.of("bound", "exponent");
                                case EXCEPT_LAST -> List.of("count", "of");
                                default -> List.of("bound", "divisor");
                            };
                    return reader.object(law.settings(), title, keys)
                            .flatMap(o ->
                                    law.name().equals(EXCEPT_LAST)
                                            ? exceptLast(o, title, symbols)
                                            : drawn(law.name(), o, title, symbols));
                });
    }

    private Optional<IndexLaw> exceptLast(
            ObjectValue settings, String what, Map<String, Double> symbols) {
        Optional<Integer> count =
                Optional.ofNullable(settings.members().get("count"))
                        .map(given -> reader.whole(given, what + ": count", 1, symbols))
                        .orElse(Optional.of(1));
        return reader.required(settings, what, "of")
                .flatMap(of -> index(of, what, symbols, DRAWN_LAWS))
                .flatMap(of -> count.map(c -> new IndexLaw.ExceptLast(c, of)));
    }

    private Optional<IndexLaw> drawn(
            String name, ObjectValue settings, String what, Map<String, Double> symbols) {
        Optional<Integer> bound =
                reader.required(settings, what, "bound")
                        .flatMap(value -> reader.whole(value, what + ": bound", 1, symbols));
        return switch (name) {
            case "uniform" -> bound.map(IndexLaw.Uniform::new);
            case "masked" ->
                    number(settings, what, "share", symbols)
                            .filter(share ->
                                    holds(
                                            share > 0 && share <= 1,
                                            settings,
                                            what + ": share must be above 0 and at most 1",
                                            share))
                            .flatMap(share -> bound.map(b -> new IndexLaw.Masked(b, share)));
            case "zipf" ->
                    optional(settings, what, "exponent", 1, symbols)
                            .filter(exponent ->
                                    holds(
                                            !(exponent < 0),
                                            settings,
                                            what + ": exponent must not be negative",
                                            exponent))
                            .flatMap(exponent -> bound.map(b -> new IndexLaw.Zipf(b, exponent)));
            default -> {
                JsonValue given = settings.members().get("divisor");
                Optional<Integer> divisor =
                        given == null
                                ? Optional.of(1)
                                : reader.whole(given, what + ": divisor", 1, symbols);
                yield bound.flatMap(b -> divisor.map(d -> new IndexLaw.Range(b, d)));
            }
        };
    }

    /// Whether a number keeps a rule; a problem if not.
    private boolean holds(boolean kept, JsonValue at, String rule, double got) {
        if (!kept) {
            reader.problem(at, rule + ", got " + got);
        }
        return kept;
    }
}
