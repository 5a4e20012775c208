package org.unitscope.app.report;

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

/// The window of reports, made when it is first opened.
public final class ReportWindow {
    private final Workbench workbench;
    private final RunHistory history;
    private final ThemeModel themes;
    private final Prompts prompts;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();
    private Optional<ReportViewModel> model = Optional.empty();

    /// What is asked of the user; empty if the user thought better of it.
    ///
    /// @param folder a run folder
    /// @param report a file to write, given a name to suggest
    public record Prompts(
            Supplier<Optional<Path>> folder, Function<String, Optional<Path>> report) {}

    /// A window that is not open yet.
    ///
    /// @param owner the main window, asked for when this one opens
    public ReportWindow(
            Workbench workbench,
            RunHistory history,
            ThemeModel themes,
            Prompts prompts,
            Supplier<Window> owner) {
        this.workbench = workbench;
        this.history = history;
        this.themes = themes;
        this.prompts = prompts;
        this.owner = owner;
    }

    /// Opens the window on what the main window shows, or brings it to the front.
    public void open() {
        Stage shown = stage.orElseGet(this::create);
        stage = Optional.of(shown);
        shown.show();
        shown.toFront();
        model.ifPresent(ReportViewModel::propose);
    }

    private Stage create() {
        ReportViewModel created =
                new ReportViewModel(workbench, new EngineRunner(), new EngineRunner(), history);
        model = Optional.of(created);
        Stage window = new Stage();
        window.initOwner(owner.get());
        window.setTitle("Report — Unitscope");
        Scene scene = new Scene(new ReportView(created, prompts), 1080, 740);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        window.hide();
                    }
                });
        window.setScene(scene);
        window.setMinWidth(760);
        window.setMinHeight(480);
        return window;
    }
}
