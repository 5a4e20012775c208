package org.unitscope.app;

import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.ThemeModel;

/// Takes pictures of the window of scale laws in its states.
record SweepPictures(Path folder, ThemeModel themes, WorkbenchView view, Workbench workbench) {
    private void picture(String name) throws Exception {
        ScreenshotTool.windowPicture(themes, folder, "sweep-" + name);
    }

    void take() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showScaleLaws();
            return "";
        });
        picture("nothing");
        open("model-zoo/mlp.json");
        picture("ready");
        compute("width", "256..4096");
        choose(2, 3, 0);
        picture("width");
        open("model-zoo/gpt-mini.json");
        compute("layers", "2..24:+2");
        filter("blocks.last");
        choose(0, 3, 9, 20, 21, 22);
        picture("depth");
        filter("");
        compute("width", "96..1536:x1.5");
        picture("skipped");
        compute("width", "256..4096");
        picture("failed");
        type("width", "256..");
        picture("bad-range");
        type("layers", "100..700:+10");
        ScreenshotTool.onFx(() -> {
            ((Button) root().lookup("#sweep-compute")).fire();
            return "";
        });
        Thread.sleep(2500);
        picture("busy");
        Thread.sleep(1500);
        ScreenshotTool.onFx(() -> {
            ((Button) root().lookup("#sweep-cancel")).fire();
            return "";
        });
        Thread.sleep(500);
        picture("cancelled");
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            return "";
        });
    }

    private void open(String model) throws Exception {
        ScreenshotTool.onFx(() -> {
            workbench.open(Path.of(model), Map.of());
            return "";
        });
        Thread.sleep(3000);
    }

    private static Parent root() {
        return Window.getWindows().get(1).getScene().getRoot();
    }

    private static void type(String size, String range) throws Exception {
        ScreenshotTool.onFx(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<String> sizes = (ComboBox<String>) root().lookup("#sweep-size");
            sizes.setValue(size);
            ((TextField) root().lookup("#sweep-range")).setText(range);
            return "";
        });
    }

    private static void compute(String size, String range) throws Exception {
        type(size, range);
        ScreenshotTool.onFx(() -> {
            ((Button) root().lookup("#sweep-compute")).fire();
            return "";
        });
        for (int i = 0; i < 600; i++) {
            Thread.sleep(100);
            if (!ScreenshotTool.onFx(
                    () -> root().lookup("#sweep-cancel").getParent().isVisible())) {
                return;
            }
        }
    }

    private static void filter(String text) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((TextField) root().lookup("#law-filter")).setText(text);
            return "";
        });
    }

    private static void choose(int first, int... more) throws Exception {
        ScreenshotTool.onFx(() -> {
            TableView<?> laws = (TableView<?>) root().lookup("#laws");
            laws.getSelectionModel().clearAndSelect(first);
            for (int row : more) {
                laws.getSelectionModel().select(row);
            }
            return "";
        });
    }
}
