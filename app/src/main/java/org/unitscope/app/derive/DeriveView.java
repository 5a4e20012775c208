package org.unitscope.app.derive;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.derive.DeriveViewModel.State;
import org.unitscope.app.theme.ThemeModel;

/// A formula, what follows from it, its plot, and how it is saved.
final class DeriveView extends BorderPane {
    private static final String HELP =
            """
            x, pi, numbers, + - * / ^ ( ), exp log sqrt rsqrt abs erf tanh sigmoid softplus relu
            silu gelu sin cos sign step, min(a, b), max(a, b), pow(a, b),
            where(a < b, c, d); any other name is a parameter.\
            """;

    private final FactorGrid grid = new FactorGrid();
    private final FunctionPlot plot;
    private final Label problem = new Label();
    private final Label warnings = new Label();

    /// @param prompt asks for a file, given a name to suggest
    DeriveView(DeriveViewModel model, ThemeModel themes, Function<String, Optional<Path>> prompt) {
        getStyleClass().add("derive");
        plot = new FunctionPlot(themes);
        PauseTransition pause = new PauseTransition(Duration.millis(250));
        pause.setOnFinished(event -> model.derive());
        setTop(head(model, pause::playFromStart));
        ScrollPane numbers = new ScrollPane(new VBox(10, grid, warnings));
        numbers.setFitToWidth(true);
        numbers.setPrefWidth(580);
        numbers.setMinWidth(440);
        HBox middle = new HBox(12, numbers, plot);
        middle.getStyleClass().add("derive-middle");
        HBox.setHgrow(plot, Priority.ALWAYS);
        setCenter(middle);
        setBottom(foot(model, prompt));
        warnings.setId("derive-warnings");
        warnings.getStyleClass().add("sweep-notes");
        warnings.setWrapText(true);
        model.formulaProperty().subscribe((before, now) -> pause.playFromStart());
        model.stateProperty().subscribe(state -> show(model, state));
        model.derive();
    }

    private VBox head(DeriveViewModel model, Runnable changed) {
        TextField formula = new TextField();
        formula.setId("derive-formula");
        formula.setPromptText("x * sigmoid(k * x)");
        formula.setTooltip(new Tooltip(HELP));
        formula.textProperty().bindBidirectional(model.formulaProperty());
        formula.setOnAction(event -> model.derive());
        Label label = new Label("f(x) =");
        label.setLabelFor(formula);
        label.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(8, label, formula);
        line.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(formula, Priority.ALWAYS);
        problem.setId("derive-problem");
        problem.getStyleClass().add("format-problem");
        problem.setWrapText(true);
        VBox head = new VBox(8, line, new ParameterFields(model, changed), problem);
        head.getStyleClass().add("derive-head");
        return head;
    }

    private static HBox foot(DeriveViewModel model, Function<String, Optional<Path>> prompt) {
        TextField name = new TextField();
        name.setId("derive-name");
        name.setPrefColumnCount(16);
        name.textProperty().bindBidirectional(model.nameProperty());
        Label label = new Label("Name in models");
        label.setLabelFor(name);
        label.setMinWidth(USE_PREF_SIZE);
        Button save = new Button("Save Rule File…", new FontIcon(MaterialDesignC.CONTENT_SAVE));
        save.setId("derive-save");
        save.setMinWidth(USE_PREF_SIZE);
        save.setTooltip(
                new Tooltip(
                        "A file that models name under \"operators\" and then use by its name"));
        save.setOnAction(event -> prompt.apply(model.fileName()).ifPresent(model::save));
        model.stateProperty().subscribe(state -> save.setDisable(!model.isUsable()));
        Label notice = new Label();
        notice.setId("derive-notice");
        notice.setMinWidth(0);
        notice.textProperty().bind(model.noticeProperty());
        HBox foot = new HBox(8, label, name, save, notice);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("sweep-foot");
        return foot;
    }

    private void show(DeriveViewModel model, State state) {
        String sentence = state instanceof State.Wrong(String wrong) ? wrong : "";
        problem.setText(sentence);
        problem.setVisible(!sentence.isEmpty());
        problem.setManaged(!sentence.isEmpty());
        // What was derived last stays, pale, while the formula is being written.
        boolean stale = !(state instanceof State.Derived);
        grid.setOpacity(stale ? 0.35 : 1);
        plot.setOpacity(stale ? 0.35 : 1);
        warnings.setText(String.join("\n", model.warnings()));
        if (state instanceof State.Derived derived) {
            grid.show(derived.factors(), derived.sampled());
            plot.show(Optional.of(derived.curve()));
        }
    }
}
