package org.unitscope.app.histogram;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.unitscope.app.formats.FormatLibrary;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.ScalarFormat;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// The chart with the choice of the format and the notes around it.
public final class HistogramView extends BorderPane {
    private final HistogramViewModel model;
    private final ThemeModel themes;
    private final ChartPane chart = new ChartPane();
    private final Label message = new Label();
    private final Label unusual = new Label();
    private final Label edges = new Label();
    private final Label shiftText = new Label();

    /// A view of this model.
    ///
    /// @param edit opens the editor of number formats
    public HistogramView(
            HistogramViewModel model,
            FormatLibrary library,
            Consumer<ScalarFormat> edit,
            ThemeModel themes) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("histogram");
        setAccessibleText("Histogram of the selected tensor against the chosen format");
        setMinSize(0, 200);
        message.getStyleClass().add("empty-message");
        message.setAlignment(Pos.CENTER);
        message.setWrapText(true);
        unusual.getStyleClass().add("unusual-note");
        edges.getStyleClass().add("caption");
        edges.setWrapText(true);
        shiftText.setId("shift-text");
        shiftText.getStyleClass().add("shift-text");
        shiftText.setWrapText(true);
        shiftText.setMinHeight(USE_PREF_SIZE);
        edges.setMinHeight(USE_PREF_SIZE);
        model.shiftTextProperty()
                .subscribe(text -> {
                    shiftText.setText(text);
                    shiftText.setManaged(!text.isEmpty());
                });
        setTop(
                new VBox(
                        4,
                        new HistogramControls(model, library, edit),
                        new ShiftControls(model),
                        shiftText,
                        unusual));
        setCenter(new StackPane(chart, message));
        setBottom(edges);
        model.dataProperty().subscribe(data -> refresh());
        model.tensorProperty().subscribe(tensor -> refresh());
        model.logarithmicProperty().subscribe(logarithmic -> refresh());
        themes.themeProperty().subscribe(theme -> refresh());
    }

    private void refresh() {
        Optional<TensorRecord> tensor = model.tensorProperty().get();
        Optional<HistogramData> data = model.dataProperty().get();
        Optional<String> instead =
                tensor.isEmpty()
                        ? Optional.of("Select a tensor\nto see its values against a format")
                        : tensor.flatMap(HistogramNotes::insteadOfChart);
        message.setText(instead.orElse(""));
        message.setVisible(instead.isPresent());
        chart.setVisible(instead.isEmpty());
        String note = data.map(HistogramNotes::unusual).orElse("");
        unusual.setText(note);
        unusual.setVisible(!note.isEmpty());
        unusual.setManaged(!note.isEmpty());
        edges.setText(data.flatMap(HistogramData::bands).map(HistogramNotes::edges).orElse(""));
        if (instead.isEmpty() && data.isPresent() && tensor.isPresent()) {
            chart.show(
                    HistogramChart.of(
                            data.get(),
                            Scales.predicted(tensor.get()),
                            model.outline(),
                            model.logarithmicProperty().get(),
                            themes.palette()));
        }
    }
}
