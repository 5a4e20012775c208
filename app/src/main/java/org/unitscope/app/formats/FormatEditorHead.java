package org.unitscope.app.formats;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.unitscope.app.formats.FormatEditorViewModel.State;

/// The name of the format that is open, and what can be done with it.
final class FormatEditorHead extends HBox {
    private final FormatEditorViewModel model;
    private final TextField name = new TextField();
    private final Label locked = new Label("locked preset");
    private final Button duplicate = button("format-duplicate", "Duplicate to edit");
    private final Button save = button("format-save", "Save");
    private final Button undo = icon("format-undo", MaterialDesignU.UNDO, "Undo (Ctrl+Z)");
    private final Button redo = icon("format-redo", MaterialDesignR.REDO, "Redo (Ctrl+Shift+Z)");
    private final Button judge = button("format-judge", "Judge in this format");
    private boolean showing;

    FormatEditorHead(FormatEditorViewModel model) {
        super(8);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        name.setId("format-name");
        name.setAccessibleText("Name of the format");
        name.setMinWidth(120);
        HBox.setHgrow(name, Priority.ALWAYS);
        locked.getStyleClass().add("provenance-chip");
        locked.setMinWidth(Region.USE_PREF_SIZE);
        save.setTooltip(new Tooltip("Keep the changes (Ctrl+S)"));
        duplicate.setTooltip(new Tooltip("Makes a format of your own with these parameters"));
        judge.setTooltip(new Tooltip("Draws the selected tensor against this format"));
        judge.getStyleClass().add("accent");
        duplicate.setOnAction(event -> model.duplicate());
        save.setOnAction(event -> model.save());
        undo.setOnAction(event -> model.undo());
        redo.setOnAction(event -> model.redo());
        judge.setOnAction(event -> model.judge());
        name.textProperty()
                .subscribe(text -> {
                    if (!showing) {
                        model.rename(text);
                    }
                });
        getChildren().setAll(name, locked, undo, redo, duplicate, save, judge);
        model.stateProperty().subscribe(this::show);
    }

    private static Button button(String id, String text) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static Button icon(String id, Ikon icon, String tooltip) {
        Button button = button(id, "");
        button.setGraphic(new FontIcon(icon));
        button.setTooltip(new Tooltip(tooltip));
        button.setAccessibleText(tooltip);
        return button;
    }

    private void show(State state) {
        showing = true;
        if (!name.getText().equals(state.label())) {
            name.setText(state.label());
        }
        name.setEditable(!state.isLocked());
        locked.setVisible(state.isLocked() || state.changed());
        locked.setManaged(locked.isVisible());
        locked.setText(state.isLocked() ? "locked preset" : "not saved");
        duplicate.setDisable(!state.canDuplicate());
        save.setDisable(!state.canSave());
        undo.setDisable(!model.canUndo());
        redo.setDisable(!model.canRedo());
        judge.setDisable(state.format().isEmpty());
        showing = false;
    }
}
