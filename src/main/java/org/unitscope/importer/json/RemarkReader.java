package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;

/// Collects the keys `note` and `formats` of nodes, groups, blocks and inputs, and `formats` of the
/// model.
final class RemarkReader {
    static final String NOTE = "note";
    static final String FORMATS = "formats";

    private static final List<String> OF_RESULT = List.of("A", "gA");
    private static final List<String> OF_WEIGHTS = List.of("W", "gW");

    private final Reader reader;
    private final List<String> formats = new ArrayList<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    RemarkReader(Reader reader) {
        this.reader = reader;
    }

    /// All of them.
    ModelRemarks remarks() {
        return new ModelRemarks(formats, notes);
    }

    /// The note of an input, a node, a group or a block.
    void note(ObjectValue item, String path) {
        JsonValue note = item.members().get(NOTE);
        if (note != null) {
            reader.text(note, "the note of '" + path + "'")
                    .ifPresent(text -> notes.put(path, text));
        }
    }

    /// The exceptions that the model lists, as `--formats` writes them.
    void listed(ObjectValue model) {
        JsonValue list = model.members().get(FORMATS);
        if (list != null) {
            for (JsonValue element : reader.array(list, FORMATS)) {
                reader.text(element, FORMATS).ifPresent(formats::add);
            }
        }
    }

    /// The formats of a node: roles of its result and of its weights, its inputs, `gradient`.
    ///
    /// @param operator of the node
    void ofNode(ObjectValue item, String path, Optional<String> operator) {
        each(
                item,
                path,
                (key, format) ->
                        formats.add(
                                selector(path, path + ".*", key)
                                                .orElse(
                                                        path
                                                                + ":"
                                                                + operator.orElse("")
                                                                + "/"
                                                                + key)
                                        + "="
                                        + format));
    }

    /// The formats of all nodes of a group or a block: roles, and `OPERATOR/INPUT`.
    void ofGroup(ObjectValue item, String path) {
        String inside = path + ".*";
        each(
                item,
                path,
                (key, format) ->
                        formats.add(
                                selector(inside, inside, key).orElse(inside + ":" + key)
                                        + "="
                                        + format));
    }

    private static Optional<String> selector(String results, String weights, String key) {
        if (OF_RESULT.contains(key)) {
            return Optional.of(results + ":" + key);
        }
        return OF_WEIGHTS.contains(key) ? Optional.of(weights + ":" + key) : Optional.empty();
    }

    /// What one entry of `formats` says.
    private interface Entry {
        void accept(String key, String format);
    }

    private void each(ObjectValue item, String path, Entry entry) {
        JsonValue value = item.members().get(FORMATS);
        if (value == null) {
            return;
        }
        String what = "the formats of '" + path + "'";
        reader.object(value, what)
                .ifPresent(object ->
                        object.members()
                                .forEach((key, format) ->
                                        reader.text(format, what + ": " + key)
                                                .ifPresent(text -> entry.accept(key, text))));
    }
}
