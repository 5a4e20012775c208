package org.unitscope.app.sweep;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.unitscope.app.sweep.ScaleLawsViewModel.State;
import org.unitscope.app.window.BusyBar;

/// The choice of size and range, and the button that computes.
final class SweepControls extends HBox {
    private final ComboBox<String> size = new ComboBox<>();
    private boolean filling;

    SweepControls(ScaleLawsViewModel model) {
        super(8);
        getStyleClass().add("sweep-controls");
        setAlignment(Pos.CENTER_LEFT);
        size.setId("sweep-size");
        size.setPrefWidth(130);
        size.setMinWidth(USE_PREF_SIZE);
        size.setTooltip(new Tooltip("The size that changes; all others stay"));
        model.subjectProperty().subscribe(open -> fill(model));
        model.sizeProperty().subscribe(name -> fill(model));
        size.valueProperty()
                .subscribe(name -> {
                    if (!filling && name != null) {
                        model.sizeProperty().set(name);
                    }
                });
        TextField range = new TextField();
        range.setId("sweep-range");
        range.setPrefWidth(150);
        range.setMinWidth(USE_PREF_SIZE);
        range.setPromptText("256..4096");
        range.setTooltip(
                new Tooltip(
                        "256..4096 doubles, 256..4096:x1.5 multiplies by 1.5,\n"
                                + "2..48:+2 adds 2, 256,384,1024 is a list"));
        range.textProperty().bindBidirectional(model.rangeTextProperty());
        range.setOnAction(event -> model.compute());
        Button usual = new Button("", new FontIcon(MaterialDesignR.RESTORE));
        usual.setId("sweep-usual");
        usual.getStyleClass().add("flat");
        usual.setMinWidth(USE_PREF_SIZE);
        usual.setTooltip(new Tooltip("Two octaves to either side of the model's own size"));
        usual.setOnAction(event -> model.resetRange());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .setAll(
                        caption("Size"),
                        size,
                        caption("Range"),
                        range,
                        usual,
                        note(model),
                        space,
                        new BusyBar(
                                "sweep",
                                model.status(),
                                model.stateProperty().map(state -> state instanceof State.Running),
                                "Stop and fit what is finished",
                                model::cancel),
                        compute(model));
        model.stateProperty()
                .subscribe(state -> {
                    boolean none = state instanceof State.NothingOpen;
                    size.setDisable(none);
                    range.setDisable(none);
                    usual.setDisable(none);
                });
    }

    private void fill(ScaleLawsViewModel model) {
        filling = true;
        size.getItems().setAll(model.sizeNames());
        size.setValue(model.sizeProperty().get());
        filling = false;
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Label note(ScaleLawsViewModel model) {
        Label note = new Label();
        note.setId("sweep-note");
        note.setMinWidth(0);
        note.textProperty().bind(model.rangeNoteProperty());
        model.rangeProperty()
                .subscribe(range ->
                        note.getStyleClass()
                                .setAll("label", range.isPresent() ? "caption" : "format-problem"));
        note.tooltipProperty()
                .bind(
                        Bindings.createObjectBinding(
                                () -> note.getText().isEmpty() ? null : new Tooltip(note.getText()),
                                note.textProperty()));
        return note;
    }

    private static Button compute(ScaleLawsViewModel model) {
        Button compute = new Button("Compute", new FontIcon(MaterialDesignF.FUNCTION_VARIANT));
        compute.setId("sweep-compute");
        compute.getStyleClass().add("accent");
        compute.setMinWidth(USE_PREF_SIZE);
        compute.setTooltip(new Tooltip("Predict the model at every point; nothing is sampled"));
        compute.setOnAction(event -> model.compute());
        compute.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        model.rangeProperty().get().isEmpty()
                                                || model.stateProperty().get()
                                                        instanceof State.Running,
                                model.rangeProperty(),
                                model.stateProperty()));
        return compute;
    }
}
