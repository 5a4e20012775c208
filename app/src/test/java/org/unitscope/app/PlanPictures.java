package org.unitscope.app;

import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.ThemeModel;

/// Takes pictures of the window of scaling plans in its states.
record PlanPictures(Path folder, ThemeModel themes, WorkbenchView view, Workbench workbench) {
    void take() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showPlan();
            return "";
        });
        picture("nothing");
        open("model-zoo/gpt-mini.json");
        picture("ready");
        plan();
        picture("gpt-mini");
        tab(1);
        picture("weights");
        tab(2);
        picture("left");
        tab(0);
        open("model-zoo/bert-base.json");
        fire("#plan-start");
        Thread.sleep(2500);
        picture("busy");
        settle();
        picture("bert-base");
        type("#plan-headroom", "12");
        plan();
        tab(2);
        picture("much-room");
        type("#plan-headroom", "lots");
        plan();
        picture("wrong");
        type("#plan-headroom", "1");
        ScreenshotTool.onFx(() -> {
            Window.getWindows().get(1).hide();
            return "";
        });
    }

    private static Parent root() {
        return Window.getWindows().get(1).getScene().getRoot();
    }

    private void open(String model) throws Exception {
        ScreenshotTool.onFx(() -> {
            workbench.open(Path.of(model), Map.of());
            return "";
        });
        for (int i = 0; i < 600; i++) {
            Thread.sleep(100);
            if (!ScreenshotTool.onFx(() -> workbench.runner().status().busyProperty().get())) {
                return;
            }
        }
    }

    private static void fire(String button) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((Button) root().lookup(button)).fire();
            return "";
        });
    }

    private static void plan() throws Exception {
        fire("#plan-start");
        settle();
    }

    private static void settle() throws Exception {
        for (int i = 0; i < 600; i++) {
            Thread.sleep(100);
            if (!ScreenshotTool.onFx(() -> root().lookup("#plan-cancel").getParent().isVisible())) {
                return;
            }
        }
    }

    private static void type(String field, String text) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((TextField) root().lookup(field)).setText(text);
            return "";
        });
    }

    private static void tab(int index) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((TabPane) root().lookup(".plan .tab-pane")).getSelectionModel().select(index);
            return "";
        });
    }

    private void picture(String name) throws Exception {
        ScreenshotTool.windowPicture(themes, folder, "plan-" + name);
    }
}
