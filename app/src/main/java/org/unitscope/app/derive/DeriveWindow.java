package org.unitscope.app.derive;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.ThemeModel;

/// The window of factors of one's own functions, made when it is first opened.
public final class DeriveWindow {
    private final Workbench workbench;
    private final ThemeModel themes;
    private final Function<String, Optional<Path>> prompt;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();

    /// A window that is not open yet.
    ///
    /// @param prompt asks for a file, given a name to suggest
    /// @param owner the main window, asked for when this one opens
    public DeriveWindow(
            Workbench workbench,
            ThemeModel themes,
            Function<String, Optional<Path>> prompt,
            Supplier<Window> owner) {
        this.workbench = workbench;
        this.themes = themes;
        this.prompt = prompt;
        this.owner = owner;
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        Stage shown = stage.orElseGet(this::create);
        stage = Optional.of(shown);
        shown.show();
        shown.toFront();
    }

    private Stage create() {
        DeriveViewModel model = new DeriveViewModel(workbench, new EngineRunner());
        Stage created = new Stage();
        created.initOwner(owner.get());
        created.setTitle("Derive a factor — Unitscope");
        Scene scene = new Scene(new DeriveView(model, themes, prompt), 1040, 580);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        created.hide();
                    }
                });
        created.setScene(scene);
        created.setMinWidth(760);
        created.setMinHeight(440);
        return created;
    }
}
