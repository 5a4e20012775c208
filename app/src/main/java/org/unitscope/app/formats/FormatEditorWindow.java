package org.unitscope.app.formats;

import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.stage.Window;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.app.window.ToolWindow;
import org.unitscope.app.window.WindowSize;
import org.unitscope.format.ScalarFormat;

/// The window of the editor.
public final class FormatEditorWindow {
    private final FormatEditorViewModel model;
    private final ToolWindow window;

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
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(1180, 740, 820, 560),
                        () ->
                                new ToolWindow.Content(
                                        new FormatEditorView(model, themes), "Number formats"));
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        window.open();
    }

    /// Opens it with a format.
    public void open(ScalarFormat format) {
        model.open(format);
        open();
    }
}
