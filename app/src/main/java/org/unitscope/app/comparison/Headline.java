package org.unitscope.app.comparison;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.NumberText;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.VerdictChange;

/// What came out, in counts: fixed and broken alike large, what is unaligned beside them. A change
/// that is pressed is listed alone.
final class Headline extends VBox {
    private final ComparisonViewModel model;
    private final Map<VerdictChange, ToggleButton> changes = new EnumMap<>(VerdictChange.class);
    private final Label aligned = new Label();
    private final Label unaligned = new Label();
    private final Label scales = new Label();
    private final Label flushed = new Label();
    private final Label differences = new Label();

    Headline(ComparisonViewModel model) {
        super(5);
        this.model = model;
        getStyleClass().add("comparison-headline");
        HBox verdicts = new HBox(6);
        verdicts.setAlignment(Pos.CENTER_LEFT);
        for (VerdictChange change : VerdictChange.values()) {
            ToggleButton button = new ToggleButton();
            button.setId("change-" + change.name());
            button.getStyleClass()
                    .addAll("change", "change-" + change.name().toLowerCase(Locale.ROOT));
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setTooltip(new Tooltip(meaning(change)));
            button.setOnAction(event ->
                    model.changeProperty()
                            .set(button.isSelected() ? Optional.of(change) : Optional.empty()));
            changes.put(change, button);
            verdicts.getChildren().add(button);
        }
        unaligned.setId("unaligned-count");
        unaligned.getStyleClass().add("unaligned-count");
        unaligned.setMinWidth(Region.USE_PREF_SIZE);
        aligned.getStyleClass().add("caption");
        aligned.setMinWidth(0);
        verdicts.getChildren().addAll(unaligned, aligned);
        for (Label label : new Label[] {scales, flushed, differences}) {
            label.setMinWidth(0);
        }
        scales.setId("scale-states");
        flushed.setId("flushed-gradients");
        differences.setId("run-differences");
        differences.getStyleClass().add("caption");
        FlowPane lines = new FlowPane(18, 3, tolerance(), flushed);
        lines.setMinWidth(0);
        getChildren().setAll(verdicts, lines, differences);
        model.changeProperty()
                .subscribe(now ->
                        changes.forEach((change, button) ->
                                button.setSelected(now.equals(Optional.of(change)))));
        model.stateProperty().subscribe(state -> show());
        model.toleranceProperty().subscribe(octaves -> show());
    }

    private static String meaning(VerdictChange change) {
        return switch (change) {
            case FIXED -> "Not representable in A, representable in B";
            case BROKEN -> "Representable in A, not representable in B";
            case IMPROVED -> "Not representable in either, less bad in B";
            case WORSE -> "Not representable in either, worse in B";
            case SAME -> "The same verdict in both";
            case NOT_JUDGED -> "Neither sampled in both runs nor predicted in both";
        };
    }

    private HBox tolerance() {
        TextField octaves = new TextField();
        octaves.setId("tolerance");
        octaves.setPrefColumnCount(4);
        octaves.setTooltip(new Tooltip("Octaves by which two scales may differ"));
        octaves.textProperty().bindBidirectional(model.toleranceTextProperty());
        Label before = new Label("Scales within ±");
        before.setMinWidth(Region.USE_PREF_SIZE);
        Label unit = new Label("octaves:");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        Label note = new Label();
        note.getStyleClass().add("format-problem");
        note.textProperty().bind(model.toleranceNoteProperty());
        note.managedProperty().bind(note.textProperty().isNotEmpty());
        HBox box = new HBox(5, before, octaves, unit, scales, note);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void show() {
        model.compared().ifPresent(done -> show(done.comparison()));
    }

    private void show(RunComparison comparison) {
        ComparisonCounts counts = comparison.counts(model.toleranceProperty().get());
        changes.forEach((change, button) -> {
            button.setText(
                    "%s %s %s"
                            .formatted(
                                    ComparisonText.glyph(change),
                                    change.label(),
                                    NumberText.count(counts.of(change))));
            boolean always =
                    switch (change) {
                        case FIXED, BROKEN, SAME -> true;
                        default -> counts.of(change) > 0;
                    };
            button.setVisible(always);
            button.setManaged(always);
            button.setDisable(counts.of(change) == 0 && !button.isSelected());
        });
        unaligned.setText(
                "unaligned %s%s"
                        .formatted(
                                NumberText.count(counts.unaligned()),
                                counts.unaligned() == 0
                                        ? ""
                                        : " (%s only in A, %s only in B)"
                                                .formatted(
                                                        NumberText.count(counts.onlyInFirst()),
                                                        NumberText.count(counts.onlyInSecond()))));
        aligned.setText(ComparisonText.aligned(counts));
        scales.setText(ComparisonText.scales(counts));
        flushed.setText(ComparisonText.flushed(comparison));
        String text = ComparisonText.differences(comparison);
        differences.setText(text);
        differences.setTooltip(new Tooltip(text.replace("; ", "\n").replace(" · ", "\n")));
    }
}
