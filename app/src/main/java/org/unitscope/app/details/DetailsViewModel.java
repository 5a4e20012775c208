package org.unitscope.app.details;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The node of the selected tensor.
public final class DetailsViewModel {
    private final SelectionModel selection;
    private final ReadOnlyObjectWrapper<Optional<OutlineItem>> node =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<OutlineItem> items = List.of();

    /// Details that follow a run and a selection.
    public DetailsViewModel(ObservableValue<Optional<RunRecord>> runs, SelectionModel selection) {
        this.selection = selection;
        runs.subscribe(run -> {
            items = run.map(now -> Outline.of(now).flattened()).orElse(List.of());
            refresh();
        });
        selection.selectedProperty().subscribe(key -> refresh());
    }

    private void refresh() {
        node.set(selection.selected().flatMap(this::nodeOf));
    }

    private Optional<OutlineItem> nodeOf(TensorKey key) {
        return items.stream()
                .filter(item ->
                        item.tensors().getOrDefault(key.role(), List.of()).stream()
                                .anyMatch(tensor -> tensor.key().equals(key)))
                .findFirst();
    }

    /// The node of the selected tensor; empty when nothing is selected.
    public ReadOnlyObjectProperty<Optional<OutlineItem>> nodeProperty() {
        return node.getReadOnlyProperty();
    }

    /// The tensor in the column of a role: the selected one, its counterpart of the same parameter,
    /// or the one that stands for the node.
    public Optional<TensorRecord> shown(OutlineItem item, Role role) {
        List<TensorRecord> tensors = item.tensors().getOrDefault(role, List.of());
        return selection
                .selected()
                .flatMap(key ->
                        tensors.stream()
                                .filter(tensor -> tensor.key().tensor().equals(key.tensor()))
                                .findFirst())
                .or(() -> tensors.stream().reduce((a, b) -> larger(b, a) ? b : a));
    }

    private static boolean larger(TensorRecord one, TensorRecord other) {
        return one.shape().count() > other.shape().count();
    }

    /// The selection shared with the other views.
    public SelectionModel selection() {
        return selection;
    }
}
