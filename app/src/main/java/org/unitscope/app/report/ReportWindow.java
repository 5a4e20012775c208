package org.unitscope.app.report;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.stage.Window;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.app.window.ToolWindow;
import org.unitscope.app.window.WindowSize;

/// The window of reports.
public final class ReportWindow {
    private final ReportViewModel model;
    private final ToolWindow window;

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
        model = new ReportViewModel(workbench, new EngineRunner(), new EngineRunner(), history);
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(1120, 860, 760, 480),
                        () -> new ToolWindow.Content(new ReportView(model, prompts), "Report"));
    }

    /// Opens the window on what the main window shows, or brings it to the front.
    public void open() {
        window.open();
        model.propose();
    }
}
