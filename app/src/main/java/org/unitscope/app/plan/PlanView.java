package org.unitscope.app.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.unitscope.app.plan.PlanViewModel.State;
import org.unitscope.app.window.MessagePane;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.report.plan.PlanText;

/// The whole content of the window: controls, the plan beside unit scaling, its changes, and where
/// they can be written.
final class PlanView extends BorderPane {
    private final PlanViewModel model;
    private final MessagePane message = new MessagePane("plan", MaterialDesignM.MAP_MARKER_PATH);
    private final Label headline = new Label();
    private final Label note = new Label();
    private final PlanGrid grid = new PlanGrid();
    private final PlanLists lists;
    private final VBox body;

    PlanView(PlanViewModel model, PlanWindow.Prompts prompts) {
        this.model = model;
        this.lists = new PlanLists(model);
        getStyleClass().addAll("scale-laws", "plan");
        headline.setId("plan-headline");
        headline.getStyleClass().add("inspector-title");
        headline.setWrapText(true);
        note.setId("plan-note");
        note.getStyleClass().add("caption");
        note.setWrapText(true);
        VBox head = new VBox(8, headline, grid, note);
        head.getStyleClass().add("plan-head");
        VBox.setVgrow(lists, Priority.ALWAYS);
        body = new VBox(head, lists);
        setTop(new PlanControls(model));
        setCenter(new StackPane(body, message));
        setBottom(foot(prompts));
        model.stateProperty().subscribe(this::show);
        model.status()
                .textProperty()
                .subscribe(text -> {
                    if (model.stateProperty().get() instanceof State.Running) {
                        message.showProgress(text);
                    }
                });
    }

    private HBox foot(PlanWindow.Prompts prompts) {
        Label notice = new Label();
        notice.setId("plan-notice");
        notice.setMinWidth(0);
        notice.textProperty().bind(model.noticeProperty());
        Button open = new Button("Open It");
        open.setId("plan-open");
        open.setTooltip(new Tooltip("Show the saved model in the main window"));
        open.setOnAction(event -> model.openSaved());
        open.visibleProperty().bind(model.savedProperty().map(file -> file.isPresent()));
        open.managedProperty().bind(open.visibleProperty());
        Button changes = new Button("Save Changes…", new FontIcon(MaterialDesignE.EXPORT));
        changes.setId("plan-changes");
        changes.setTooltip(new Tooltip("Every change, and the exponent of every tensor, as JSON"));
        changes.setOnAction(event ->
                prompts.changes().apply(model.fileName("changes")).ifPresent(model::saveChanges));
        Button save = new Button("Save Model…", new FontIcon(MaterialDesignC.CONTENT_SAVE));
        save.setId("plan-save");
        save.setTooltip(new Tooltip("The model with the factors in place"));
        save.setOnAction(event ->
                prompts.model().apply(model.fileName("planned")).ifPresent(model::saveModel));
        for (Button button : List.of(changes, save)) {
            model.stateProperty()
                    .subscribe(state -> button.setDisable(!(state instanceof State.Planned)));
        }
        for (Button button : List.of(open, changes, save)) {
            button.setMinWidth(USE_PREF_SIZE);
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox foot = new HBox(10, notice, open, space, changes, save);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("sweep-foot");
        return foot;
    }

    private void show(State state) {
        body.setVisible(state instanceof State.Planned);
        message.setVisible(!(state instanceof State.Planned));
        switch (state) {
            case State.NothingOpen nothing ->
                    message.say("Nothing is open", "Open a model to plan its factors.");
            case State.Ready ready ->
                    message.say(
                            ready.cancelled()
                                    ? "Cancelled"
                                    : "Which factors does the model need at least?",
                            "The fewest power-of-two factors that bring every weight, activation"
                                    + " and gradient inside its format;\nthe function and its loss"
                                    + " stay what they are. The model is planned as it is, without"
                                    + " a scheme.");
            case State.Running running -> message.sayBusy("Planning", "");
            case State.Failed failed -> message.say(failed.failure());
            case State.Planned planned -> showPlan(planned.result(), planned.caution());
        }
    }

    private void showPlan(PlanResult result, Optional<String> caution) {
        headline.setText(PlanText.headline(result));
        grid.show(result);
        lists.show(result);
        note.setText(
                "Outside: not representable by its verdict, or with less head-room."
                        + (result.evidence().equals("predicted")
                                ? " All by predicted laws, judged again with the factors in place."
                                : " Unit scaling's tensors by predicted laws.")
                        + result.refused().entrySet().stream()
                                .map(e -> "\n" + PlanText.leftOut(e.getKey(), e.getValue()) + ".")
                                .collect(Collectors.joining())
                        + caution.map(text -> "\nBeware: " + text + ".").orElse(""));
    }
}
