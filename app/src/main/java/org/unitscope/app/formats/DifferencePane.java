package org.unitscope.app.formats;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// The constants in which the format that is open differs from a chosen one.
final class DifferencePane extends VBox {
    private final FormatLibrary library;
    private final FormatChooser other;
    private final GridPane grid = new GridPane();
    private final Label values = new Label();
    private Optional<ScalarFormat> format = Optional.empty();

    DifferencePane(FormatLibrary library) {
        super(8);
        this.library = library;
        getStyleClass().add("editor-tab");
        other = new FormatChooser(library, Formats.FP8_E5M2, Optional.empty());
        other.setId("format-other");
        HBox.setHgrow(other, Priority.ALWAYS);
        Label title = new Label("Compared with");
        title.getStyleClass().add("caption");
        title.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, title, other);
        head.setAlignment(Pos.CENTER_LEFT);
        grid.setHgap(16);
        grid.setVgap(3);
        values.setId("format-difference");
        values.setWrapText(true);
        values.setMinHeight(USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().setAll(head, values, scroll);
        other.formatProperty().subscribe(now -> show(format));
    }

    void show(Optional<ScalarFormat> now) {
        format = now;
        grid.getChildren().clear();
        if (now.isEmpty()) {
            values.setText("No such format.");
            return;
        }
        ScalarFormat second = other.formatProperty().get();
        FormatDifference difference = FormatDifference.of(now.get(), second);
        values.setText(difference.values());
        if (difference.rows().isEmpty()) {
            grid.addRow(0, new Label("No constant differs."));
            return;
        }
        grid.addRow(0, head(""), head(library.label(now.get())), head(library.label(second)));
        int row = 1;
        for (FormatDifference.Row line : difference.rows()) {
            Label name = head(line.name());
            GridPane.setValignment(name, VPos.TOP);
            grid.addRow(row++, name, text(line.first()), text(line.second()));
        }
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label text(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }
}
