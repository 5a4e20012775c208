package org.unitscope.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.jfree.chart.fx.ChartCanvas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunStore;

/// The real window on the headless platform: from two folders to an exported table.
@ExtendWith(ApplicationExtension.class)
class ComparisonWindowTest {
    private final ThemeModel themes = new ThemeModel(Theme.LIGHT);
    private Path folder = Path.of("");
    private Path toOpen = Path.of("");
    private Optional<ComparisonViewModel> model = Optional.empty();

    @Start
    void open(Stage stage) throws Exception {
        folder = Files.createTempDirectory("unitscope");
        RunStore.write(ComparisonFixtures.before(), folder.resolve("before"));
        RunStore.write(ComparisonFixtures.after(), folder.resolve("after"));
        RunStore.write(RunFixtures.large(625), folder.resolve("large"));
        Workbench workbench =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        ComparisonViewModel shown =
                new ComparisonViewModel(
                        workbench, new EngineRunner(), new RunHistory(workbench.runProperty()));
        model = Optional.of(shown);
        RunControls.Prompts prompts =
                new RunControls.Prompts(() -> Optional.of(toOpen), Optional::empty);
        ComparisonView view =
                new ComparisonView(
                        shown, themes, prompts, name -> Optional.of(folder.resolve(name)));
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

    private void choose(FxRobot robot, String first, String second) throws Exception {
        toOpen = folder.resolve(first);
        robot.clickOn("#folder-a");
        toOpen = folder.resolve(second);
        robot.clickOn("#folder-b");
        await(() -> model.orElseThrow().compared().isPresent());
    }

    @Test
    void twoFoldersAreComparedFilteredAndExported(FxRobot robot) throws Exception {
        assertThat(text(robot, "#comparison-title")).isEqualTo("Choose two runs");
        choose(robot, "before", "after");

        assertThat(robot.lookup("#change-FIXED").queryAs(ToggleButton.class).getText())
                .isEqualTo("▲ fixed 1");
        assertThat(robot.lookup("#change-BROKEN").queryAs(ToggleButton.class).getText())
                .isEqualTo("▼ broken 1");
        assertThat(text(robot, "#unaligned-count"))
                .isEqualTo("unaligned 2 (1 only in A, 1 only in B)");
        assertThat(text(robot, "#scale-states")).isEqualTo("1 within · 3 outside");
        // 2 of 4 gradient values in A, none in B.
        assertThat(text(robot, "#flushed-gradients")).contains("A 50 %, B 0 %");
        assertThat(text(robot, "#pair-title")).isEqualTo("○ gA  act");
        ListView<?> dumbbells = robot.lookup("#dumbbells").queryListView();
        assertThat(dumbbells.getItems()).hasSize(4);

        robot.clickOn("#change-FIXED");
        assertThat(dumbbells.getItems()).hasSize(1);
        assertThat(text(robot, "#listed")).isEqualTo("1 of 4 pairs listed");
        robot.interact(() -> dumbbells.getSelectionModel().select(0));
        assertThat(text(robot, "#pair-title")).isEqualTo("○ gA  ffn");
        robot.clickOn("#comparison-export");
        await(() -> !text(robot, "#comparison-notice").isEmpty());
        assertThat(Files.readAllLines(folder.resolve("net-comparison.csv"))).hasSize(7);
    }

    @Test
    void thousandsOfRowsAreShownAtOnceInEveryTab(FxRobot robot) throws Exception {
        choose(robot, "large", "large");
        assertThat(text(robot, "#listed")).isEqualTo("5,000 of 5,000 pairs listed");
        TabPane tabs = robot.lookup("#comparison-tabs").queryAs(TabPane.class);
        for (int tab = 0; tab < tabs.getTabs().size(); tab++) {
            int shown = tab;
            long before = System.nanoTime();
            robot.interact(() -> tabs.getSelectionModel().select(shown));
            WaitForAsyncUtils.waitForFxEvents();
            // Rows that are not seen cost nothing; with a node for each this takes minutes.
            assertThat((System.nanoTime() - before) / 1e9).isLessThan(10);
        }
        assertThat(tabs.getTabs().get(3).getText()).isEqualTo("Unaligned (0)");
    }

    @Test
    void theThemeRestylesTheChart(FxRobot robot) throws Exception {
        choose(robot, "before", "after");
        ChartCanvas canvas = robot.lookup(node -> node instanceof ChartCanvas).query();
        var light = canvas.getChart().getBackgroundPaint();
        robot.interact(() -> themes.themeProperty().set(Theme.DARK));

        assertThat(canvas.getChart().getBackgroundPaint()).isNotEqualTo(light);
    }
}
