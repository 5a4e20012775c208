package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// JSON as people write it: two spaces, short objects and lists on one line, `\n`. Numbers are the
/// shortest that read back as the same double, whole ones without a fraction.
final class JsonLayout {
    private static final int WIDTH = 118;
    private static final double MOST_WHOLE = 1e15;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonLayout() {}

    /// The text of maps, lists, texts, numbers and flags, ended by a line break.
    static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "", 0, out);
        return out.append('\n').toString();
    }

    private static void write(Object value, String indent, int used, StringBuilder out) {
        String line = line(value);
        if (indent.length() + used + line.length() <= WIDTH) {
            out.append(line);
            return;
        }
        String inner = indent + "  ";
        switch (value) {
            case Map<?, ?> map -> {
                out.append("{\n");
                List<String> keys = new ArrayList<>();
                map.keySet().forEach(key -> keys.add(quoted(key.toString()) + ": "));
                int i = 0;
                for (Object member : map.values()) {
                    out.append(inner).append(keys.get(i));
                    write(member, inner, keys.get(i).length() + 1, out);
                    out.append(++i < keys.size() ? ",\n" : "\n");
                }
                out.append(indent).append('}');
            }
            case List<?> list -> {
                out.append("[\n");
                for (int i = 0; i < list.size(); i++) {
                    out.append(inner);
                    write(list.get(i), inner, 1, out);
                    out.append(i + 1 < list.size() ? ",\n" : "\n");
                }
                out.append(indent).append(']');
            }
            default -> out.append(line);
        }
    }

    private static String line(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<String> members = new ArrayList<>();
                map.forEach(
                        (key, member) -> members.add(quoted(key.toString()) + ": " + line(member)));
                yield members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
            }
            case List<?> list ->
                    "[" + String.join(", ", list.stream().map(JsonLayout::line).toList()) + "]";
            case Double number -> number(number);
            case String text -> quoted(text);
            default -> value.toString();
        };
    }

    private static String number(double value) {
        boolean negativeZero = value == 0 && 1 / value < 0;
        return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE && !negativeZero
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
