package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// The tensors of one run by path, in graph order, each with its roles.
final class RunTensors {
    private final ComparedRun run;
    private final Map<String, Entry> byPath;

    /// A tensor: an output of a node in the roles that the run has rows for.
    ///
    /// @param roles in the order A, W, gA, gW
    record Entry(String path, String node, Map<Role, TensorRecord> roles) {
        TensorRecord first() {
            return roles.values().iterator().next();
        }

        String operator() {
            return first().operator();
        }

        boolean sharesRole(Entry other) {
            return roles.keySet().stream().anyMatch(other.roles.keySet()::contains);
        }

        List<String> segments() {
            return List.of(path.split("\\.", -1));
        }
    }

    private RunTensors(ComparedRun run, Map<String, Entry> byPath) {
        this.run = run;
        this.byPath = byPath;
    }

    /// @throws WorkbenchException if the run lists a tensor twice in one role
    static RunTensors of(ComparedRun run) throws WorkbenchException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (TensorRecord tensor : run.run().tensors()) {
            Entry entry =
                    entries.computeIfAbsent(
                            tensor.path(),
                            path ->
                                    new Entry(
                                            path,
                                            tensor.key().tensor().node(),
                                            new EnumMap<>(Role.class)));
            if (entry.roles.put(tensor.key().role(), tensor) != null) {
                throw new WorkbenchException(
                        run.source(),
                        "it lists tensor '" + tensor.key() + "' twice; make the run again");
            }
        }
        return new RunTensors(run, entries);
    }

    Collection<Entry> all() {
        return byPath.values();
    }

    @Nullable Entry find(String path) {
        return byPath.get(path);
    }

    List<String> paths() {
        return new ArrayList<>(byPath.keySet());
    }

    /// Where the run comes from.
    String source() {
        return run.source();
    }

    /// The path that the tensor has in the original model: its own unless a rewrite says otherwise.
    String origin(Entry entry) {
        Map<String, String> origins = run.origins();
        String ofTensor = origins.get(entry.path);
        return ofTensor != null ? ofTensor : origins.getOrDefault(entry.node, entry.path);
    }

    boolean hasOrigin(Entry entry) {
        return run.origins().containsKey(entry.path) || run.origins().containsKey(entry.node);
    }
}
