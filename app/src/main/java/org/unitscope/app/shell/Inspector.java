package org.unitscope.app.shell;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.unitscope.app.details.DetailsView;
import org.unitscope.app.details.DetailsViewModel;
import org.unitscope.app.explanation.ExplanationView;
import org.unitscope.app.explanation.ExplanationViewModel;
import org.unitscope.app.factors.FactorsView;
import org.unitscope.app.factors.FactorsViewModel;
import org.unitscope.app.formats.FormatLibrary;
import org.unitscope.app.histogram.FatesTable;
import org.unitscope.app.histogram.HistogramView;
import org.unitscope.app.histogram.HistogramViewModel;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.LoadedModel;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// Everything about the selected tensor: title, histogram, fates, numbers.
final class Inspector extends BorderPane {
    private final Label title = new Label("No tensor selected");
    private final Label subtitle = new Label();
    private final Label provenance = new Label();
    private final Label note = new Label();
    private final Label verdict = new Label();
    private final HistogramViewModel histogram;

    /// @param edit opens the editor of number formats
    Inspector(
            Workbench workbench,
            ThemeModel themes,
            FormatLibrary formats,
            Consumer<ScalarFormat> edit) {
        getStyleClass().add("inspector");
        setMinWidth(0);
        histogram =
                new HistogramViewModel(
                        workbench.runProperty(), workbench.selection(), workbench.runner());
        title.getStyleClass().add("inspector-title");
        title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        subtitle.getStyleClass().add("card-subtitle");
        provenance.getStyleClass().add("provenance-chip");
        verdict.getStyleClass().add("verdict-sentence");
        verdict.setWrapText(true);
        verdict.setMinHeight(USE_PREF_SIZE);
        note.getStyleClass().add("card-subtitle");
        note.setWrapText(true);
        setTop(new VBox(3, title, subtitle, provenance, note));
        VBox below =
                new VBox(
                        10,
                        verdict,
                        new FatesTable(histogram, formats),
                        new DetailsView(
                                new DetailsViewModel(
                                        workbench.runProperty(), workbench.selection())));
        below.getStyleClass().add("inspector-numbers");
        SplitPane split =
                new SplitPane(
                        new HistogramView(histogram, formats, edit, themes),
                        tabs(below, workbench));
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.56);
        setCenter(split);
        histogram
                .tensorProperty()
                .subscribe(tensor -> {
                    show(tensor, workbench.runProperty().get());
                    note(tensor, workbench.modelProperty().get());
                });
    }

    private static TabPane tabs(VBox numbers, Workbench workbench) {
        ExplanationViewModel explanation =
                new ExplanationViewModel(
                        workbench.runProperty(),
                        workbench.modelProperty(),
                        workbench.selection(),
                        workbench::explanations,
                        new EngineRunner());
        VBox why = new ExplanationView(explanation);
        why.getStyleClass().add("inspector-numbers");
        Tab whyTab = new Tab("Why this number?", scrolling(why));
        whyTab.setId("why-tab");
        explanation.openProperty().bind(whyTab.selectedProperty());
        VBox factors =
                new FactorsView(
                        new FactorsViewModel(workbench.schemedProperty(), workbench.selection()));
        factors.getStyleClass().add("inspector-numbers");
        TabPane tabs =
                new TabPane(
                        new Tab("Numbers", scrolling(numbers)),
                        whyTab,
                        new Tab("Factors", scrolling(factors)));
        tabs.setId("inspector-tabs");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        return tabs;
    }

    private static ScrollPane scrolling(VBox content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    /// Draws the selected tensor against a format, converted to as usual.
    void judgeIn(ScalarFormat format) {
        histogram.targetProperty().set(TargetFormat.of(format));
    }

    private void show(Optional<TensorRecord> tensor, Optional<RunRecord> run) {
        title.setText(tensor.map(TensorRecord::path).orElse("No tensor selected"));
        title.setTooltip(new Tooltip(title.getText()));
        subtitle.setText(tensor.map(Inspector::describe).orElse(""));
        String from =
                tensor.isEmpty() || run.isEmpty()
                        ? ""
                        : tensor.get().measured().isPresent()
                                ? "sampled · n = "
                                        + NumberText.count(tensor.get().shape().count())
                                        + " · seed "
                                        + run.get().spec().seed()
                                : "predicted only";
        provenance.setText(from);
        provenance.setVisible(!from.isEmpty());
        String sentence = tensor.map(TensorFacts::verdictSentence).orElse("");
        verdict.setText(sentence);
        verdict.setManaged(!sentence.isEmpty());
    }

    /// What the model file says of the node, for people.
    private void note(Optional<TensorRecord> tensor, Optional<LoadedModel> model) {
        String text =
                tensor.stream()
                        .flatMap(shown ->
                                model.stream()
                                        .flatMap(loaded ->
                                                loaded
                                                        .remarks()
                                                        .notesOf(shown.key().tensor().node())
                                                        .stream()))
                        .collect(Collectors.joining("\n"));
        note.setText(text);
        note.setManaged(!text.isEmpty());
    }

    private static String describe(TensorRecord tensor) {
        return "%s %s · %s · %s · %s"
                .formatted(
                        RoleSign.of(tensor.key().role()),
                        tensor.key().role().symbol(),
                        tensor.key().role().title(),
                        tensor.operator(),
                        tensor.shape());
    }
}
