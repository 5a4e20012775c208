package org.unitscope.app.shell;

import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.unitscope.app.session.Failure;
import org.unitscope.app.session.Workbench;
import org.unitscope.task.Problem;

/// What went wrong last, over the views and not instead of them: title, one line per problem, and
/// the details on request.
final class ProblemBar extends VBox {
    private static final int LINES = 6;

    private final Label title = new Label();
    private final TextArea problems = new TextArea();
    private final TextArea details = new TextArea();
    private final Hyperlink showDetails = new Hyperlink("Details");

    ProblemBar(Workbench workbench) {
        setId("problem-bar");
        getStyleClass().add("problem-bar");
        title.getStyleClass().add("problem-title");
        FontIcon icon = new FontIcon(MaterialDesignA.ALERT_CIRCLE_OUTLINE);
        Button dismiss = new Button("Dismiss");
        dismiss.setOnAction(event -> workbench.failureProperty().set(Optional.empty()));
        HBox head = new HBox(8, icon, title, showDetails, dismiss);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        for (TextArea area : new TextArea[] {problems, details}) {
            area.setEditable(false);
            area.setWrapText(true);
            area.getStyleClass().add("problem-text");
        }
        showDetails.setOnAction(event -> setDetailsVisible(!details.isVisible()));
        getChildren().addAll(head, problems, details);
        workbench.failureProperty().subscribe(this::show);
    }

    private void show(Optional<Failure> failure) {
        setVisible(failure.isPresent());
        setManaged(failure.isPresent());
        failure.ifPresent(shown -> {
            int count = shown.problems().size();
            title.setText(shown.title() + (count > 1 ? " (" + count + " problems)" : ""));
            problems.setText(
                    shown.problems().stream()
                            .map(Problem::toString)
                            .collect(Collectors.joining("\n")));
            long lines =
                    shown.problems().stream().mapToLong(p -> 1 + p.toString().length() / 150).sum();
            problems.setPrefRowCount(Math.clamp(lines, 1, LINES));
            details.setText(shown.details());
            showDetails.setVisible(!shown.details().isEmpty());
            setDetailsVisible(false);
        });
    }

    private void setDetailsVisible(boolean visible) {
        details.setVisible(visible);
        details.setManaged(visible);
    }
}
