package org.unitscope.app.heatmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// Which rows the heatmap shows, what is folded, where the selection is. FX thread only.
public final class HeatmapViewModel {
    private static final int FIRST_ROWS = 40;

    private final SelectionModel selection;
    private final ObjectProperty<HeatmapMode> mode = new SimpleObjectProperty<>(HeatmapMode.BOTH);
    private final ReadOnlyObjectWrapper<List<HeatmapRow>> rows =
            new ReadOnlyObjectWrapper<>(List.of());
    private final Set<String> unfolded = new HashSet<>();
    private Optional<RunRecord> run = Optional.empty();
    private TensorFilter filter = TensorFilter.NONE;
    private final Map<TensorKey, String> rowPaths = new HashMap<>();
    private Outline outline = new Outline(List.of());
    private String shownModel = "";

    /// A heatmap that follows a run and a filter and shares a selection.
    public HeatmapViewModel(
            ObservableValue<Optional<RunRecord>> runs,
            ObservableValue<TensorFilter> filters,
            SelectionModel selection) {
        this.selection = selection;
        runs.subscribe(this::show);
        filters.subscribe(now -> {
            filter = now;
            show(run);
        });
    }

    private void show(Optional<RunRecord> now) {
        run = now;
        outline = now.map(filter::outline).orElse(new Outline(List.of()));
        rowPaths.clear();
        for (OutlineItem item : outline.flattened()) {
            for (List<TensorRecord> tensors : item.tensors().values()) {
                tensors.forEach(tensor -> rowPaths.put(tensor.key(), item.path()));
            }
        }
        String model = now.map(record -> record.spec().model()).orElse("");
        if (!model.equals(shownModel)) {
            shownModel = model;
            unfolded.clear();
            unfolded.addAll(FirstUnfolding.of(outline, FIRST_ROWS));
        }
        rebuild();
    }

    private void rebuild() {
        List<HeatmapRow> visible = new ArrayList<>();
        outline.items().forEach(item -> addRows(item, visible));
        rows.set(List.copyOf(visible));
    }

    private void addRows(OutlineItem item, List<HeatmapRow> visible) {
        // A filter's matches must not hide in folded blocks.
        boolean open = item.isBlock() && (unfolded.contains(item.path()) || !filter.isEmpty());
        visible.add(new HeatmapRow(item, open));
        if (open) {
            item.children().forEach(child -> addRows(child, visible));
        }
    }

    /// The visible rows from top to bottom.
    public ReadOnlyObjectProperty<List<HeatmapRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /// What the cells show.
    public ObjectProperty<HeatmapMode> modeProperty() {
        return mode;
    }

    /// The selection shared with the other views.
    public SelectionModel selection() {
        return selection;
    }

    /// Whether the run was asked to sample.
    public boolean isSampled() {
        return run.map(record -> record.spec().sampled()).orElse(false);
    }

    /// The mode in effect: without a sample both halves would be one.
    public HeatmapMode effectiveMode() {
        return mode.get() == HeatmapMode.BOTH && !isSampled() ? HeatmapMode.PREDICTED : mode.get();
    }

    /// The left and, in mode both, the right half of a cell as functions of its tensor.
    public List<Function<TensorRecord, CellValue>> halves() {
        return switch (effectiveMode()) {
            case BOTH -> List.of(CellValue::predicted, CellValue::sampled);
            case PREDICTED -> List.of(CellValue::predicted);
            case SAMPLED -> List.of(CellValue::sampled);
            case DEVIATION -> List.of(CellValue::deviation);
        };
    }

    /// Folds or unfolds what is below a row.
    public void toggle(HeatmapRow row) {
        if (row.isSummary()) {
            if (!unfolded.remove(row.item().path())) {
                unfolded.add(row.item().path());
            }
            rebuild();
        }
    }

    /// Folds all blocks, or unfolds all.
    public void setAllUnfolded(boolean open) {
        unfolded.clear();
        if (open) {
            unfolded.addAll(FirstUnfolding.of(outline, Integer.MAX_VALUE));
        }
        rebuild();
    }

    /// The row that shows the selected tensor or holds it folded away; -1 if there is none.
    public int selectedRow() {
        return selection.selected().map(this::rowOf).orElse(-1);
    }

    private int rowOf(TensorKey key) {
        String path = rowPaths.getOrDefault(key, "");
        int best = -1;
        for (int i = 0; i < rows.get().size() && !path.isEmpty(); i++) {
            String candidate = rows.get().get(i).item().path();
            // Rows are in tree order, so the last one that holds the path is the innermost.
            if (path.equals(candidate) || path.startsWith(candidate + ".")) {
                best = i;
            }
        }
        return best;
    }

    /// Selects the tensor of a cell, or of the nearest cell in the row that has one.
    public void select(HeatmapRow row, Role role) {
        row.item()
                .shown(role)
                .or(() -> row.tensors().stream().findFirst())
                .ifPresent(tensor -> selection.select(tensor.key()));
    }
}
