package org.unitscope.app.plan;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.unitscope.app.plan.PlanViewModel.State;
import org.unitscope.app.window.BusyBar;

/// For which formats, with how much room, by what, and the button that searches.
final class PlanControls extends HBox {
    PlanControls(PlanViewModel model) {
        super(8);
        getStyleClass().add("sweep-controls");
        setAlignment(Pos.CENTER_LEFT);
        TextField formats =
                field(
                        model,
                        "plan-formats",
                        140,
                        "As in the main window: fp8, fp16, bf16, then exceptions as gA=fp16");
        formats.textProperty().bindBidirectional(model.recipeProperty());
        TextField headroom =
                field(
                        model,
                        "plan-headroom",
                        52,
                        "Octaves that the largest magnitude keeps to overflow");
        headroom.textProperty().bindBidirectional(model.headroomProperty());
        ComboBox<PlanBasis> basis = new ComboBox<>();
        basis.setId("plan-basis");
        basis.getItems().setAll(PlanBasis.values());
        basis.setMinWidth(USE_PREF_SIZE);
        basis.setTooltip(new Tooltip("What tells which tensors lie outside their format"));
        basis.valueProperty().bindBidirectional(model.basisProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .setAll(
                        caption("Formats", formats),
                        formats,
                        caption("Head-room", headroom),
                        headroom,
                        caption("Judged by", basis),
                        basis,
                        space,
                        new BusyBar(
                                "plan",
                                model.status(),
                                model.stateProperty().map(state -> state instanceof State.Running),
                                "Stop",
                                model::cancel),
                        start(model));
    }

    private static TextField field(PlanViewModel model, String id, double width, String meaning) {
        TextField field = new TextField();
        field.setId(id);
        field.setPrefWidth(width);
        field.setMinWidth(width);
        field.setTooltip(new Tooltip(meaning));
        field.setOnAction(event -> model.plan());
        return field;
    }

    private static Label caption(String text, Control named) {
        Label label = new Label(text);
        label.setLabelFor(named);
        label.getStyleClass().add("caption");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Button start(PlanViewModel model) {
        Button start = new Button("Plan", new FontIcon(MaterialDesignM.MAP_MARKER_PATH));
        start.setId("plan-start");
        start.getStyleClass().add("accent");
        start.setMinWidth(USE_PREF_SIZE);
        start.setTooltip(
                new Tooltip("Find the fewest factors, and hold them against unit scaling"));
        start.setOnAction(event -> model.plan());
        start.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        model.stateProperty().get() instanceof State.NothingOpen
                                                || model.stateProperty().get()
                                                        instanceof State.Running,
                                model.stateProperty()));
        return start;
    }
}
