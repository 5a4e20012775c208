package org.unitscope.app.shell;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.settings.WindowBounds;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.app.window.WindowSize;
import org.unitscope.operators.OperatorCatalogue;

/// The JavaFX program. Started by [org.unitscope.app.Main], which leaves here what to open.
public final class WorkbenchApplication extends Application {
    private static volatile Start start = new Start(Optional.empty(), Map.of());

    private final EngineRunner runner = new EngineRunner();

    private record Start(Optional<Path> model, Map<String, Double> sizes) {}

    /// Says what the next launch opens: JavaFX makes the application itself, so it cannot be given
    /// to a constructor.
    public static void openAtStart(Optional<Path> model, Map<String, Double> sizes) {
        start = new Start(model, Map.copyOf(sizes));
    }

    @Override
    public void start(Stage stage) {
        Settings remembered = new Settings(Settings.userFile());
        Workbench workbench =
                new Workbench(new StandardEngine(OperatorCatalogue.standard()), runner, remembered);
        ThemeModel themes = new ThemeModel(Theme.ofName(remembered.text("theme", "LIGHT")));
        WindowBounds bounds = remembered.windowBounds();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        WindowSize size =
                new WindowSize(bounds.width(), bounds.height(), 800, 520)
                        .within(screen.getWidth(), screen.getHeight());
        Scene scene =
                new Scene(
                        new WorkbenchView(
                                workbench, new NativeFilePrompt(stage, remembered), themes),
                        size.width(),
                        size.height());
        themes.style(scene);
        stage.setScene(scene);
        stage.setMinWidth(size.leastWidth());
        stage.setMinHeight(size.leastHeight());
        stage.setMaximized(bounds.maximized());
        workbench
                .runProperty()
                .subscribe(run ->
                        stage.setTitle(
                                run.map(shown -> shown.spec().modelName() + " — Unitscope")
                                        .orElse("Unitscope")));
        stage.setOnCloseRequest(event ->
                remembered.putWindowBounds(
                        new WindowBounds(
                                scene.getWidth(), scene.getHeight(), stage.isMaximized())));
        stage.show();
        start.model().ifPresent(file -> workbench.open(file, start.sizes()));
    }

    @Override
    public void stop() {
        runner.close();
    }
}
