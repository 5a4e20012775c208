package org.unitscope.app.report;

import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.unitscope.app.report.ReportViewModel.State;
import org.unitscope.app.window.MessagePane;

/// The whole content of the window: what is reported above, a page, and below the way to the others
/// and to a file.
final class ReportView extends BorderPane {
    private static final Map<KeyCode, Integer> TURNS =
            Map.of(KeyCode.PAGE_DOWN, 1, KeyCode.PAGE_UP, -1);

    private final ReportViewModel model;
    private final MessagePane message =
            new MessagePane("report", MaterialDesignF.FILE_CHART_OUTLINE);
    private final PagePane page;

    ReportView(ReportViewModel model, ReportWindow.Prompts prompts) {
        this.model = model;
        this.page = new PagePane(model);
        getStyleClass().addAll("scale-laws", "report");
        setTop(new ReportControls(model, prompts.folder()));
        setCenter(new StackPane(page, message));
        setBottom(foot(prompts));
        model.stateProperty().subscribe(this::show);
        addEventFilter(KeyEvent.KEY_PRESSED, this::turn);
    }

    private void turn(KeyEvent event) {
        int now = model.pageProperty().get();
        if (TURNS.containsKey(event.getCode())) {
            model.turnTo(now + TURNS.get(event.getCode()));
            event.consume();
        }
    }

    private HBox foot(ReportWindow.Prompts prompts) {
        Button before = button("report-before", MaterialDesignC.CHEVRON_LEFT, "Page before (PgUp)");
        before.setOnAction(event -> model.turnTo(model.pageProperty().get() - 1));
        Button after = button("report-after", MaterialDesignC.CHEVRON_RIGHT, "Next page (PgDn)");
        after.setOnAction(event -> model.turnTo(model.pageProperty().get() + 1));
        Label number = new Label();
        number.setId("report-number");
        number.setMinWidth(USE_PREF_SIZE);
        Label notice = new Label();
        notice.setId("report-notice");
        notice.setMinWidth(0);
        notice.textProperty().bind(model.noticeProperty());
        Button save = new Button("Save…", new FontIcon(MaterialDesignC.CONTENT_SAVE));
        save.setId("report-save");
        save.getStyleClass().add("accent");
        save.setMinWidth(USE_PREF_SIZE);
        save.setTooltip(
                new Tooltip(
                        "As HTML, PDF or Markdown, or every number as JSON or CSV:\n"
                                + "the ending of the name says which"));
        save.setOnAction(event -> prompts.report().apply(model.fileName()).ifPresent(model::save));
        Runnable follow =
                () -> {
                    int count =
                            model.stateProperty().get() instanceof State.Shown s ? s.count() : 0;
                    int at = model.pageProperty().get();
                    number.setText(count == 0 ? "" : "Page %d of %d".formatted(at + 1, count));
                    before.setDisable(count == 0 || at == 0);
                    after.setDisable(count == 0 || at == count - 1);
                    save.setDisable(count == 0);
                };
        model.stateProperty().subscribe(follow);
        model.pageProperty().subscribe(follow);
        follow.run();
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox foot = new HBox(8, before, number, after, space, notice, save);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("sweep-foot");
        return foot;
    }

    private static Button button(String id, Ikon sign, String meaning) {
        Button button = new Button("", new FontIcon(sign));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(meaning));
        button.setAccessibleText(meaning);
        return button;
    }

    private void show(State state) {
        page.setVisible(state instanceof State.Shown);
        message.setVisible(!(state instanceof State.Shown));
        switch (state) {
            case State.Nothing nothing ->
                    message.say(
                            "Nothing to report",
                            "Open a model, or choose a run folder above. The pages that are shown"
                                    + " here are those of the PDF;\nthe HTML file says the same.");
            case State.Running running -> message.sayBusy("Laying out the report", "");
            case State.Failed failed -> message.say(failed.failure());
            case State.Shown shown -> {}
        }
    }
}
