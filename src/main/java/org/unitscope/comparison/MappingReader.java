package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.comparison.TensorMapping.Pair;
import org.unitscope.comparison.TensorMapping.Place;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Parses a mapping file, keeping the line of every path.
final class MappingReader {
    private static final String FORM =
            "; the file must read {\"pairs\": [{\"a\": \"path\", \"b\": \"path\"}]}";

    private final JsonParser parser;
    private final String file;
    private final List<Pair> pairs;
    private final List<Problem> problems = new ArrayList<>();

    private MappingReader(JsonParser parser, String file, List<Pair> pairs) {
        this.parser = parser;
        this.file = file;
        this.pairs = pairs;
    }

    /// @param pairs gets what the file lists
    static void read(String text, String file, List<Pair> pairs) throws WorkbenchException {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            MappingReader reader = new MappingReader(parser, file, pairs);
            reader.document();
            if (!reader.problems.isEmpty()) {
                throw new WorkbenchException(reader.problems);
            }
        } catch (JacksonException broken) {
            TokenStreamLocation at = broken.getLocation();
            String where = at == null ? file : file + ":" + at.getLineNr() + ":" + at.getColumnNr();
            String message = String.valueOf(broken.getOriginalMessage());
            throw new WorkbenchException(
                    where, "broken JSON: " + message.lines().findFirst().orElse("unreadable"));
        }
    }

    private void document() {
        boolean found = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            fail("it holds no object" + FORM);
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isPairs = parser.currentName().equals("pairs");
            JsonToken value = parser.nextToken();
            if (!isPairs) {
                parser.skipChildren();
            } else if (value != JsonToken.START_ARRAY) {
                fail("'pairs' must be an array" + FORM);
                return;
            } else {
                found = true;
                array();
            }
        }
        if (parser.nextToken() != null) {
            fail("there is more after the end of the object; remove it");
        } else if (!found) {
            fail("it has no 'pairs'" + FORM);
        }
    }

    private void array() {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                pair();
            } else {
                fail("a pair must be an object" + FORM);
                parser.skipChildren();
            }
        }
    }

    private void pair() {
        String start = position();
        Map<String, Place> members = new LinkedHashMap<>();
        boolean sound = true;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            String at = position();
            JsonToken value = parser.nextToken();
            if (!name.equals("a") && !name.equals("b")) {
                sound = fail(at, "a pair has 'a' and 'b', not '" + name + "'");
            } else if (value != JsonToken.VALUE_STRING) {
                sound = fail(at, "'" + name + "' must be a path in quotes");
            } else if (members.put(name, new Place(parser.getString(), position())) != null) {
                sound = fail(at, "'" + name + "' is there twice; keep one");
            }
            parser.skipChildren();
        }
        Place a = members.get("a");
        Place b = members.get("b");
        if (a != null && b != null) {
            pairs.add(new Pair(a, b));
        } else if (sound) {
            fail(start, "a pair needs both 'a' and 'b'");
        }
    }

    private String position() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return at.getLineNr() + ":" + Math.max(1, at.getColumnNr());
    }

    private void fail(String what) {
        fail(position(), what);
    }

    /// Always false.
    private boolean fail(String at, String what) {
        problems.add(new Problem(file + ":" + at, what));
        return false;
    }
}
