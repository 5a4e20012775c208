package org.unitscope.app.formats;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.unitscope.format.Conversion;
import org.unitscope.format.ScalarFormat;

/// A number to try, and why it becomes what it becomes.
final class TrialPane extends VBox {
    private final TextField number = new TextField("0.1");
    private final ConversionPane conversion = new ConversionPane(Conversion.SATURATING);
    private final Label result = new Label();
    private final Label steps = new Label();
    private Optional<ScalarFormat> format = Optional.empty();

    TrialPane() {
        super(8);
        getStyleClass().add("editor-tab");
        number.setId("format-number");
        number.setPrefWidth(140);
        number.setPromptText("0.1, 0x1.8p-3, inf");
        Label title = new Label("Number");
        title.setLabelFor(number);
        HBox line = new HBox(10, title, number);
        line.setAlignment(Pos.CENTER_LEFT);
        result.setId("format-result");
        result.getStyleClass().add("trial-result");
        result.setWrapText(true);
        steps.setWrapText(true);
        steps.setId("format-steps");
        result.setMinHeight(USE_PREF_SIZE);
        steps.setMinHeight(USE_PREF_SIZE);
        getChildren().setAll(line, conversion, result, steps);
        number.textProperty().subscribe(text -> refresh());
        conversion.conversionProperty().subscribe(now -> refresh());
    }

    /// @param now replaced by its usual conversion if it is another format
    void show(Optional<ScalarFormat> now) {
        boolean other = !now.map(ScalarFormat::name).equals(format.map(ScalarFormat::name));
        format = now;
        if (other) {
            now.map(Conversion::usual).ifPresent(conversion.conversionProperty()::set);
        }
        refresh();
    }

    private void refresh() {
        NumberTrial trial =
                format.map(shown ->
                                NumberTrial.of(
                                        number.getText(),
                                        shown,
                                        conversion.conversionProperty().get()))
                        .orElse(new NumberTrial("No such format.", List.of()));
        result.setText(trial.result().isEmpty() ? "" : "→ " + trial.result());
        steps.setText(String.join("\n", trial.steps()));
    }
}
