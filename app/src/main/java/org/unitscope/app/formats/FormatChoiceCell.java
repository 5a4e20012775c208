package org.unitscope.app.formats;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A format in a list; the first of a group bears its heading.
final class FormatChoiceCell extends ListCell<FormatChoiceCell.Line> {
    private final Label heading = new Label();
    private final Label name = new Label();
    private final VBox box = new VBox(1, heading, name);

    /// A format and the heading above it.
    record Line(Optional<String> heading, FormatLibrary.Choice choice) {}

    FormatChoiceCell() {
        heading.getStyleClass().add("choice-heading");
        name.getStyleClass().add("choice-name");
    }

    @Override
    protected void updateItem(@Nullable Line line, boolean empty) {
        super.updateItem(line, empty);
        setText(null);
        if (empty || line == null) {
            setGraphic(null);
            return;
        }
        heading.setText(line.heading().orElse(""));
        heading.setManaged(line.heading().isPresent());
        heading.setVisible(line.heading().isPresent());
        name.setText(line.choice().name());
        setGraphic(box);
    }
}
