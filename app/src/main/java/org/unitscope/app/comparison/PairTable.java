package org.unitscope.app.comparison;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.unitscope.comparison.TensorPair;

/// The listed pairs as a sortable table: the twin in numbers of dumbbells and heatmaps.
final class PairTable extends StackPane {
    private final ComparisonViewModel model;
    private final TableView<TensorPair> table = new TableView<>();
    private boolean following;

    PairTable(ComparisonViewModel model) {
        this.model = model;
        setMinWidth(0);
        table.setId("pairs");
        table.setFixedCellSize(26);
        Label nothing = new Label("No pair matches the filter");
        nothing.getStyleClass().add("empty-message");
        table.setPlaceholder(nothing);
        PairColumn.ALL.forEach(column -> table.getColumns().add(column(column)));
        getChildren().setAll(table);
        model.listedProperty().subscribe(pairs -> show(pairs));
        model.toleranceProperty().subscribe(octaves -> table.refresh());
        model.selection().selectedProperty().subscribe(key -> follow());
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(pair -> {
                    if (pair != null && !following) {
                        model.selection().select(pair.a().key());
                    }
                });
    }

    private TableColumn<TensorPair, TensorPair> column(PairColumn column) {
        TableColumn<TensorPair, TensorPair> shown = new TableColumn<>(column.title());
        shown.setPrefWidth(column.width());
        shown.setComparator(column.order());
        shown.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        shown.setCellFactory(owner -> new Cell(column));
        return shown;
    }

    /// A cell that reads its text when it is shown.
    private final class Cell extends TableCell<TensorPair, TensorPair> {
        private final PairColumn column;

        Cell(PairColumn column) {
            this.column = column;
            if (column.numeric()) {
                getStyleClass().add("number-cell");
            }
            if (column.title().equals(PairColumn.TENSOR)) {
                // The end of a path tells tensors apart.
                setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            }
        }

        @Override
        protected void updateItem(TensorPair pair, boolean empty) {
            super.updateItem(pair, empty);
            boolean blank = empty || pair == null;
            setText(blank ? "" : column.text().of(pair, model.toleranceProperty().get()));
            setTooltip(blank ? null : new Tooltip(getText()));
        }
    }

    private void show(List<TensorPair> pairs) {
        following = true;
        List<TableColumn<TensorPair, ?>> sorted = List.copyOf(table.getSortOrder());
        table.setItems(FXCollections.observableArrayList(pairs));
        table.getSortOrder().setAll(sorted);
        table.sort();
        following = false;
        follow();
    }

    private void follow() {
        following = true;
        table.getSelectionModel().clearSelection();
        model.selection()
                .selected()
                .ifPresent(key -> {
                    for (int i = 0; i < table.getItems().size(); i++) {
                        if (table.getItems().get(i).a().key().equals(key)) {
                            table.getSelectionModel().select(i);
                            table.scrollTo(Math.max(0, i - 5));
                            return;
                        }
                    }
                });
        following = false;
    }
}
