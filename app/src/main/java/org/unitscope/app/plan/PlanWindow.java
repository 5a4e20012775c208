package org.unitscope.app.plan;

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

/// The window of scaling plans. Closing it ends a search.
public final class PlanWindow {
    private final ToolWindow window;

    /// Asks for files, given a name to suggest.
    ///
    /// @param model for the model with the changes
    /// @param changes for the changes alone
    public record Prompts(
            Function<String, Optional<Path>> model, Function<String, Optional<Path>> changes) {}

    /// A window that is not open yet.
    ///
    /// @param owner the main window, asked for when this one opens
    public PlanWindow(
            Workbench workbench, ThemeModel themes, Prompts prompts, Supplier<Window> owner) {
        window =
                new ToolWindow(
                        themes,
                        owner,
                        new WindowSize(980, 680, 820, 480),
                        () -> content(workbench, prompts));
    }

    private static ToolWindow.Content content(Workbench workbench, Prompts prompts) {
        PlanViewModel model = new PlanViewModel(workbench, new EngineRunner());
        return new ToolWindow.Content(
                new PlanView(model, prompts),
                model.subjectProperty()
                        .map(open ->
                                open.map(planned -> "Scaling plan of " + planned.name())
                                        .orElse("Scaling plan")),
                model.stateProperty().map(state -> state instanceof PlanViewModel.State.Running),
                model::cancel);
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        window.open();
    }
}
