package org.unitscope.app.comparison;

import java.util.List;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.unitscope.app.comparison.ComparisonViewModel.State;
import org.unitscope.app.histogram.ChartPane;
import org.unitscope.app.histogram.MirroredChart;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.TensorRecord;

/// The selected tensor in both runs: its histograms mirrored on one axis, and its numbers.
final class PairPane extends VBox {
    private final ComparisonViewModel model;
    private final ThemeModel themes;
    private final Label title = new Label();
    private final Label sentence = new Label();
    private final ChartPane chart = new ChartPane();
    private final Label instead = new Label();
    private final GridPane numbers = new GridPane(10, 3);

    PairPane(ComparisonViewModel model, ThemeModel themes) {
        super(6);
        this.model = model;
        this.themes = themes;
        getStyleClass().add("pair-pane");
        setMinWidth(0);
        title.setId("pair-title");
        title.getStyleClass().add("inspector-title");
        title.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        title.setMinWidth(0);
        sentence.setId("pair-sentence");
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        instead.getStyleClass().add("empty-message");
        instead.setWrapText(true);
        instead.setAlignment(Pos.CENTER);
        chart.setAccessibleText("Histograms of the tensor in both runs, A upward, B downward");
        StackPane drawing = new StackPane(chart, instead);
        VBox.setVgrow(drawing, Priority.ALWAYS);
        drawing.setMinHeight(160);
        numbers.getStyleClass().add("pair-numbers");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(92);
        ColumnConstraints values = new ColumnConstraints();
        values.setPercentWidth(36);
        values.setHalignment(HPos.RIGHT);
        numbers.getColumnConstraints().setAll(names, values, values);
        getChildren().setAll(title, sentence, drawing, numbers);
        model.chosenProperty().subscribe(row -> show());
        model.stateProperty().subscribe(state -> show());
        themes.themeProperty().subscribe(theme -> show());
    }

    private void show() {
        Optional<MergedTensors> merged = model.compared().map(State.Compared::merged);
        Optional<TensorRecord> row = model.chosenProperty().get();
        numbers.getChildren().clear();
        if (merged.isEmpty() || row.isEmpty()) {
            title.setText("");
            sentence.setText("");
            chart.setVisible(false);
            instead.setText("Select a tensor\nto see it in both runs");
            instead.setVisible(true);
            return;
        }
        Optional<TensorRecord> a = merged.get().first(row.get());
        Optional<TensorRecord> b = merged.get().second(row.get());
        String name = ComparisonText.role(row.get()) + "  " + row.get().path();
        title.setText(name);
        title.setTooltip(new Tooltip(name));
        sentence.setText(ComparisonText.sentence(merged.get(), row.get()));
        fill(ComparisonText.lines(a, b));
        boolean sampled = isSampled(a) || isSampled(b);
        chart.setVisible(sampled);
        instead.setVisible(!sampled);
        instead.setText("Neither run sampled this tensor:\nthere are no values to draw");
        if (sampled) {
            TargetFormat format = row.get().format();
            chart.show(
                    MirroredChart.of(half(a, format, "A"), half(b, format, "B"), themes.palette()));
        }
    }

    private static boolean isSampled(Optional<TensorRecord> tensor) {
        return tensor.flatMap(TensorRecord::measured).isPresent();
    }

    private static MirroredChart.Half half(
            Optional<TensorRecord> tensor, TargetFormat otherwise, String name) {
        return new MirroredChart.Half(
                tensor.flatMap(TensorRecord::measured).map(measured -> measured.statistics()),
                tensor.map(TensorRecord::format).orElse(otherwise),
                name);
    }

    private void fill(List<ComparisonText.Line> lines) {
        numbers.addRow(0, new Label(""), head("A"), head("B"));
        for (int i = 0; i < lines.size(); i++) {
            Label name = new Label(lines.get(i).name());
            name.getStyleClass().add("card-name");
            numbers.addRow(i + 1, name, value(lines.get(i).a()), value(lines.get(i).b()));
        }
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("details-head");
        return label;
    }

    private static Label value(String text) {
        Label label = new Label(text);
        label.setMinWidth(0);
        label.setTooltip(text.isEmpty() ? null : new Tooltip(text));
        return label;
    }
}
