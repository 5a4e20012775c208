package org.unitscope.app.outline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import org.controlsfx.control.textfield.TextFields;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The tree with its filter field.
public final class OutlineView extends BorderPane {
    private final TreeView<OutlineItem> tree = new TreeView<>();
    private final TextField filterField = TextFields.createClearableTextField();
    private final SelectionModel selection;
    private final Map<TensorKey, TreeItem<OutlineItem>> byKey = new HashMap<>();
    private final Set<String> expanded = new HashSet<>();
    private Optional<RunRecord> run = Optional.empty();
    private TensorFilter filter = TensorFilter.NONE;
    private boolean following;

    /// An outline that follows a run, edits the filter and shares a selection.
    public OutlineView(
            ObservableValue<Optional<RunRecord>> runs,
            StringProperty filterText,
            ObservableValue<TensorFilter> filters,
            SelectionModel selection) {
        this.selection = selection;
        getStyleClass().add("outline");
        filterField.setId("filter");
        filterField.setPromptText("Filter: name, op, gW, lost …");
        filterField.setTooltip(
                new Tooltip(
                        "All words must match: part of a path or an operator, a role (A, W, gA,"
                                + " gW), or a verdict (lost, risk, overflow)"));
        filterField.textProperty().bindBidirectional(filterText);
        tree.setId("outline");
        tree.setShowRoot(false);
        tree.setFixedCellSize(24);
        tree.setCellFactory(owner -> new OutlineCell());
        setTop(filterField);
        setCenter(tree);
        runs.subscribe(now -> {
            run = now;
            refresh();
        });
        filters.subscribe(now -> {
            filter = now;
            refresh();
        });
        selection.selectedProperty().subscribe(this::follow);
        tree.getSelectionModel().selectedItemProperty().subscribe(this::picked);
    }

    /// Puts the keyboard into the filter.
    public void focusFilter() {
        filterField.requestFocus();
        filterField.selectAll();
    }

    private void refresh() {
        following = true;
        byKey.clear();
        TreeItem<OutlineItem> root = new TreeItem<>();
        Outline outline = run.map(filter::outline).orElse(new Outline(List.of()));
        outline.items().forEach(item -> root.getChildren().add(item(item)));
        tree.setRoot(root);
        following = false;
        follow(selection.selected());
    }

    private TreeItem<OutlineItem> item(OutlineItem item) {
        TreeItem<OutlineItem> created = new TreeItem<>(item);
        item.tensors()
                .values()
                .forEach(tensors -> tensors.forEach(tensor -> byKey.put(tensor.key(), created)));
        item.children().forEach(child -> created.getChildren().add(item(child)));
        created.setExpanded(!filter.isEmpty() || expanded.contains(item.path()));
        created.expandedProperty()
                .subscribe((before, open) -> {
                    if (open) {
                        expanded.add(item.path());
                    } else {
                        expanded.remove(item.path());
                    }
                });
        return created;
    }

    private void follow(Optional<TensorKey> key) {
        if (following) {
            return;
        }
        following = true;
        TreeItem<OutlineItem> wanted = key.map(byKey::get).orElse(null);
        if (wanted == null) {
            tree.getSelectionModel().clearSelection();
        } else {
            tree.getSelectionModel().select(wanted);
            tree.scrollTo(Math.max(0, tree.getRow(wanted) - 6));
        }
        following = false;
    }

    private void picked(TreeItem<OutlineItem> picked) {
        if (following || picked == null || picked.getValue().isBlock()) {
            return;
        }
        following = true;
        principal(picked.getValue()).ifPresent(tensor -> selection.select(tensor.key()));
        following = false;
    }

    private static Optional<TensorRecord> principal(OutlineItem item) {
        for (Role role : Role.values()) {
            if (item.shown(role).isPresent()) {
                return item.shown(role);
            }
        }
        return Optional.empty();
    }
}
