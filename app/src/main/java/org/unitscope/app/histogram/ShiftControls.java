package org.unitscope.app.histogram;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Moves the data against the format by powers of two.
final class ShiftControls extends HBox {
    ShiftControls(HistogramViewModel model) {
        super(8);
        getStyleClass().add("shift-controls");
        setAlignment(Pos.CENTER_LEFT);
        Label title = new Label("Shift");
        title.getStyleClass().add("caption");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Slider slider = new Slider(-BestShift.MOST, BestShift.MOST, 0);
        slider.setId("shift");
        slider.setAccessibleText("Power of two that the data is multiplied by");
        slider.setTooltip(
                new Tooltip(
                        "Multiplies the data by a power of two, as a scale factor would\n"
                                + "Arrow keys: one octave"));
        slider.setMajorTickUnit(8);
        slider.setMinorTickCount(7);
        slider.setBlockIncrement(1);
        slider.setSnapToTicks(true);
        slider.setMinWidth(90);
        HBox.setHgrow(slider, Priority.ALWAYS);
        Label factor = new Label();
        factor.setId("shift-factor");
        factor.setMinWidth(46);
        factor.setAlignment(Pos.CENTER_RIGHT);
        slider.valueProperty()
                .subscribe(
                        value -> model.shiftProperty().set((int) Math.round(value.doubleValue())));
        model.shiftProperty()
                .subscribe(shift -> {
                    if (Math.round(slider.getValue()) != shift.intValue()) {
                        slider.setValue(shift.intValue());
                    }
                    factor.setText(FateText.factor(shift.intValue()));
                });
        Button reset = new Button("Reset");
        reset.setId("shift-reset");
        reset.setTooltip(new Tooltip("Back to the data as it is"));
        reset.setOnAction(event -> model.shiftProperty().set(0));
        reset.disableProperty().bind(model.shiftProperty().isEqualTo(0));
        Button best = new Button("Find best");
        best.setId("shift-best");
        best.setTooltip(
                new Tooltip(
                        "The shift with the highest estimated SQNR at which nothing overflows"));
        best.setOnAction(event -> model.findBest());
        best.disableProperty().bind(model.status().busyProperty());
        reset.setMinWidth(Region.USE_PREF_SIZE);
        best.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().setAll(title, slider, factor, reset, best);
        model.dataProperty()
                .subscribe(data -> setDisable(data.filter(HistogramData::isCounted).isEmpty()));
    }
}
