package org.unitscope.app.sweep;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.app.window.ToolWindow;
import org.unitscope.app.window.WindowSize;

/// The window of scale laws. Closing it ends a sweep.
public final class ScaleLawsWindow {
    private final ToolWindow window;

    /// A window that is not open yet.
    ///
    /// @param prompt asks for a file, given a name to suggest
    /// @param owner the main window, asked for when this one opens
    public ScaleLawsWindow(
            Workbench workbench,
            ThemeModel themes,
            Function<String, Optional<Path>> prompt,
            Supplier<Window> owner) {
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(1120, 700, 820, 520),
                        () -> content(workbench, themes, prompt));
    }

    private static ToolWindow.Content content(
            Workbench workbench, ThemeModel themes, Function<String, Optional<Path>> prompt) {
        ScaleLawsViewModel model = new ScaleLawsViewModel(workbench, new EngineRunner());
        return new ToolWindow.Content(
                new ScaleLawsView(model, themes, prompt),
                model.subjectProperty()
                        .map(open ->
                                open.map(swept -> "Scale laws of " + swept.name())
                                        .orElse("Scale laws")),
                model.stateProperty()
                        .map(state -> state instanceof ScaleLawsViewModel.State.Running),
                model::cancel);
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        window.open();
    }
}
