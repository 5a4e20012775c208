package org.unitscope.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.json.JsonReading;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.NumberValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.statistics.Verdict;

/// Reads the limits of a rule: `"quantity": {"min": ..., "max": ...}`, or one number, which means
/// what [Quantity.Sense] says of the quantity.
final class LimitReader {
    private static final String MIN = "min";
    private static final String MAX = "max";

    private final JsonReading reading;

    LimitReader(JsonReading reading) {
        this.reading = reading;
    }

    List<Limit> read(ObjectValue rule, String name, Numbers numbers) {
        String what = "the limits of '" + name + "'";
        Optional<ObjectValue> object =
                reading.required(rule, "the rule '" + name + "'", "limits")
                        .flatMap(value -> reading.object(value, what, Quantity.keys()));
        List<Limit> limits = new ArrayList<>();
        object.map(ObjectValue::members)
                .orElse(Map.of())
                .forEach((key, value) -> {
                    if (Quantity.keys().contains(key)) {
                        limit(Quantity.ofKey(key), value, numbers).ifPresent(limits::add);
                    }
                });
        object.filter(found -> found.members().isEmpty())
                .ifPresent(found -> reading.problem(found, what + " are empty; write one"));
        return limits;
    }

    private Optional<Limit> limit(Quantity quantity, JsonValue value, Numbers numbers) {
        if (quantity.isSampledOnly() && numbers == Numbers.PREDICTED) {
            reading.problem(
                    value,
                    "nothing predicts '%s'; judge it in a rule of sampled numbers"
                            .formatted(quantity.key()));
        }
        if (value instanceof ObjectValue) {
            return range(quantity, value);
        }
        OptionalDouble number = number(quantity, value);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble none = OptionalDouble.empty();
        return switch (quantity.sense()) {
            case AT_MOST -> Optional.of(new Limit(quantity, none, number));
            case AT_LEAST -> Optional.of(new Limit(quantity, number, none));
            case WITHIN -> within(quantity, value, number.getAsDouble());
            case BAND -> {
                reading.problem(
                        value,
                        "'%s' needs its ends, as {\"min\": 0.125, \"max\": 8}"
                                .formatted(quantity.key()));
                yield Optional.empty();
            }
        };
    }

    private Optional<Limit> within(Quantity quantity, JsonValue value, double number) {
        if (number < 0) {
            reading.problem(
                    value,
                    "'%s' as one number is how far either way; it cannot be negative"
                            .formatted(quantity.key()));
            return Optional.empty();
        }
        return Optional.of(
                new Limit(quantity, OptionalDouble.of(-number), OptionalDouble.of(number)));
    }

    private Optional<Limit> range(Quantity quantity, JsonValue value) {
        String what = "the limit of '" + quantity.key() + "'";
        Optional<ObjectValue> object = reading.object(value, what, List.of(MIN, MAX));
        if (object.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble min = end(quantity, object.get(), MIN);
        OptionalDouble max = end(quantity, object.get(), MAX);
        if (min.isEmpty() && max.isEmpty()) {
            if (object.get().members().isEmpty()) {
                reading.problem(value, what + " needs a 'min' or a 'max'");
            }
            return Optional.empty();
        }
        if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
            reading.problem(value, what + " has a 'min' above its 'max'; nothing is within");
        }
        return Optional.of(new Limit(quantity, min, max));
    }

    private OptionalDouble end(Quantity quantity, ObjectValue object, String key) {
        JsonValue value = object.members().get(key);
        return value == null ? OptionalDouble.empty() : number(quantity, value);
    }

    private OptionalDouble number(Quantity quantity, JsonValue value) {
        if (quantity == Quantity.VERDICT) {
            return verdict(value);
        }
        if (value instanceof NumberValue number) {
            return OptionalDouble.of(number.number());
        }
        reading.problem(
                value, "'%s' must be a number, got %s".formatted(quantity.key(), value.kind()));
        return OptionalDouble.empty();
    }

    private OptionalDouble verdict(JsonValue value) {
        List<String> labels = Arrays.stream(Verdict.values()).map(Verdict::label).toList();
        int found = value instanceof TextValue text ? labels.indexOf(text.text()) : -1;
        if (found < 0) {
            reading.problem(
                    value,
                    "a verdict is one of %s, got %s"
                            .formatted(
                                    String.join(", ", labels),
                                    value instanceof TextValue text
                                            ? "'" + text.text() + "'"
                                            : value.kind()));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(found);
    }
}
