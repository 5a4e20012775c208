package org.unitscope.app.heatmap;

import java.util.List;
import java.util.stream.Stream;
import org.unitscope.graph.Role;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.TensorRecord;

/// One visible row.
///
/// @param unfolded whether what is below it is visible
record HeatmapRow(OutlineItem item, boolean unfolded) {
    /// Whether its cells summarize what is folded away.
    boolean isSummary() {
        return item.isBlock();
    }

    /// What the row's cell in a column is about: all tensors inside a block, the shown one of a
    /// node; empty where there is none.
    List<TensorRecord> tensors(Role role) {
        return isSummary() ? item.all(role) : item.shown(role).stream().toList();
    }

    /// All tensors of the row, whatever their role.
    List<TensorRecord> tensors() {
        return Stream.of(Role.values()).flatMap(role -> item.all(role).stream()).toList();
    }

    /// The word for the producing node, empty for blocks.
    String operator() {
        if (isSummary()) {
            return "";
        }
        List<TensorRecord> results = item.all(Role.ACTIVATION);
        List<TensorRecord> named = results.isEmpty() ? tensors() : results;
        return named.isEmpty() ? "" : named.getFirst().operator();
    }
}
