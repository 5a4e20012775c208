package org.unitscope.app.formats;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.unitscope.app.text.NumberText;
import org.unitscope.format.ScalarFormat;

/// The table of all codes, or a sentence where there are too many.
final class ValuesPane extends StackPane {
    private final TableView<ValueList.Row> table = new TableView<>();
    private final Label instead = new Label();

    ValuesPane() {
        getStyleClass().add("values-pane");
        table.setId("format-values");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        addColumn("Hex", 52, ValueList.Row::hex);
        addColumn("Binary", 86, ValueList.Row::binary);
        addColumn("Kind", 88, ValueList.Row::kind);
        addColumn("Value", 180, ValueList.Row::value);
        instead.getStyleClass().add("empty-message");
        instead.setWrapText(true);
        getChildren().setAll(table, instead);
    }

    private void addColumn(String title, double width, Function<ValueList.Row, String> text) {
        TableColumn<ValueList.Row, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        column.setPrefWidth(width);
        column.setMinWidth(width);
        table.getColumns().add(column);
    }

    void show(Optional<ScalarFormat> format) {
        boolean listed = format.filter(shown -> shown.bits() <= ValueList.MOST_BITS).isPresent();
        table.setVisible(listed);
        instead.setVisible(!listed);
        if (listed) {
            table.getColumns().get(1).setMinWidth(28 + 7.6 * format.orElseThrow().bits());
            table.setItems(FXCollections.observableList(new ValueList(format.orElseThrow())));
        } else {
            table.setItems(FXCollections.observableArrayList());
            instead.setText(
                    format.map(wide ->
                                    "%s codes are too many to list; formats of up to %d bits are listed."
                                            .formatted(
                                                    NumberText.count(1L << wide.bits()),
                                                    ValueList.MOST_BITS))
                            .orElse("No such format."));
        }
    }
}
