package org.unitscope.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.stage.Window;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.Formats;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;

/// Takes pictures of the window of comparisons in its states.
record ComparisonPictures(Path folder, ThemeModel themes, WorkbenchView view, Workbench workbench) {
    private void picture(String name) throws Exception {
        ScreenshotTool.windowPicture(themes, folder, "compare-" + name);
    }

    private static Window window() {
        return Window.getWindows().get(1);
    }

    void take() throws Exception {
        show();
        picture("nothing");
        for (String formats : List.of("fp8", "fp16")) {
            sample(formats, "1");
        }
        show();
        Thread.sleep(1000);
        picture("formats");
        tabs("formats");
        type("#tolerance", "a lot");
        ScreenshotTool.onFx(() -> {
            ((ToggleButton) root().lookup("#change-FIXED")).fire();
            ((TabPane) root().lookup("#comparison-tabs")).getSelectionModel().select(0);
            return "";
        });
        type("#pair-filter", "ffn");
        picture("filtered");
        type("#tolerance", "0.5");
        type("#pair-filter", "");
        ScreenshotTool.onFx(() -> {
            ((ToggleButton) root().lookup("#change-FIXED")).fire();
            return "";
        });
        sample("fp8", "2");
        choose("#run-b", 1);
        choose("#run-a", 3);
        picture("seeds");
        stored(RunFixtures.ugly(), changed(RunFixtures.ugly()));
        picture("ugly");
        tabs("ugly");
        stored(RunFixtures.large(625), RunFixtures.large(500));
        picture("large");
        tabs("large");
        stored(Files.createTempDirectory("no-run"), Files.createTempDirectory("none"));
        picture("failed");
        ScreenshotTool.onFx(() -> {
            window().hide();
            return "";
        });
    }

    /// The ugly run with its activations eightfold, two tensors more and one less, zeros where
    /// numbers were.
    private static RunRecord changed(RunRecord run) {
        List<TensorRecord> tensors = new ArrayList<>();
        for (TensorRecord tensor : run.tensors()) {
            boolean gradient = tensor.key().role() == Role.ACTIVATION_GRADIENT;
            if (gradient && tensor.measured().isPresent()) {
                tensors.add(
                        RunFixtures.tensor(
                                tensor.path(),
                                Role.ACTIVATION_GRADIENT,
                                1,
                                Formats.FP8_E5M2,
                                RunFixtures.bell(4096, 1)));
            } else if (tensor.path().equals("ugly.single")) {
                tensors.add(RunFixtures.tensor("ugly.single", Role.ACTIVATION, 1, Formats.FP32, 0));
            } else if (!tensor.path().equals("ugly.constant")) {
                tensors.add(tensor);
            }
        }
        float[] bell = RunFixtures.bell(256, 1);
        tensors.add(
                2, RunFixtures.tensor("decoder.scale", Role.ACTIVATION, 1, Formats.FP8_E4M3, bell));
        tensors.add(RunFixtures.tensor("ugly.scale", Role.ACTIVATION, 1, Formats.FP8_E4M3, bell));
        return RunFixtures.run("changed", true, tensors);
    }

    private void tabs(String name) throws Exception {
        List<String> titles = List.of("", "heatmaps", "table", "unaligned");
        for (int tab = 1; tab < titles.size(); tab++) {
            int shown = tab;
            ScreenshotTool.onFx(() -> {
                ((TabPane) root().lookup("#comparison-tabs")).getSelectionModel().select(shown);
                return "";
            });
            picture(name + "-" + titles.get(tab));
        }
        ScreenshotTool.onFx(() -> {
            ((TabPane) root().lookup("#comparison-tabs")).getSelectionModel().select(0);
            ((ListView<?>) root().lookup("#dumbbells")).getSelectionModel().select(0);
            return "";
        });
    }

    private void show() throws Exception {
        ScreenshotTool.onFx(() -> {
            view.showComparison();
            return "";
        });
    }

    private void sample(String formats, String seed) throws Exception {
        ScreenshotTool.onFx(() -> {
            workbench.recipeProperty().set(formats);
            workbench.seedProperty().set(seed);
            workbench.open(
                    Path.of("model-zoo/gpt-mini.json"),
                    Map.of("batch", 2.0, "sequence", 64.0, "layers", 4.0));
            return "";
        });
        await();
        ScreenshotTool.onFx(() -> {
            workbench.sample();
            return "";
        });
        await();
    }

    private void await() throws Exception {
        for (int i = 0; i < 1200; i++) {
            Thread.sleep(100);
            if (!ScreenshotTool.onFx(() -> workbench.runner().status().busyProperty().get())) {
                return;
            }
        }
    }

    private void stored(RunRecord a, RunRecord b) throws Exception {
        Path first = Files.createTempDirectory("run-a");
        Path second = Files.createTempDirectory("run-b");
        RunStore.write(a, first);
        RunStore.write(b, second);
        stored(first, second);
    }

    private static void stored(Path a, Path b) throws Exception {
        ScreenshotTool.onFx(() -> {
            ScreenshotTool.TO_OPEN.set(a);
            ((Button) root().lookup("#folder-a")).fire();
            ScreenshotTool.TO_OPEN.set(b);
            ((Button) root().lookup("#folder-b")).fire();
            return "";
        });
        Thread.sleep(3000);
    }

    private static Parent root() {
        return window().getScene().getRoot();
    }

    private static void type(String field, String text) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((TextField) root().lookup(field)).setText(text);
            return "";
        });
    }

    private static void choose(String box, int row) throws Exception {
        ScreenshotTool.onFx(() -> {
            ((ComboBox<?>) root().lookup(box)).getSelectionModel().select(row);
            return "";
        });
        Thread.sleep(1000);
    }
}
