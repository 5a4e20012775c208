package org.unitscope.app.derive;

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

/// The window of factors of one's own functions.
public final class DeriveWindow {
    private final ToolWindow window;

    /// A window that is not open yet.
    ///
    /// @param prompt asks for a file, given a name to suggest
    /// @param owner the main window, asked for when this one opens
    public DeriveWindow(
            Workbench workbench,
            ThemeModel themes,
            Function<String, Optional<Path>> prompt,
            Supplier<Window> owner) {
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(1040, 580, 760, 440),
                        () ->
                                new ToolWindow.Content(
                                        new DeriveView(
                                                new DeriveViewModel(workbench, new EngineRunner()),
                                                themes,
                                                prompt),
                                        "Derive a factor"));
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        window.open();
    }
}
