package org.unitscope.app.formats;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.ScalarFormat;

/// The window of the editor, made when it is first opened. It stays beside the main one.
public final class FormatEditorWindow {
    private final FormatEditorViewModel model;
    private final ThemeModel themes;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();

    /// A window that is not open yet.
    ///
    /// @param judge what *Judge in this format* does
    /// @param owner the main window, asked for when the editor opens
    public FormatEditorWindow(
            FormatLibrary library,
            ThemeModel themes,
            Consumer<ScalarFormat> judge,
            Supplier<Window> owner) {
        model = new FormatEditorViewModel(library, judge);
        this.themes = themes;
        this.owner = owner;
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        Stage shown = stage.orElseGet(this::create);
        stage = Optional.of(shown);
        shown.show();
        shown.toFront();
    }

    /// Opens it with a format.
    public void open(ScalarFormat format) {
        model.open(format);
        open();
    }

    private Stage create() {
        Stage created = new Stage();
        created.initOwner(owner.get());
        created.setTitle("Number formats — Unitscope");
        Scene scene = new Scene(new FormatEditorView(model, themes), 1180, 740);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        created.hide();
                    }
                });
        created.setScene(scene);
        created.setMinWidth(820);
        created.setMinHeight(560);
        return created;
    }
}
