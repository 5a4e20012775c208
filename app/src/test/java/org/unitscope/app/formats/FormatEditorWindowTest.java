package org.unitscope.app.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// The real editor on the headless platform: from a preset to a format of one's own.
@ExtendWith(ApplicationExtension.class)
class FormatEditorWindowTest {
    private final List<ScalarFormat> judged = new ArrayList<>();

    @Start
    void open(Stage stage) throws Exception {
        Path settings = Files.createTempDirectory("unitscope").resolve("settings.properties");
        FormatLibrary library = new FormatLibrary(new Settings(settings));
        ThemeModel themes = new ThemeModel(Theme.LIGHT);
        FormatEditorViewModel model = new FormatEditorViewModel(library, judged::add);
        FormatChooser chooser = new FormatChooser(library, Formats.FP16, Optional.empty());
        chooser.setId("chooser");
        chooser.formatProperty()
                .subscribe(now -> {
                    judged.add(now);
                });
        BorderPane root = new BorderPane(new FormatEditorView(model, themes));
        root.setTop(chooser);
        Scene scene = new Scene(root, 1100, 720);
        themes.style(scene);
        stage.setX(0);
        stage.setY(0);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void aPresetIsDuplicatedChangedSavedAndJudged(FxRobot robot) {
        robot.clickOn("#format-duplicate");
        Spinner<?> exponent = robot.lookup("#format-exponent").queryAs(Spinner.class);
        robot.interact(() -> exponent.increment(1));
        robot.clickOn("#format-save");
        robot.clickOn("#format-judge");

        assertThat(judged.getLast()).isEqualTo(Formats.require("s1e5m3b15_fn"));
        assertThat(robot.lookup("#format-save").queryAs(Button.class).isDisabled()).isTrue();
        robot.interact(() -> exponent.increment(4));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#format-problem").queryAs(Label.class).getText())
                .contains("exponent bits");
        assertThat(robot.lookup("#format-judge").queryAs(Button.class).isDisabled()).isTrue();
        robot.clickOn("#format-undo");
        assertThat(robot.lookup("#format-problem").queryAs(Label.class).getText()).isEmpty();
    }

    @Test
    void theChooserIsOperatedByKeys(FxRobot robot) {
        robot.clickOn("#chooser");
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(
                () -> robot.lookup("#format-filter").queryAs(TextField.class).setText("e5m2"));
        robot.clickOn("#format-filter").type(KeyCode.DOWN).type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(judged.getLast().name()).isEqualTo("fp8_e5m2fnuz");
    }
}
