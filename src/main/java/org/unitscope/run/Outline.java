package org.unitscope.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.unitscope.graph.Role;

/// The rows that heatmap, outline and report show: every dotted prefix of a node's path is a block,
/// every operation, input or free parameter a row. A parameter belongs to the operation its path
/// lies under (`attention.query.weight` to `attention.query`). Rows are in order of first
/// appearance.
///
/// @param items the top-level rows
public record Outline(List<OutlineItem> items) {
    private static final String PARAMETER = "parameter";

    /// Copies the list.
    public Outline {
        items = List.copyOf(items);
    }

    /// The outline of a run.
    public static Outline of(RunRecord run) {
        Set<String> operations = new HashSet<>();
        for (TensorRecord tensor : run.tensors()) {
            if (!tensor.operator().equals(PARAMETER)) {
                operations.add(tensor.key().tensor().node());
            }
        }
        Branch root = new Branch("", "", -1);
        for (TensorRecord tensor : run.tensors()) {
            String node = tensor.key().tensor().node();
            String row = tensor.operator().equals(PARAMETER) ? owner(node, operations) : node;
            Branch branch = root;
            for (int dot = row.indexOf('.'); dot >= 0; dot = row.indexOf('.', dot + 1)) {
                branch = branch.child(row.substring(0, dot));
            }
            branch.child(row).add(tensor);
        }
        return new Outline(root.freeze().children());
    }

    /// The operation a parameter lies under, else the parameter itself.
    private static String owner(String parameter, Set<String> operations) {
        int dot = parameter.lastIndexOf('.');
        String parent = dot < 0 ? parameter : parameter.substring(0, dot);
        return operations.contains(parent) ? parent : parameter;
    }

    /// A row while the tree grows.
    private static final class Branch {
        private final String path;
        private final String label;
        private final int depth;
        private final Map<String, Branch> children = new LinkedHashMap<>();
        private final Map<Role, List<TensorRecord>> tensors = new LinkedHashMap<>();

        Branch(String path, String label, int depth) {
            this.path = path;
            this.label = label;
            this.depth = depth;
        }

        Branch child(String childPath) {
            String childLabel = childPath.substring(childPath.lastIndexOf('.') + 1);
            return children.computeIfAbsent(
                    childPath, key -> new Branch(key, childLabel, depth + 1));
        }

        void add(TensorRecord tensor) {
            tensors.computeIfAbsent(tensor.key().role(), role -> new ArrayList<>()).add(tensor);
        }

        OutlineItem freeze() {
            List<OutlineItem> frozen = children.values().stream().map(Branch::freeze).toList();
            return new OutlineItem(path, label, depth, frozen, tensors);
        }
    }

    /// The rows whose path holds every word of the text, in any case, with the blocks they lie in.
    public Outline filtered(String text) {
        List<String> words =
                List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        return words.isEmpty() ? this : new Outline(kept(items, words));
    }

    private static List<OutlineItem> kept(List<OutlineItem> items, List<String> words) {
        List<OutlineItem> kept = new ArrayList<>();
        for (OutlineItem item : items) {
            String path = item.path().toLowerCase(Locale.ROOT);
            List<OutlineItem> inside = kept(item.children(), words);
            if (words.stream().allMatch(path::contains)) {
                kept.add(item);
            } else if (!inside.isEmpty()) {
                kept.add(
                        new OutlineItem(
                                item.path(), item.label(), item.depth(), inside, item.tensors()));
            }
        }
        return kept;
    }

    /// Every row, depth first: blocks before what is inside.
    public List<OutlineItem> flattened() {
        List<OutlineItem> all = new ArrayList<>();
        collect(items, all);
        return all;
    }

    private static void collect(List<OutlineItem> items, List<OutlineItem> into) {
        for (OutlineItem item : items) {
            into.add(item);
            collect(item.children(), into);
        }
    }
}
