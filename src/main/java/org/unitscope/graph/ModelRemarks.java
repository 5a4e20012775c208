package org.unitscope.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a model file says of its nodes beside what they compute.
///
/// @param formats exceptions from the precision of any run, as `--formats` writes them, in order:
///   what a run asks for wins
/// @param notes for people, by the path of a node, an input or a group
public record ModelRemarks(List<String> formats, Map<String, String> notes) {
    /// None.
    public static final ModelRemarks NONE = new ModelRemarks(List.of(), Map.of());

    /// Copies both; notes stay in their order.
    public ModelRemarks {
        formats = List.copyOf(formats);
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /// The notes that concern a node: its own first, then those of the groups around it.
    public List<String> notesOf(String path) {
        List<String> found = new ArrayList<>();
        for (String at = path;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            String note = notes.get(at);
            if (note != null) {
                found.add(note);
            }
        }
        return found;
    }
}
