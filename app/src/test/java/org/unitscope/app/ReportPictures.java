package org.unitscope.app;

import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.ThemeModel;

/// Takes pictures of the window of reports in its states.
record ReportPictures(Path folder, ThemeModel themes, WorkbenchView view, Workbench workbench) {
    void take() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showReport();
            return "";
        });
        picture("nothing");
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            workbench.openRun(Path.of("sample-runs/gpt-mini-fp8-unscaled"));
            return "";
        });
        Thread.sleep(3000);
        ScreenshotTool.onFx(() -> {
            workbench.openRun(Path.of("sample-runs/gpt-mini-fp8-unit"));
            return "";
        });
        Thread.sleep(3000);
        ScreenshotTool.onFx(() -> {
            view.showReport();
            return "";
        });
        Thread.sleep(200);
        picture("busy");
        Thread.sleep(8000);
        picture("one");
        ScreenshotTool.onFx(() -> {
            ComboBox<?> against = (ComboBox<?>) root().lookup("#report-against");
            against.getSelectionModel().select(2);
            return "";
        });
        Thread.sleep(9000);
        picture("two");
        for (int i = 0; i < 3; i++) {
            ScreenshotTool.onFx(() -> {
                ((Button) root().lookup("#report-after")).fire();
                return "";
            });
            Thread.sleep(1500);
        }
        picture("page-4");
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            workbench.open(Path.of("model-zoo/mlp.json"), Map.of());
            return "";
        });
        Thread.sleep(2000);
    }

    private static Parent root() {
        return Window.getWindows().get(1).getScene().getRoot();
    }

    private void picture(String name) throws Exception {
        ScreenshotTool.windowPicture(themes, folder, "report-" + name);
    }
}
