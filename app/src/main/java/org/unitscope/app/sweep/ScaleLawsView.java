package org.unitscope.app.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.unitscope.app.histogram.ChartPane;
import org.unitscope.app.sweep.ScaleLawsViewModel.State;
import org.unitscope.app.theme.SeriesColors;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLaws;

/// The whole content of the window: controls above, laws on the left, their chart on the right,
/// what should be known below.
public final class ScaleLawsView extends BorderPane {
    private final ScaleLawsViewModel model;
    private final ThemeModel themes;
    private final ChartPane chart = new ChartPane();
    private final LawLegend legend = new LawLegend();
    private final SweepMessage message = new SweepMessage();
    private final Label summary = new Label();
    private final Label notes = new Label();
    private final SplitPane panes = new SplitPane();

    /// A view of this model.
    ///
    /// @param prompt asks for a file, given a name to suggest
    public ScaleLawsView(
            ScaleLawsViewModel model, ThemeModel themes, Function<String, Optional<Path>> prompt) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("scale-laws");
        VBox right = new VBox(6, chart, legend);
        right.getStyleClass().add("law-chart");
        right.setMinWidth(0);
        chart.setAccessibleText("Scales of the selected tensors over the size; the table has them");
        VBox.setVgrow(chart, Priority.ALWAYS);
        LawList list = new LawList(model);
        panes.getItems().setAll(list, right);
        panes.setDividerPositions(0.46);
        SplitPane.setResizableWithParent(list, false);
        setTop(new SweepControls(model));
        setCenter(new StackPane(panes, message.pane()));
        setBottom(foot(prompt));
        model.stateProperty().subscribe(this::show);
        model.status()
                .textProperty()
                .subscribe(text -> {
                    if (model.stateProperty().get() instanceof State.Running) {
                        message.pane().showProgress(text);
                    }
                });
        model.chosenProperty().subscribe(laws -> draw());
        themes.themeProperty().subscribe(theme -> draw());
    }

    private VBox foot(Function<String, Optional<Path>> prompt) {
        summary.setId("sweep-summary");
        summary.setMinWidth(0);
        notes.setId("sweep-notes");
        notes.getStyleClass().add("sweep-notes");
        notes.setWrapText(true);
        // Four lines; the tool tip has the rest.
        notes.setMaxHeight(68);
        Label notice = new Label();
        notice.setId("sweep-notice");
        notice.getStyleClass().add("caption");
        notice.textProperty().bind(model.noticeProperty());
        Button copy = new Button("Copy CSV", new FontIcon(MaterialDesignC.CONTENT_COPY));
        copy.setId("sweep-copy");
        copy.setTooltip(new Tooltip("Copy the listed laws with the scale at every point"));
        copy.setOnAction(event -> copy());
        Button export = new Button("Export CSV…", new FontIcon(MaterialDesignE.EXPORT));
        export.setId("sweep-export");
        export.setTooltip(new Tooltip("Write the listed laws with the scale at every point"));
        export.setOnAction(event -> prompt.apply(model.fileName()).ifPresent(model::export));
        for (Button button : List.of(copy, export)) {
            button.setMinWidth(USE_PREF_SIZE);
            model.stateProperty()
                    .subscribe(state -> button.setDisable(!(state instanceof State.Fitted)));
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(10, summary, space, notice, copy, export);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox foot = new VBox(3, notes, line);
        foot.getStyleClass().add("sweep-foot");
        return foot;
    }

    private void copy() {
        model.csv()
                .ifPresent(csv -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(csv);
                    Clipboard.getSystemClipboard().setContent(content);
                });
    }

    private void show(State state) {
        panes.setVisible(state instanceof State.Fitted);
        message.show(state);
        List<String> lines = model.summary();
        summary.setText(lines.stream().findFirst().orElse(""));
        summary.setTooltip(summary.getText().isEmpty() ? null : new Tooltip(summary.getText()));
        notes.setText(lines.stream().skip(1).collect(Collectors.joining("\n")));
        notes.setTooltip(lines.size() > 1 ? new Tooltip(notes.getText()) : null);
        notes.setVisible(lines.size() > 1);
        notes.setManaged(lines.size() > 1);
        draw();
    }

    private void draw() {
        Optional<ScaleLaws> laws = model.laws();
        List<ScaleLaw> chosen = model.chosenProperty().get();
        if (laws.isEmpty() || chosen.isEmpty()) {
            return;
        }
        List<ScaleLaw> drawn = chosen.subList(0, Math.min(SeriesColors.COUNT, chosen.size()));
        chart.show(LawChart.of(laws.get(), drawn, themes.palette()));
        legend.show(chosen, laws.get().range().name(), themes.palette());
    }
}
