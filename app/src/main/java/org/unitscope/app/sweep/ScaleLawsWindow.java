package org.unitscope.app.sweep;

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

/// The window of scale laws, made when it is first opened. It stays beside the main one; closing it
/// ends a sweep.
public final class ScaleLawsWindow {
    private final Workbench workbench;
    private final ThemeModel themes;
    private final Function<String, Optional<Path>> prompt;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();

    /// A window that is not open yet.
    ///
    /// @param prompt asks for a file, given a name to suggest
    /// @param owner the main window, asked for when this one opens
    public ScaleLawsWindow(
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
        ScaleLawsViewModel model = new ScaleLawsViewModel(workbench, new EngineRunner());
        Stage created = new Stage();
        created.initOwner(owner.get());
        model.subjectProperty()
                .subscribe(open ->
                        created.setTitle(
                                open.map(swept -> "Scale laws of " + swept.name() + " — Unitscope")
                                        .orElse("Scale laws — Unitscope")));
        Scene scene = new Scene(new ScaleLawsView(model, themes, prompt), 1120, 700);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        if (model.stateProperty().get()
                                instanceof ScaleLawsViewModel.State.Running) {
                            model.cancel();
                        } else {
                            created.hide();
                        }
                    }
                });
        created.setOnHidden(event -> model.cancel());
        created.setScene(scene);
        created.setMinWidth(820);
        created.setMinHeight(520);
        return created;
    }
}
