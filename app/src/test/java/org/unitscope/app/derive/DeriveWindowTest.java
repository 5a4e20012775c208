package org.unitscope.app.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
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

/// The real window on the headless platform: from a formula to a rule file.
@ExtendWith(ApplicationExtension.class)
class DeriveWindowTest {
    private Path folder = Path.of("");

    @Start
    void open(Stage stage) throws Exception {
        folder = Files.createTempDirectory("unitscope");
        Workbench workbench =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        DeriveView view =
                new DeriveView(
                        new DeriveViewModel(workbench, new EngineRunner()),
                        new ThemeModel(Theme.LIGHT),
                        name -> Optional.of(folder.resolve(name)));
        stage.setX(0);
        stage.setY(0);
        stage.setScene(new Scene(view, 1040, 580));
        stage.show();
    }

    private static void await(BooleanSupplier condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition::getAsBoolean);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(FxRobot robot, String label) {
        return robot.lookup(label).tryQueryAs(Label.class).map(Label::getText).orElse("");
    }

    private static void type(FxRobot robot, String field, String text) {
        robot.interact(() -> robot.lookup(field).queryAs(TextField.class).setText(text));
    }

    @Test
    void typingDerivesAndSavingWrites(FxRobot robot) throws Exception {
        await(() -> text(robot, "#factor-forward").equals("1.709358590"));
        type(robot, "#parameter-k", "1");
        await(() -> text(robot, "#factor-forward").startsWith("1.78718"));
        type(robot, "#derive-formula", "x * sigmod(x)");
        await(() -> text(robot, "#derive-problem").contains("did you mean sigmoid?"));
        assertThat(robot.lookup("#derive-save").queryAs(Button.class).isDisabled()).isTrue();
        type(robot, "#derive-formula", "step(x)");
        await(() -> text(robot, "#factor-backward").startsWith("none: f jumps at x = 0"));
        type(robot, "#derive-formula", "relu(x) ^ 2");
        await(() -> !robot.lookup("#derive-save").queryAs(Button.class).isDisabled());
        type(robot, "#derive-name", "square_relu");
        robot.clickOn("#derive-save");
        await(() -> text(robot, "#derive-notice").startsWith("Written to"));
        assertThat(folder.resolve("square-relu.json")).isRegularFile();
    }
}
