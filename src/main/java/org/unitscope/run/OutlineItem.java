package org.unitscope.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Role;

/// A row of the outline: a block of rows, or a node with its tensors.
///
/// @param path dotted path of the block or node
/// @param label what is shown: the last part of the path
/// @param depth 0 at the top
/// @param children the rows inside a block, in graph order; empty for a node
/// @param tensors the row's own tensors by role; a node's parameters are its W and gW
public record OutlineItem(
        String path,
        String label,
        int depth,
        List<OutlineItem> children,
        Map<Role, List<TensorRecord>> tensors) {
    /// Copies children and tensors.
    public OutlineItem {
        children = List.copyOf(children);
        tensors = Map.copyOf(tensors);
    }

    /// Whether it can be unfolded. A node whose path others lie under has tensors of its own too.
    public boolean isBlock() {
        return !children.isEmpty();
    }

    /// The tensors of a role, in graph order: the row's own, then those of all rows inside.
    public List<TensorRecord> all(Role role) {
        List<TensorRecord> own = tensors.getOrDefault(role, List.of());
        if (children.isEmpty()) {
            return own;
        }
        List<TensorRecord> joined = new ArrayList<>(own);
        children.forEach(child -> joined.addAll(child.all(role)));
        return joined;
    }

    /// The tensor that stands for the row in a column: the largest of the role, the first of
    /// equals. For a block without any of its own, the one farthest from scale 1 (see
    /// [Scales#distance]).
    public Optional<TensorRecord> shown(Role role) {
        List<TensorRecord> own = tensors.getOrDefault(role, List.of());
        Comparator<TensorRecord> order =
                own.isEmpty()
                        ? Comparator.comparingDouble(Scales::distance)
                        : Comparator.comparingLong(tensor -> tensor.shape().count());
        return (own.isEmpty() ? all(role) : own)
                .stream().reduce((a, b) -> order.compare(b, a) > 0 ? b : a);
    }
}
