package org.unitscope.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.json.JsonValue.Position;
import org.unitscope.task.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Parses text into values with positions.
public final class JsonTree {
    private static final int DEEPEST = 64;

    private final JsonParser parser;
    private final String what;
    private final String file;
    private final List<Problem> problems;

    private JsonTree(JsonParser parser, String what, String file, List<Problem> problems) {
        this.parser = parser;
        this.what = what;
        this.file = file;
        this.problems = problems;
    }

    /// Thrown for text that is not JSON; the problem has been noted.
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// The one value of the text.
    ///
    /// @param what the file is, for messages: `model`, `policy`
    /// @param problems gets what is wrong: broken syntax, repeated keys, depth
    /// @throws Broken if there is no value to go on with
    public static JsonValue parse(String text, String what, String file, List<Problem> problems)
            throws Broken {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonTree tree = new JsonTree(parser, what, file, problems);
            parser.nextToken();
            JsonValue value = tree.value(0);
            if (parser.nextToken() != null) {
                tree.fail(
                        tree.position(),
                        "broken JSON: there is more after the %s's end".formatted(what));
            }
            return value;
        } catch (JacksonException broken) {
            TokenStreamLocation at = broken.getLocation();
            Position position =
                    at == null
                            ? new Position(1, 1)
                            : new Position(at.getLineNr(), at.getColumnNr());
            String message = String.valueOf(broken.getOriginalMessage());
            String first =
                    message.contains("Non-standard token")
                            ? "NaN and infinity are no JSON numbers"
                            : message.lines().findFirst().orElse("unreadable");
            problems.add(new Problem(file + ":" + position, "broken JSON: " + first));
            throw new Broken();
        }
    }

    private Position position() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }

    private void fail(Position at, String sentence) throws Broken {
        problems.add(new Problem(file + ":" + at, sentence));
        throw new Broken();
    }

    private JsonValue value(int depth) throws Broken {
        Position at = position();
        if (depth > DEEPEST) {
            fail(at, "nested deeper than %d levels; no %s needs that".formatted(DEEPEST, what));
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(at, depth);
            case START_ARRAY -> array(at, depth);
            case VALUE_STRING -> new JsonValue.TextValue(at, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at);
            case VALUE_TRUE -> new JsonValue.FlagValue(at, true);
            case VALUE_FALSE -> new JsonValue.FlagValue(at, false);
            case VALUE_NULL -> new JsonValue.NullValue(at);
            case null, default -> {
                fail(at, "broken JSON: a value is missing");
                throw new Broken();
            }
        };
    }

    private JsonValue number(Position at) {
        double number = Double.parseDouble(parser.getString());
        if (!Double.isFinite(number)) {
            problems.add(
                    new Problem(
                            file + ":" + at,
                            "the number "
                                    + parser.getString()
                                    + " is beyond the range of doubles"));
            return new JsonValue.NumberValue(at, 1);
        }
        return new JsonValue.NumberValue(at, number);
    }

    private JsonValue object(Position at, int depth) throws Broken {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Position key = position();
            parser.nextToken();
            JsonValue value = value(depth + 1);
            JsonValue earlier = members.putIfAbsent(name, value);
            if (earlier != null) {
                problems.add(
                        new Problem(
                                file + ":" + key,
                                "the key '%s' is there already, at %s; keep one"
                                        .formatted(name, earlier.at())));
            }
        }
        return new JsonValue.ObjectValue(at, members);
    }

    private JsonValue array(Position at, int depth) throws Broken {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(depth + 1));
        }
        return new JsonValue.ArrayValue(at, elements);
    }
}
