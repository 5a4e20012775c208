package org.unitscope.app.histogram;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.FloatFormat;
import org.unitscope.format.Formats;
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

    /// A view of this model.
    public HistogramView(HistogramViewModel model, ThemeModel themes) {
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
        setTop(new VBox(4, controls(), unusual));
        setCenter(new StackPane(chart, message));
        setBottom(edges);
        model.dataProperty().subscribe(data -> refresh());
        model.tensorProperty().subscribe(tensor -> refresh());
        model.logarithmicProperty().subscribe(logarithmic -> refresh());
        themes.themeProperty().subscribe(theme -> refresh());
    }

    private Region controls() {
        Label title = new Label("Judge in");
        title.getStyleClass().add("caption");
        ComboBox<FloatFormat> format = new ComboBox<>();
        format.setId("histogram-format");
        format.getItems().setAll(Formats.all());
        format.setConverter(new FormatNames());
        format.valueProperty().bindBidirectional(model.formatProperty());
        format.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(format, Priority.ALWAYS);
        ToggleButton logarithmic = new ToggleButton("log");
        logarithmic.setTooltip(new Tooltip("Shares on a logarithmic axis, to see the tails"));
        logarithmic.selectedProperty().bindBidirectional(model.logarithmicProperty());
        HBox line = new HBox(8, title, format, logarithmic);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static final class FormatNames extends StringConverter<FloatFormat> {
        @Override
        public String toString(FloatFormat format) {
            return format == null ? "" : format.displayName();
        }

        @Override
        public FloatFormat fromString(String name) {
            return Formats.require(name);
        }
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
        String note = data.map(shown -> HistogramNotes.unusual(shown.statistics())).orElse("");
        unusual.setText(note);
        unusual.setVisible(!note.isEmpty());
        unusual.setManaged(!note.isEmpty());
        edges.setText(HistogramNotes.edges(model.formatProperty().get()));
        if (instead.isEmpty() && data.isPresent() && tensor.isPresent()) {
            chart.show(
                    HistogramChart.of(
                            data.get(),
                            Scales.predicted(tensor.get()),
                            model.logarithmicProperty().get(),
                            themes.palette()));
        }
    }
}
