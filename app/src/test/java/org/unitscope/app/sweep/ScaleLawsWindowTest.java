package org.unitscope.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.jfree.chart.fx.ChartCanvas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.operators.OperatorCatalogue;

/// The real window on the headless platform: from an open model to an exported table.
@ExtendWith(ApplicationExtension.class)
class ScaleLawsWindowTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");

    private final ThemeModel themes = new ThemeModel(Theme.LIGHT);
    private Path folder = Path.of("");
    private Optional<ScaleLawsViewModel> model = Optional.empty();

    @Start
    void open(Stage stage) throws Exception {
        folder = Files.createTempDirectory("unitscope");
        Workbench workbench =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        workbench.open(MLP, Map.of("batch", 8.0));
        ScaleLawsViewModel shown = new ScaleLawsViewModel(workbench, new EngineRunner());
        model = Optional.of(shown);
        ScaleLawsView view =
                new ScaleLawsView(shown, themes, name -> Optional.of(folder.resolve(name)));
        Scene scene = new Scene(view, 1100, 700);
        themes.style(scene);
        stage.setX(0);
        stage.setY(0);
        stage.setScene(scene);
        stage.show();
    }

    private static void await(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(FxRobot robot, String label) {
        return robot.lookup(label).queryAs(Label.class).getText();
    }

    @Test
    void aRangeIsComputedChosenFromAndExported(FxRobot robot) throws Exception {
        assertThat(text(robot, "#sweep-note")).isEqualTo("5 points: 256, 512, 1024, 2048, 4096");
        robot.interact(
                () -> robot.lookup("#sweep-range").queryAs(TextField.class).setText("64..256"));
        robot.clickOn("#sweep-compute");
        await(() -> model.orElseThrow().laws().isPresent());
        TableView<?> laws = robot.lookup("#laws").queryTableView();
        assertThat(laws.getItems()).hasSize(42);

        robot.clickOn("#law-role-A");
        robot.clickOn("#law-role-gA");
        robot.clickOn("#law-role-gW");
        assertThat(laws.getItems()).hasSize(10);
        robot.interact(() -> laws.getSelectionModel().clearAndSelect(0));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#law-legend .law-relation").queryAs(Label.class).getText())
                .isEqualTo("∝ width^−0.500");
        robot.clickOn("#sweep-export");
        await(() -> !text(robot, "#sweep-notice").isEmpty());
        assertThat(Files.readAllLines(folder.resolve("mlp-width-laws.csv"))).hasSize(11);
    }

    @Test
    void theThemeRestylesTheChart(FxRobot robot) throws Exception {
        robot.clickOn("#sweep-compute");
        await(() -> model.orElseThrow().laws().isPresent());
        ChartCanvas canvas = robot.lookup(node -> node instanceof ChartCanvas).query();
        var light = canvas.getChart().getBackgroundPaint();
        robot.interact(() -> themes.themeProperty().set(Theme.DARK));

        assertThat(canvas.getChart().getBackgroundPaint()).isNotEqualTo(light);
    }

    @Test
    void aRangeThatCannotBeReadDisablesTheButton(FxRobot robot) {
        robot.interact(() -> robot.lookup("#sweep-range").queryAs(TextField.class).setText("9..1"));

        assertThat(text(robot, "#sweep-note")).contains("must go up");
        assertThat(robot.lookup("#sweep-compute").queryAs(Button.class).isDisabled()).isTrue();
    }
}
