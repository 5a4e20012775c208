package org.unitscope.app.comparison;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.unitscope.app.runs.RunBox;
import org.unitscope.app.runs.RunChoice;

/// The choice of the two runs, and of a mapping file.
final class RunControls extends HBox {
    private final ComparisonViewModel model;

    /// What is asked of the user.
    ///
    /// @param folder a run folder
    /// @param mapping a mapping file
    record Prompts(Supplier<Optional<Path>> folder, Supplier<Optional<Path>> mapping) {}

    RunControls(ComparisonViewModel model, Prompts prompts) {
        super(6);
        this.model = model;
        getStyleClass().add("sweep-controls");
        setAlignment(Pos.CENTER_LEFT);
        Button swap = icon(MaterialDesignS.SWAP_HORIZONTAL, "Exchange A and B");
        swap.setId("swap-runs");
        swap.setOnAction(event -> model.choices().swap());
        getChildren().add(letter("A"));
        getChildren().add(choice("run-a", model.choices().firstProperty()));
        getChildren().add(folder("folder-a", true, prompts.folder()));
        getChildren().add(swap);
        getChildren().add(letter("B"));
        getChildren().add(choice("run-b", model.choices().secondProperty()));
        getChildren().add(folder("folder-b", false, prompts.folder()));
        getChildren().addAll(mapping(prompts.mapping()));
    }

    private static Label letter(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("run-letter");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Button icon(org.kordamp.ikonli.Ikon sign, String meaning) {
        Button button = new Button("", new FontIcon(sign));
        button.getStyleClass().add("flat");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(meaning));
        button.setAccessibleText(meaning);
        return button;
    }

    private RunBox choice(String id, ObjectProperty<Optional<RunChoice>> chosen) {
        RunBox box = new RunBox(id, "choose a run", model.choices().allProperty(), chosen);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private Button folder(String id, boolean asFirst, Supplier<Optional<Path>> prompt) {
        String letter = asFirst ? "A" : "B";
        Button button = icon(MaterialDesignF.FOLDER_OPEN_OUTLINE, "Take a run folder as " + letter);
        button.setId(id);
        button.setOnAction(event ->
                prompt.get().ifPresent(chosen -> model.choices().takeFolder(chosen, asFirst)));
        return button;
    }

    private HBox mapping(Supplier<Optional<Path>> prompt) {
        Button choose = new Button("Mapping…", new FontIcon(MaterialDesignL.LINK_VARIANT));
        choose.setId("mapping");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setTooltip(
                new Tooltip(
                        "A file that says which tensors are the same, before all other rules:\n"
                                + "{\"pairs\": [{\"a\": \"path\", \"b\": \"path\"}]}"));
        choose.setOnAction(event ->
                prompt.get().ifPresent(file -> model.choices().takeMapping(Optional.of(file))));
        Button forget = icon(MaterialDesignC.CLOSE, "Compare without the mapping file");
        forget.setOnAction(event -> model.choices().takeMapping(Optional.empty()));
        model.choices()
                .mappingProperty()
                .subscribe(file -> {
                    choose.setText(file.map(path -> path.getFileName() + "").orElse("Mapping…"));
                    forget.setVisible(file.isPresent());
                    forget.setManaged(file.isPresent());
                });
        HBox box = new HBox(choose, forget);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(USE_PREF_SIZE);
        return box;
    }
}
