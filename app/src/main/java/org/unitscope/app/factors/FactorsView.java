package org.unitscope.app.factors;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Draws [FactorsViewModel]: the first line as a heading, the others as they are, indented ones
/// smaller.
public final class FactorsView extends VBox {
    private static final String STEP = "  ";

    /// Follows the view model.
    public FactorsView(FactorsViewModel model) {
        super(4);
        setId("factors");
        getStyleClass().add("explanation");
        model.linesProperty()
                .subscribe(lines -> {
                    getChildren().clear();
                    for (int i = 0; i < lines.size(); i++) {
                        getChildren().add(label(lines.get(i), i == 0 && lines.size() > 1));
                    }
                });
    }

    private static Label label(String line, boolean heading) {
        Label label = new Label(line.strip());
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        if (heading) {
            label.getStyleClass().add("formula");
        }
        int depth = 0;
        while (line.startsWith(STEP.repeat(depth + 1))) {
            depth++;
        }
        if (depth > 1) {
            label.getStyleClass().add("caption");
        }
        label.setStyle("-fx-padding: 0 0 0 " + 8 * Math.max(0, depth - 1) + ";");
        return label;
    }
}
