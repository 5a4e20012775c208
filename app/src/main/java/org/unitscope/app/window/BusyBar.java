package org.unitscope.app.window;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.unitscope.app.tasks.TaskStatus;

/// How far a call is, and a button that stops it; there only while it runs.
public final class BusyBar extends HBox {
    /// A bar that follows a call.
    ///
    /// @param name begins the ids of its parts, as in `sweep-progress` and `sweep-cancel`
    /// @param meaning of stopping, in a few words
    public BusyBar(
            String name,
            TaskStatus status,
            ObservableValue<Boolean> running,
            String meaning,
            Runnable stop) {
        super(8);
        ProgressBar bar = new ProgressBar();
        bar.setId(name + "-progress");
        bar.setPrefWidth(120);
        bar.progressProperty().bind(status.progressProperty());
        Button cancel = new Button("Cancel");
        cancel.setId(name + "-cancel");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setTooltip(new Tooltip(meaning + " (Esc)"));
        cancel.setOnAction(event -> stop.run());
        getChildren().setAll(bar, cancel);
        setAlignment(Pos.CENTER_RIGHT);
        setMinWidth(USE_PREF_SIZE);
        running.subscribe(now -> {
            setVisible(now);
            setManaged(now);
        });
    }
}
