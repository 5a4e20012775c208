package org.unitscope.app;

import java.nio.file.Path;
import javafx.scene.Parent;
import javafx.scene.control.TextField;
import javafx.stage.Window;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.ThemeModel;

/// Takes pictures of the window that derives factors.
record DerivePictures(Path folder, ThemeModel themes, WorkbenchView view) {
    void take() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showDerivation();
            return "";
        });
        Thread.sleep(1500);
        picture("example");
        type("where(x > a, b * (x - a) ^ 2, 0.1 * step(x + 1))");
        picture("jump");
        type("x * sigmod(x)");
        picture("wrong");
        type("exp(4 * x)");
        picture("warned");
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            return "";
        });
    }

    private static void type(String formula) throws Exception {
        ScreenshotTool.onFx(() -> {
            Parent root = Window.getWindows().get(1).getScene().getRoot();
            ((TextField) root.lookup("#derive-formula")).setText(formula);
            return "";
        });
        Thread.sleep(1500);
    }

    private void picture(String name) throws Exception {
        ScreenshotTool.windowPicture(themes, folder, "derive-" + name);
    }
}
