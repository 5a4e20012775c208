package org.unitscope.app.comparison;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.ThemeModel;

/// The window of comparisons, made when it is first opened. It stays beside the main one, which
/// feeds it with results.
public final class ComparisonWindow {
    private final Workbench workbench;
    private final ThemeModel themes;
    private final RunHistory history;
    private final Prompts prompts;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();
    private Optional<ComparisonViewModel> model = Optional.empty();

    /// What is asked of the user; empty if the user thought better of it.
    ///
    /// @param folder a run folder
    /// @param mapping a mapping file
    /// @param table a file to write, given a name to suggest
    public record Prompts(
            Supplier<Optional<Path>> folder,
            Supplier<Optional<Path>> mapping,
            Function<String, Optional<Path>> table) {}

    /// A window that is not open yet.
    ///
    /// @param owner the main window, asked for when this one opens
    public ComparisonWindow(
            Workbench workbench,
            RunHistory history,
            ThemeModel themes,
            Prompts prompts,
            Supplier<Window> owner) {
        this.workbench = workbench;
        this.themes = themes;
        this.prompts = prompts;
        this.owner = owner;
        this.history = history;
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        Stage shown = stage.orElseGet(this::create);
        stage = Optional.of(shown);
        model.ifPresent(shownModel -> shownModel.choices().propose());
        shown.show();
        shown.toFront();
    }

    private Stage create() {
        ComparisonViewModel created =
                new ComparisonViewModel(workbench, new EngineRunner(), history);
        model = Optional.of(created);
        Stage window = new Stage();
        window.initOwner(owner.get());
        window.setTitle("Compare runs — Unitscope");
        ComparisonView view =
                new ComparisonView(
                        created,
                        themes,
                        new RunControls.Prompts(prompts.folder(), prompts.mapping()),
                        prompts.table());
        Scene scene = new Scene(view, 1220, 740);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        window.hide();
                    }
                });
        window.setScene(scene);
        window.setMinWidth(900);
        window.setMinHeight(560);
        return window;
    }
}
