package org.unitscope.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;

/// The real window on the headless platform: a few clicks through the main job.
@ExtendWith(ApplicationExtension.class)
class WindowTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");

    private final ThemeModel themes = new ThemeModel(Theme.LIGHT);
    private final EngineRunner runner = new EngineRunner();
    private Optional<Workbench> workbench = Optional.empty();

    private record Nobody() implements FilePrompt {
        @Override
        public Optional<Path> modelToOpen() {
            return Optional.of(MLP);
        }

        @Override
        public Optional<Path> runToOpen() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> mappingToOpen() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> folderForRun() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForReport(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForModel(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForTable(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForExport(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForRule(String suggestedName) {
            return Optional.empty();
        }
    }

    @Start
    void open(Stage stage) throws Exception {
        Path settings = Files.createTempDirectory("unitscope").resolve("settings.properties");
        Workbench session =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        runner,
                        new Settings(settings));
        Scene shown = new Scene(new WorkbenchView(session, new Nobody(), themes), 1200, 900);
        themes.style(shown);
        stage.setX(0);
        stage.setY(0);
        stage.setScene(shown);
        stage.show();
        workbench = Optional.of(session);
    }

    @BeforeEach
    void openTheModel(FxRobot robot) throws Exception {
        robot.interact(
                () -> session().open(MLP, Map.of("batch", 8.0, "width", 32.0, "classes", 16.0)));
        await(() -> session().runProperty().get().isPresent());
    }

    private Workbench session() {
        return workbench.orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void aClickOnSampleMeasuresEveryTensor(FxRobot robot) throws Exception {
        robot.clickOn("#sample");
        await(() -> session().runProperty().get().orElseThrow().measuredCount() == 42);

        assertThat(robot.lookup("#model-name").queryAs(Label.class).getText()).isEqualTo("mlp");
        assertThat(robot.lookup("#sample").queryAs(Button.class).isDisabled()).isFalse();
    }

    @Test
    void oneSelectionDrivesTheInspector(FxRobot robot) throws Exception {
        robot.interact(() ->
                session()
                        .selection()
                        .select(
                                new TensorKey(
                                        OutputRef.of("hidden.1.linear"),
                                        Role.ACTIVATION_GRADIENT)));
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.lookup(".inspector-title").queryAs(Label.class).getText())
                .isEqualTo("hidden.1.linear");
    }

    @Test
    void whyThisNumberExplainsTheSelectionAndLeadsToItsSource(FxRobot robot) throws Exception {
        robot.interact(() ->
                session()
                        .selection()
                        .select(new TensorKey(OutputRef.of("first"), Role.ACTIVATION)));
        robot.clickOn("Why this number?");
        await(() -> robot.lookup("#explanation .formula").tryQuery().isPresent());

        assertThat(robot.lookup("#explanation .formula").queryAs(Label.class).getText())
                .isEqualTo("E y² = n · E w² · E x²");
        Hyperlink source =
                robot.lookup("#explanation .hyperlink").<Hyperlink>queryAll().iterator().next();
        assertThat(source.getText()).isEqualTo("● x");
        robot.interact(source::fire);
        await(() -> session().selection().selected().orElseThrow().toString().equals("x A"));
        await(() ->
                robot.lookup("#explanation .formula")
                        .tryQueryAs(Label.class)
                        .filter(formula -> formula.getText().equals("E x² = σ² + μ²"))
                        .isPresent());
    }

    @Test
    void aBadFileShowsItsProblemsAndLeavesTheModel(FxRobot robot) throws Exception {
        robot.interact(() -> session().open(Path.of("nowhere.json"), Map.of()));
        await(() -> session().failureProperty().get().isPresent());

        assertThat(robot.lookup("#problem-bar .text-area").queryAs(TextArea.class).getText())
                .contains("there is no such file");
        assertThat(robot.lookup("#model-name").queryAs(Label.class).getText()).isEqualTo("mlp");
    }

    @Test
    void theThemeButtonChangesTheTheme(FxRobot robot) {
        robot.clickOn("#theme");

        assertThat(themes.themeProperty().get()).isEqualTo(Theme.DARK);
    }
}
