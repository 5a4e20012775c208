package org.unitscope.app.explanation;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.unitscope.analysis.Warning;
import org.unitscope.graph.TensorKey;

/// Assumptions that do not hold, the nearest first, each with the tensor it is about.
final class WarningPane extends VBox {
    /// @param select goes to a tensor
    WarningPane(List<Warning> warnings, Consumer<TensorKey> select) {
        setSpacing(6);
        getStyleClass().add("warnings");
        warnings.forEach(warning -> getChildren().add(row(warning, select)));
    }

    private static Node row(Warning warning, Consumer<TensorKey> select) {
        FontIcon icon = new FontIcon(MaterialDesignA.ALERT_OUTLINE);
        Label title = new Label(warning.assumption().breach());
        title.getStyleClass().add("unusual-note");
        Hyperlink where = new Hyperlink(warning.where().toString());
        where.setOnAction(event -> select.accept(warning.where()));
        where.setMinWidth(40);
        int more = warning.places() - 1;
        Label others = new Label(more > 0 ? "and " + more + " more" : "");
        others.getStyleClass().add("caption");
        others.setMinWidth(USE_PREF_SIZE);
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(6, title, where, others);
        head.setAlignment(Pos.BASELINE_LEFT);
        Label sentence = new Label(warning.sentence());
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        VBox text = new VBox(0, head, sentence);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        HBox row = new HBox(8, icon, text);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }
}
