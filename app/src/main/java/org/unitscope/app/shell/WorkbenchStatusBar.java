package org.unitscope.app.shell;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.VerdictText;
import org.unitscope.run.RunRecord;
import org.unitscope.statistics.Verdict;

/// What is shown, how its tensors fare, and what is going on.
final class WorkbenchStatusBar extends HBox {
    private final Workbench workbench;
    private final Label summary = new Label();
    private final Label partial = new Label();
    private final Label notice = new Label();
    private final HBox verdicts = new HBox(4);

    WorkbenchStatusBar(Workbench workbench) {
        this.workbench = workbench;
        getStyleClass().add("status-line");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(12);
        partial.setId("partial");
        partial.getStyleClass().add("partial-chip");
        verdicts.setAlignment(Pos.CENTER_LEFT);
        notice.setId("notice");
        notice.textProperty().bind(workbench.noticeProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(summary, partial, verdicts, space, notice, busy());
        workbench.runProperty().subscribe(this::show);
    }

    private HBox busy() {
        TaskStatus status = workbench.runner().status();
        Label text = new Label();
        text.textProperty().bind(status.textProperty());
        text.setMaxWidth(360);
        ProgressBar bar = new ProgressBar();
        bar.setId("progress");
        bar.setPrefWidth(150);
        bar.progressProperty().bind(status.progressProperty());
        Button cancel = new Button("Cancel");
        cancel.setId("cancel");
        cancel.getStyleClass().add("small");
        cancel.setTooltip(new Tooltip("Stop and keep what is finished (Esc)"));
        cancel.setOnAction(event -> workbench.runner().stop());
        HBox busy = new HBox(8, text, bar, cancel);
        busy.setAlignment(Pos.CENTER_RIGHT);
        busy.visibleProperty().bind(status.busyProperty());
        busy.managedProperty().bind(status.busyProperty());
        return busy;
    }

    private void show(Optional<RunRecord> run) {
        summary.setText(run.map(WorkbenchStatusBar::summary).orElse("Nothing open"));
        boolean isPartial = run.map(RunRecord::isPartial).orElse(false);
        partial.setText(run.map(WorkbenchStatusBar::partial).orElse(""));
        partial.setVisible(isPartial);
        partial.setManaged(isPartial);
        verdicts.getChildren().clear();
        run.ifPresent(shown -> {
            for (Verdict verdict : List.of(Verdict.OVERFLOW, Verdict.LOST, Verdict.AT_RISK)) {
                long count = VerdictText.count(shown.tensors(), verdict);
                if (count > 0) {
                    verdicts.getChildren().add(link(verdict, count));
                }
            }
        });
    }

    private Hyperlink link(Verdict verdict, long count) {
        Hyperlink link =
                new Hyperlink(
                        VerdictText.glyph(verdict)
                                + " "
                                + NumberText.count(count)
                                + " "
                                + verdict.label());
        link.setTooltip(new Tooltip("Show only these"));
        link.setOnAction(event -> {
            String word = verdict.label().replace("at ", "");
            boolean on = workbench.filterTextProperty().get().equals(word);
            workbench.filterTextProperty().set(on ? "" : word);
            link.setVisited(false);
        });
        return link;
    }

    private static String summary(RunRecord run) {
        String made = run.spec().sampled() ? "predicted and sampled" : "predicted";
        String scheme = run.spec().scheme();
        return "%s tensors · %s · %s%s · seed %d · %s s"
                .formatted(
                        NumberText.count(run.tensors().size()),
                        made,
                        scheme.isEmpty() ? "" : scheme + " · ",
                        run.spec().formats(),
                        run.spec().seed(),
                        NumberText.number(run.environment().elapsedMillis() / 1000.0));
    }

    private static String partial(RunRecord run) {
        return "partial: %s of %s sampled"
                .formatted(
                        NumberText.count(run.measuredCount()),
                        NumberText.count(run.tensors().size()));
    }
}
