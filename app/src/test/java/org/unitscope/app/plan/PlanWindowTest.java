package org.unitscope.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
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
import org.unitscope.plan.Patch;
import org.unitscope.report.plan.PlanText;

/// The real window on the headless platform: from an open model to one with the factors in place.
@ExtendWith(ApplicationExtension.class)
class PlanWindowTest {
    private Path folder = Path.of("");
    private Optional<Workbench> workbench = Optional.empty();
    private Optional<PlanViewModel> model = Optional.empty();

    @Start
    void open(Stage stage) throws Exception {
        folder = Files.createTempDirectory("unitscope");
        Workbench opened =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        opened.open(Path.of("../model-zoo/mlp.json"), Map.of("batch", 8.0, "width", 64.0));
        PlanViewModel shown = new PlanViewModel(opened, new EngineRunner());
        workbench = Optional.of(opened);
        model = Optional.of(shown);
        PlanWindow.Prompts prompts =
                new PlanWindow.Prompts(
                        name -> Optional.of(folder.resolve(name)),
                        name -> Optional.of(folder.resolve(name)));
        Scene scene = new Scene(new PlanView(shown, prompts), 980, 680);
        new ThemeModel(Theme.LIGHT).style(scene);
        stage.setX(0);
        stage.setY(0);
        stage.setScene(scene);
        stage.show();
    }

    private static void await(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void aPlanIsMadeLookedAtSavedAndOpened(FxRobot robot) throws Exception {
        robot.clickOn("#plan-headroom").push(KeyCode.ENTER);
        await(() -> model.orElseThrow().result().isPresent());
        var result = model.orElseThrow().result().orElseThrow();
        assertThat(robot.lookup("#plan-headline").queryAs(Label.class).getText())
                .isEqualTo(PlanText.headline(result));
        assertThat(robot.lookup("#plan-factors").queryTableView().getItems())
                .hasSize(result.plan().factors());
        Patch saving =
                result.plan().patches().stream()
                        .filter(patch -> patch.kind().isFactor() && !patch.saves().isEmpty())
                        .findFirst()
                        .orElseThrow();
        TableView<Patch> factors = robot.lookup("#plan-factors").queryTableView();
        robot.interact(() -> factors.getSelectionModel().select(saving));
        assertThat(workbench.orElseThrow().selection().selected())
                .contains(saving.saves().getFirst());

        robot.clickOn("#plan-save");
        await(() -> model.orElseThrow().savedProperty().get().isPresent());
        robot.clickOn("#plan-open");
        await(() ->
                workbench
                        .orElseThrow()
                        .modelProperty()
                        .get()
                        .orElseThrow()
                        .file()
                        .endsWith("mlp-planned.json"));
        assertThat(robot.lookup("#plan-title").queryAs(Label.class).getText())
                .isEqualTo("Which factors does the model need at least?");
    }
}
