package org.unitscope.app.explanation;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.analysis.ErrorSplit;
import org.unitscope.analysis.Explanation;
import org.unitscope.app.text.NumberText;

/// Everything about where a number comes from: rule, uses, path, broken assumptions, and beside a
/// sample whose fault the deviation is.
public final class ExplanationView extends VBox {
    private static final Duration PATIENCE = Duration.millis(200);
    private static final int USES = 3;

    private final ExplanationViewModel model;
    private final PauseTransition patience = new PauseTransition(PATIENCE);

    /// A view of this model.
    public ExplanationView(ExplanationViewModel model) {
        this.model = model;
        setId("explanation");
        getStyleClass().add("explanation");
        setSpacing(10);
        patience.setOnFinished(event -> showBusy());
        model.stateProperty().subscribe(this::show);
    }

    private void show(ExplanationState state) {
        patience.stop();
        switch (state) {
            case ExplanationState.Empty empty -> getChildren().clear();
            case ExplanationState.Unavailable missing -> message(missing.sentence());
            case ExplanationState.Failed failed -> message(failed.sentence());
            // What is there stays for a moment: most answers come at once.
            case ExplanationState.Busy busy -> patience.playFromStart();
            case ExplanationState.Shown shown -> show(shown.explanation());
        }
    }

    private void message(String sentence) {
        Label label = new Label(sentence);
        label.setWrapText(true);
        label.getStyleClass().add("explanation-message");
        getChildren().setAll(label);
    }

    private void showBusy() {
        ProgressIndicator turning = new ProgressIndicator();
        turning.setMaxSize(20, 20);
        Label what = new Label("Working out where the number comes from");
        what.getStyleClass().add("caption");
        HBox row = new HBox(10, turning, what);
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(row);
    }

    private void show(Explanation explanation) {
        List<Node> parts = new ArrayList<>();
        explanation.error().ifPresent(error -> parts.add(split(error)));
        parts.add(new DerivationPane(explanation.derivation(), copyButton()));
        explanation.uses().stream().limit(USES).forEach(use -> parts.add(use(use)));
        if (explanation.uses().size() > USES) {
            parts.add(caption((explanation.uses().size() - USES) + " smaller uses are left out"));
        }
        if (explanation.path().size() > 1) {
            parts.add(
                    new VBox(
                            4,
                            heading("From the source", "octaves of RMS, along what counts most"),
                            new PathPane(explanation, model::select)));
        }
        if (!explanation.warnings().isEmpty()) {
            parts.add(
                    new VBox(
                            6,
                            heading("Assumptions that do not hold", "nearest first"),
                            new WarningPane(explanation.warnings(), model::select)));
        }
        getChildren().setAll(parts);
    }

    private Node copyButton() {
        Button copy = new Button("", new FontIcon(MaterialDesignC.CONTENT_COPY));
        copy.setId("copy-explanation");
        copy.setTooltip(new Tooltip("Copy the explanation as text"));
        copy.setAccessibleText("Copy the explanation as text");
        copy.getStyleClass().add("flat");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(event -> model.text().ifPresent(ExplanationView::toClipboard));
        return copy;
    }

    private static void toClipboard(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static Node use(Explanation.UseDerivation use) {
        return new VBox(
                2,
                heading("By " + use.node(), use.operator()),
                new DerivationPane(use.derivation()));
    }

    private static Node heading(String title, String note) {
        Label head = new Label(title);
        head.getStyleClass().add("explanation-heading");
        head.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        head.setMinWidth(80);
        Label caption = caption(note);
        caption.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, head, caption);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    /// Whose fault a deviation is.
    private static Node split(ErrorSplit error) {
        Label label =
                new Label(
                        "Sampled %s, %s from the prediction: %s by this rule itself, %s inherited"
                                .formatted(
                                        NumberText.number(error.sampled()),
                                        percent(error.wholeError()),
                                        percent(error.localError()),
                                        percent(error.inheritedError())));
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("error-split");
        label.setTooltip(
                new Tooltip(
                        "The rule is fed what was sampled of its inputs: what it is still off is"
                                + " its own error, the rest comes with the inputs."));
        return label;
    }

    private static String percent(double share) {
        return NumberText.signed(100 * share, 1) + " %";
    }
}
