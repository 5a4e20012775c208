package org.unitscope.app.formats;

import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.unitscope.format.Conversion;
import org.unitscope.format.TargetFormat;

/// A button that opens the settings of the conversion to a format.
public final class ConversionButton extends Button {
    private final PopOver popOver = new PopOver();

    /// A button that shows and changes the conversion of this target.
    public ConversionButton(ObjectProperty<TargetFormat> target) {
        super("Conversion…");
        setId("conversion");
        setMinWidth(USE_PREF_SIZE);
        ConversionPane pane = new ConversionPane(target.get().conversion());
        target.subscribe(now -> {
            pane.conversionProperty().set(now.conversion());
            boolean usual = now.conversion().equals(Conversion.usual(now.format()));
            setText(usual ? "Conversion…" : "Conversion*");
            setTooltip(
                    new Tooltip(
                            "Rounding, overflow and subnormals\nNow: " + now.conversion().title()));
        });
        pane.conversionProperty()
                .subscribe(now -> target.set(new TargetFormat(target.get().format(), now)));
        Button usual = new Button("Usual for this format");
        usual.setOnAction(event -> target.set(TargetFormat.of(target.get().format())));
        Label note = new Label("An asterisk on the button marks settings other than the usual.");
        note.getStyleClass().add("caption");
        VBox content = new VBox(10, pane, usual, note);
        content.getStyleClass().add("popover-content");
        popOver.setContentNode(content);
        popOver.setDetachable(false);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        setOnAction(event -> popOver.show(this));
    }
}
