package org.unitscope.app.comparison;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.unitscope.comparison.Unaligned;

/// The tensors that only one of the runs has, each with the reason: none is dropped.
final class UnalignedTable extends StackPane {
    UnalignedTable(ComparisonViewModel model) {
        setMinWidth(0);
        TableView<Unaligned> table = new TableView<>();
        table.setId("unaligned");
        table.setFixedCellSize(26);
        Label nothing = new Label();
        nothing.getStyleClass().add("empty-message");
        table.setPlaceholder(nothing);
        table.getColumns().add(column("Only in", 64, one -> one.inFirst() ? "A" : "B"));
        table.getColumns().add(column("Tensor", 210, one -> one.tensor().path()));
        table.getColumns().add(column("Role", 56, one -> ComparisonText.role(one.tensor())));
        table.getColumns().add(column("Operator", 84, one -> one.tensor().operator()));
        table.getColumns().add(column("Shape", 96, one -> one.tensor().shape().toString()));
        table.getColumns().add(column("Why", 420, Unaligned::reason));
        getChildren().setAll(table);
        model.unalignedProperty()
                .subscribe(now -> {
                    boolean none =
                            model.compared()
                                    .map(done -> done.comparison().unaligned().isEmpty())
                                    .orElse(true);
                    nothing.setText(
                            none
                                    ? "Every tensor of either run is aligned"
                                    : "No unaligned tensor matches the filter");
                    table.setItems(FXCollections.observableArrayList(now));
                });
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(one -> {
                    if (one != null) {
                        model.selection().select(one.tensor().key());
                    }
                });
    }

    private static TableColumn<Unaligned, String> column(
            String title, double width, Function<Unaligned, String> text) {
        TableColumn<Unaligned, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        return column;
    }
}
