package org.unitscope.importer.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.OutputRef;

/// Names that a reference may use at one place of the file: those of its own block, then outward.
final class Scope {
    private final @Nullable Scope outer;
    private final String prefix;
    private final Map<String, Double> symbols;
    private final Map<String, OutputRef> aliases = new HashMap<>();
    private final Map<String, String> declared = new HashMap<>();

    Scope(@Nullable Scope outer, String prefix, Map<String, Double> symbols) {
        this.outer = outer;
        this.prefix = prefix;
        this.symbols = symbols;
    }

    /// The path of a node with this id in this block.
    String path(String id) {
        return prefix.isEmpty() ? id : prefix + "." + id;
    }

    /// Named numbers at this place.
    Map<String, Double> symbols() {
        return symbols;
    }

    /// Makes a node of this block known before it is read, so that references may point forward.
    void declare(String id) {
        declared.put(id, path(id));
    }

    /// Makes a name stand for a tensor.
    void alias(String name, OutputRef tensor) {
        aliases.put(name, tensor);
    }

    /// The tensor that a reference means: `name`, `name#1` for a further output, `block.name` for
    /// one inside a block, `/name` for one from the top whatever is declared on the way. Empty if
    /// no block from here outward has its first part.
    Optional<OutputRef> resolve(String reference) {
        int mark = reference.lastIndexOf('#');
        String name = mark < 0 ? reference : reference.substring(0, mark);
        String index = mark < 0 ? "0" : reference.substring(mark + 1);
        if (!index.matches("\\d{1,4}")) {
            return Optional.empty();
        }
        if (name.startsWith("/")) {
            return Optional.of(new OutputRef(name.substring(1), Integer.parseInt(index)));
        }
        OutputRef exact = aliases.get(name);
        if (exact != null) {
            return Optional.of(
                    mark < 0 ? exact : new OutputRef(exact.node(), Integer.parseInt(index)));
        }
        int dot = name.indexOf('.');
        String head = dot < 0 ? name : name.substring(0, dot);
        String path = declared.get(head);
        if (path != null) {
            String rest = dot < 0 ? "" : name.substring(dot);
            return Optional.of(new OutputRef(path + rest, Integer.parseInt(index)));
        }
        return outer == null ? Optional.empty() : outer.resolve(reference);
    }
}
