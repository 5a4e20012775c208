package org.unitscope.app.report;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.unitscope.app.runs.RunBox;

/// What is reported, against what, on which paper.
final class ReportControls extends HBox {
    ReportControls(ReportViewModel model, Supplier<Optional<Path>> folder) {
        super(6);
        getStyleClass().add("sweep-controls");
        setAlignment(Pos.CENTER_LEFT);
        CheckBox dark = new CheckBox("Dark paper");
        dark.setId("report-dark");
        dark.setMinWidth(USE_PREF_SIZE);
        dark.selectedProperty().bindBidirectional(model.darkProperty());
        RunBox run =
                new RunBox("report-run", "no run", model.choicesProperty(), model.runProperty());
        RunBox against =
                new RunBox(
                        "report-against",
                        "nothing",
                        model.choicesProperty(),
                        model.againstProperty());
        HBox.setHgrow(run, Priority.ALWAYS);
        HBox.setHgrow(against, Priority.ALWAYS);
        Region space = new Region();
        space.setMinWidth(4);
        getChildren()
                .setAll(
                        caption("Report of", run),
                        run,
                        folder("report-folder", model, false, folder),
                        caption("held against", against),
                        against,
                        folder("report-against-folder", model, true, folder),
                        space,
                        dark);
    }

    private static Label caption(String text, Region named) {
        Label label = new Label(text);
        label.setLabelFor(named);
        label.getStyleClass().add("caption");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Button folder(
            String id, ReportViewModel model, boolean asBaseline, Supplier<Optional<Path>> prompt) {
        Button button = new Button("", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        String meaning = asBaseline ? "Hold against a run folder" : "Report a run folder";
        button.setId(id);
        button.getStyleClass().add("flat");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(meaning));
        button.setAccessibleText(meaning);
        button.setOnAction(
                event -> prompt.get().ifPresent(chosen -> model.takeFolder(chosen, asBaseline)));
        return button;
    }
}
