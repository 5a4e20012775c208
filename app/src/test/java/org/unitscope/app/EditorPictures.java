package org.unitscope.app;

import java.nio.file.Path;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.image.WritableImage;
import javafx.stage.Window;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;

/// Takes pictures of the editor of number formats.
record EditorPictures(Path folder, ThemeModel themes, WorkbenchView view) {
    /// Takes pictures of a window other than the main one.
    private void windows(String name, int place) throws Exception {
        for (Theme theme : Theme.values()) {
            ScreenshotTool.onFx(() -> {
                themes.themeProperty().set(theme);
                return "";
            });
            Thread.sleep(400);
            WritableImage image =
                    ScreenshotTool.onFx(
                            () -> Window.getWindows().get(place).getScene().snapshot(null));
            String suffix = theme.name().toLowerCase(java.util.Locale.ROOT);
            ScreenshotTool.write(image, folder.resolve(name + "-" + suffix + ".png"));
        }
    }

    void take() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showFormats();
            return "";
        });
        windows("editor-preset", 1);
        press("#format-duplicate");
        select("#format-tabs", 1);
        windows("editor-difference", 1);
        ScreenshotTool.onFx(() -> {
            Spinner<?> exponent = (Spinner<?>) editorRoot().lookup("#format-exponent");
            exponent.increment(5);
            return "";
        });
        windows("editor-invalid", 1);
        press("#format-undo");
        select("#format-tabs", 2);
        ScreenshotTool.onFx(() -> {
            ((CheckBox) editorRoot().lookup("#format-linear")).setSelected(true);
            return "";
        });
        windows("editor-trial", 1);
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            return "";
        });
    }

    private static Parent editorRoot() {
        return Window.getWindows().get(1).getScene().getRoot();
    }

    private static void press(String button) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((Button) editorRoot().lookup(button)).fire();
            return "";
        });
    }

    private static void select(String tabs, int place) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((TabPane) editorRoot().lookup(tabs)).getSelectionModel().select(place);
            return "";
        });
    }
}
