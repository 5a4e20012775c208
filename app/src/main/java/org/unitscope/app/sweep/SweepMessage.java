package org.unitscope.app.sweep;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.session.Failure;
import org.unitscope.app.sweep.ScaleLawsViewModel.State;

/// What stands in the place of laws while there are none.
final class SweepMessage extends VBox {
    private static final int MOST_PROBLEMS = 6;

    private final FontIcon icon = new FontIcon();
    private final Label title = new Label();
    private final Label text = new Label();

    SweepMessage() {
        super(14);
        getStyleClass().add("sweep-message");
        setAlignment(Pos.CENTER);
        setMaxWidth(780);
        title.setId("sweep-title");
        title.setWrapText(true);
        text.setId("sweep-message");
        text.setWrapText(true);
        getChildren().setAll(icon, title, text);
    }

    /// Follows a state; of running ones the progress is shown by [#showProgress].
    void show(State state) {
        setVisible(!(state instanceof State.Fitted));
        switch (state) {
            case State.NothingOpen nothing ->
                    set(
                            MaterialDesignC.CHART_LINE,
                            "Nothing is open",
                            "Open a model to see how its scales follow its sizes.");
            case State.Ready ready ->
                    set(
                            MaterialDesignC.CHART_LINE,
                            ready.cancelled()
                                    ? "Cancelled before two points were finished"
                                    : "How does every scale follow a size of the model?",
                            "Choose a size and compute: every tensor is predicted at each point,"
                                    + " and the power of the size\nthat its scale follows is"
                                    + " fitted. Nothing is sampled.");
            case State.Running running ->
                    set(MaterialDesignC.CHART_LINE, "Computing scale laws", "");
            case State.Failed failed -> show(failed.failure());
            case State.Fitted fitted -> {}
        }
    }

    /// Without the title of the call, which stands above.
    void showProgress(String what) {
        text.setText(what.replaceFirst("^[^:]*: ", ""));
    }

    private void set(Ikon sign, String head, String body) {
        icon.setIconCode(sign);
        icon.getStyleClass().setAll("ikonli-font-icon", "empty-icon");
        title.setText(head);
        title.getStyleClass().setAll("label", "empty-title");
        text.setText(body);
        text.getStyleClass().setAll("label", "empty-text");
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void show(Failure failure) {
        String body =
                failure.problems().stream()
                        .limit(MOST_PROBLEMS)
                        .map(problem ->
                                problem.where().startsWith("sweep")
                                        ? sentence(problem.what())
                                        : problem.toString())
                        .collect(Collectors.joining("\n\n"));
        int more = failure.problems().size() - MOST_PROBLEMS;
        if (more > 0) {
            body += "\n\n… and " + more + " more";
        }
        set(MaterialDesignA.ALERT_CIRCLE_OUTLINE, failure.title(), body);
        for (var part : List.of(icon, title, text)) {
            part.getStyleClass().removeAll(List.of("empty-icon", "empty-title", "empty-text"));
        }
        icon.getStyleClass().add("failure-icon");
        title.getStyleClass().addAll("problem-title", "failure-title");
    }
}
