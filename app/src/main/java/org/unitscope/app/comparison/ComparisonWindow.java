package org.unitscope.app.comparison;

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

/// The window of comparisons. It stays beside the main one, which feeds it with results.
public final class ComparisonWindow {
    private final ComparisonViewModel model;
    private final ToolWindow window;

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
        model = new ComparisonViewModel(workbench, new EngineRunner(), history);
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(1240, 780, 900, 560),
                        () ->
                                new ToolWindow.Content(
                                        new ComparisonView(
                                                model,
                                                themes,
                                                new RunControls.Prompts(
                                                        prompts.folder(), prompts.mapping()),
                                                prompts.table()),
                                        "Compare runs"));
    }

    /// Opens the window on the results shown last, or brings it to the front.
    public void open() {
        model.choices().propose();
        window.open();
    }
}
