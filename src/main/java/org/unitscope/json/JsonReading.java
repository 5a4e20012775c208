package org.unitscope.json;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.unitscope.json.JsonValue.ArrayValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;

/// Typed access to located values; what does not fit is noted as a problem and read as empty.
public class JsonReading {
    private final String file;
    private final Consumer<Problem> problems;

    /// @param problems gets everything that does not fit, each with `file:line:column`
    public JsonReading(String file, Consumer<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// `file:line:column`.
    public final String where(JsonValue value) {
        return file + ":" + value.at();
    }

    /// Notes a problem with a value.
    public final void problem(JsonValue at, String what) {
        problems.accept(new Problem(where(at), what));
    }

    /// The value as an object with no keys but these.
    public final Optional<ObjectValue> object(JsonValue value, String what, List<String> keys) {
        Optional<ObjectValue> object = object(value, what);
        object.ifPresent(found ->
                found.members()
                        .forEach((key, member) -> {
                            if (!keys.contains(key)) {
                                problem(
                                        member,
                                        "%s has no key '%s'; %s"
                                                .formatted(what, key, nearest(key, keys)));
                            }
                        }));
        return object;
    }

    /// What was probably meant by a word, else all words there are.
    public static String nearest(String word, List<String> known) {
        List<String> nearest = NearestNames.of(word, known);
        return nearest.isEmpty()
                ? "known are " + String.join(", ", known)
                : "did you mean " + String.join(" or ", nearest) + "?";
    }

    /// The value as an object of any keys.
    public final Optional<ObjectValue> object(JsonValue value, String what) {
        if (value instanceof ObjectValue object) {
            return Optional.of(object);
        }
        problem(value, what + " must be an object, got " + value.kind());
        return Optional.empty();
    }

    /// A member that must be there.
    public final Optional<JsonValue> required(ObjectValue object, String what, String key) {
        Optional<JsonValue> member = Optional.ofNullable(object.members().get(key));
        if (member.isEmpty()) {
            problem(object, "%s needs the key '%s'".formatted(what, key));
        }
        return member;
    }

    /// The value as a text.
    public final Optional<String> text(JsonValue value, String what) {
        if (value instanceof TextValue text) {
            return Optional.of(text.text());
        }
        problem(value, what + " must be a string, got " + value.kind());
        return Optional.empty();
    }

    /// The elements of an array.
    public final List<JsonValue> array(JsonValue value, String what) {
        if (value instanceof ArrayValue array) {
            return array.elements();
        }
        problem(value, what + " must be an array, got " + value.kind());
        return List.of();
    }
}
