package org.unitscope.report.charts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Role;
import org.unitscope.report.data.PathPattern;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// A row of a heatmap: the same place in repeated blocks, block after block, in every role.
///
/// @param label the place, and how many there are of it
/// @param cells by role the tensors, one per block; empty where a block has none
record HeatRow(String label, Map<Role, List<Optional<TensorRecord>>> cells) {
    /// The rows of a run, in its order.
    static List<HeatRow> of(RunRecord run) {
        List<OutlineItem> items =
                Outline.of(run).flattened().stream()
                        .filter(item -> !item.tensors().isEmpty())
                        .toList();
        List<HeatRow> rows = new ArrayList<>();
        PathPattern.groups(items, item -> PathPattern.of(item.path()))
                .forEach((pattern, places) -> rows.add(of(pattern, places)));
        return rows;
    }

    private static HeatRow of(String pattern, List<OutlineItem> places) {
        Map<Role, List<Optional<TensorRecord>>> cells = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            cells.put(role, places.stream().map(place -> place.shown(role)).toList());
        }
        String label =
                places.size() == 1 ? places.getFirst().path() : pattern + " ×" + places.size();
        return new HeatRow(label, cells);
    }

    /// The tensors in a role.
    List<Optional<TensorRecord>> cells(Role role) {
        return cells.getOrDefault(role, List.of());
    }
}
