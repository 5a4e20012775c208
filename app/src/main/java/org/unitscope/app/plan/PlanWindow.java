package org.unitscope.app.plan;

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

/// The window of scaling plans, made when it is first opened. It stays beside the main one; closing
/// it ends a search.
public final class PlanWindow {
    private final Workbench workbench;
    private final ThemeModel themes;
    private final Prompts prompts;
    private final Supplier<Window> owner;
    private Optional<Stage> stage = Optional.empty();

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
        this.workbench = workbench;
        this.themes = themes;
        this.prompts = prompts;
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
        PlanViewModel model = new PlanViewModel(workbench, new EngineRunner());
        Stage created = new Stage();
        created.initOwner(owner.get());
        model.subjectProperty()
                .subscribe(open ->
                        created.setTitle(
                                open.map(planned -> "Scaling plan of " + planned.name() + " — ")
                                                .orElse("Scaling plan — ")
                                        + "Unitscope"));
        Scene scene = new Scene(new PlanView(model, prompts), 980, 680);
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        if (model.stateProperty().get() instanceof PlanViewModel.State.Running) {
                            model.cancel();
                        } else {
                            created.hide();
                        }
                    }
                });
        created.setOnHidden(event -> model.cancel());
        created.setScene(scene);
        created.setMinWidth(820);
        created.setMinHeight(480);
        return created;
    }
}
