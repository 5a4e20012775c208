package org.unitscope.app.tensors;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The table. One row is selected at a time, the shared selection's; Ctrl+C copies it.
public final class TensorsView extends StackPane {
    private final TableView<TensorRecord> table = new TableView<>();
    private final SelectionModel selection;
    private Optional<RunRecord> run = Optional.empty();
    private TensorFilter filter = TensorFilter.NONE;
    private boolean following;

    /// A table that follows a run and a filter and shares a selection.
    public TensorsView(
            ObservableValue<Optional<RunRecord>> runs,
            ObservableValue<TensorFilter> filters,
            SelectionModel selection) {
        this.selection = selection;
        table.setId("tensors");
        table.setFixedCellSize(26);
        table.setPlaceholder(new Label("No tensor matches the filter"));
        TensorColumn.ALL.forEach(column -> table.getColumns().add(column(column)));
        getChildren().add(table);
        runs.subscribe(now -> {
            run = now;
            refresh();
        });
        filters.subscribe(now -> {
            filter = now;
            refresh();
        });
        selection.selectedProperty().subscribe(this::follow);
        table.getSelectionModel().selectedItemProperty().subscribe(this::picked);
        table.setOnKeyPressed(event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
                copy();
                event.consume();
            }
        });
    }

    private static TableColumn<TensorRecord, TensorRecord> column(TensorColumn column) {
        TableColumn<TensorRecord, TensorRecord> shown = new TableColumn<>(column.title());
        shown.setPrefWidth(column.width());
        shown.setComparator(column.order());
        shown.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        shown.setCellFactory(owner -> new Cell(column));
        return shown;
    }

    /// A cell that reads its text when it is shown.
    private static final class Cell extends TableCell<TensorRecord, TensorRecord> {
        private final TensorColumn column;

        Cell(TensorColumn column) {
            this.column = column;
            if (column.numeric()) {
                getStyleClass().add("number-cell");
            }
            // The end of a path tells tensors apart.
            setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        }

        @Override
        protected void updateItem(TensorRecord tensor, boolean empty) {
            super.updateItem(tensor, empty);
            boolean blank = empty || tensor == null;
            setText(blank ? "" : column.text().apply(tensor));
            setTooltip(blank ? null : new Tooltip(getText()));
        }
    }

    private void refresh() {
        List<TensorRecord> tensors =
                run.map(RunRecord::tensors).orElse(List.of()).stream()
                        .filter(filter::matches)
                        .toList();
        following = true;
        List<TableColumn<TensorRecord, ?>> sorted = List.copyOf(table.getSortOrder());
        table.setItems(FXCollections.observableArrayList(tensors));
        table.getSortOrder().setAll(sorted);
        table.sort();
        following = false;
        follow(selection.selected());
    }

    private void follow(Optional<TensorKey> key) {
        if (following) {
            return;
        }
        following = true;
        table.getSelectionModel().clearSelection();
        key.ifPresent(wanted -> {
            for (int i = 0; i < table.getItems().size(); i++) {
                if (table.getItems().get(i).key().equals(wanted)) {
                    table.getSelectionModel().select(i);
                    table.scrollTo(Math.max(0, i - 5));
                    break;
                }
            }
        });
        following = false;
    }

    private void picked(TensorRecord tensor) {
        if (!following && tensor != null) {
            following = true;
            selection.select(tensor.key());
            following = false;
        }
    }

    private void copy() {
        TensorRecord tensor = table.getSelectionModel().getSelectedItem();
        if (tensor != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(
                    String.join(
                            "\t",
                            TensorColumn.ALL.stream()
                                    .map(column -> column.text().apply(tensor))
                                    .toList()));
            Clipboard.getSystemClipboard().setContent(content);
        }
    }
}
