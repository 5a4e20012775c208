package org.unitscope.app.comparison;

import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.comparison.ComparisonViewModel.State;
import org.unitscope.app.session.Failure;
import org.unitscope.task.Problem;

/// What stands in the place of a comparison while there is none.
final class ComparisonMessage extends VBox {
    private static final int MOST_PROBLEMS = 6;

    private final FontIcon icon = new FontIcon(MaterialDesignC.COMPARE_HORIZONTAL);
    private final ProgressIndicator busy = new ProgressIndicator();
    private final Label title = new Label();
    private final Label text = new Label();

    ComparisonMessage() {
        super(14);
        getStyleClass().add("sweep-message");
        setAlignment(Pos.CENTER);
        setMaxWidth(780);
        title.setId("comparison-title");
        title.setWrapText(true);
        text.setId("comparison-message");
        text.setWrapText(true);
        busy.setMaxSize(44, 44);
        getChildren().setAll(icon, busy, title, text);
    }

    void show(State state) {
        setVisible(!(state instanceof State.Compared));
        boolean running = state instanceof State.Running;
        busy.setVisible(running);
        busy.setManaged(running);
        icon.setVisible(!running);
        icon.setManaged(!running);
        switch (state) {
            case State.Incomplete incomplete ->
                    set(
                            "Choose two runs",
                            "Results shown in the main window since the start are in the lists;"
                                    + " stored runs are opened\nwith the folder buttons. Sample a"
                                    + " model in two formats, with two seeds, or before and after"
                                    + "\na change, and see what was fixed and what was broken.");
            case State.Running now -> set("Comparing", "Reading and aligning the runs");
            case State.Failed failed -> show(failed.failure());
            case State.Compared compared -> {}
        }
    }

    private void set(String head, String body) {
        icon.setIconCode(MaterialDesignC.COMPARE_HORIZONTAL);
        icon.getStyleClass().setAll("ikonli-font-icon", "empty-icon");
        title.setText(head);
        title.getStyleClass().setAll("label", "empty-title");
        text.setText(body);
        text.getStyleClass().setAll("label", "empty-text");
    }

    private void show(Failure failure) {
        String body =
                failure.problems().stream()
                        .limit(MOST_PROBLEMS)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n\n"));
        int more = failure.problems().size() - MOST_PROBLEMS;
        icon.setIconCode(MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        icon.getStyleClass().setAll("ikonli-font-icon", "failure-icon");
        title.setText(failure.title());
        title.getStyleClass().setAll("label", "problem-title", "failure-title");
        text.setText(more > 0 ? body + "\n\n… and " + more + " more" : body);
        text.getStyleClass().setAll("label");
    }
}
