package org.unitscope.app.histogram;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.unitscope.app.formats.ConversionButton;
import org.unitscope.app.formats.FormatChooser;
import org.unitscope.app.formats.FormatLibrary;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;

/// The choice of format, conversion, bin width and axis.
final class HistogramControls extends HBox {
    HistogramControls(
            HistogramViewModel model, FormatLibrary library, Consumer<ScalarFormat> edit) {
        super(5);
        setAlignment(Pos.CENTER_LEFT);
        FormatChooser format =
                new FormatChooser(
                        library, model.targetProperty().get().format(), Optional.of(edit));
        format.setId("histogram-format");
        format.setMinWidth(80);
        HBox.setHgrow(format, Priority.ALWAYS);
        model.targetProperty().subscribe(now -> format.formatProperty().set(now.format()));
        format.formatProperty()
                .subscribe(now -> {
                    if (!model.targetProperty().get().format().equals(now)) {
                        model.targetProperty().set(TargetFormat.of(now));
                    }
                });
        ToggleButton logarithmic = new ToggleButton("log");
        logarithmic.setTooltip(new Tooltip("Shares on a logarithmic axis, to see the tails"));
        logarithmic.selectedProperty().bindBidirectional(model.logarithmicProperty());
        logarithmic.setMinWidth(Region.USE_PREF_SIZE);
        getChildren()
                .setAll(
                        format,
                        new ConversionButton(model.targetProperty()),
                        width(model),
                        logarithmic);
    }

    private static ToggleButton width(HistogramViewModel model) {
        ToggleButton eighths = new ToggleButton("1/8");
        eighths.setId("bin-width");
        eighths.setMinWidth(Region.USE_PREF_SIZE);
        eighths.setTooltip(
                new Tooltip(
                        "Bars of 1/8 octave in place of 1 octave\n"
                                + "Runs of earlier versions hold octaves only"));
        eighths.selectedProperty()
                .subscribe(fine ->
                        model.binWidthProperty().set(fine ? BinWidth.EIGHTH : BinWidth.OCTAVE));
        model.dataProperty()
                .subscribe(data ->
                        eighths.setDisable(
                                data.filter(HistogramData::isCounted)
                                        .filter(shown -> !shown.statistics().fine().isCoarse())
                                        .isEmpty()));
        return eighths;
    }
}
