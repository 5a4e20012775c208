package org.unitscope.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.unitscope.app.session.Engine;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.shell.FilePrompt;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.app.tasks.EngineRunner;
import org.unitscope.app.theme.Theme;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;

/// Writes pictures of the window in every state and both themes, to be looked at.
///
/// Arguments: output folder, then model files. Needs `-Dglass.platform=Headless`.
public final class ScreenshotTool {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    /// The run folder that is chosen when the user is asked for one.
    static final AtomicReference<Path> TO_OPEN = new AtomicReference<>(Path.of(""));

    private final Path folder;
    private final Workbench workbench;
    private final ThemeModel themes = new ThemeModel(Theme.LIGHT);
    private final WorkbenchView view;
    private final Scene scene;

    private ScreenshotTool(Path folder, Engine engine) throws IOException {
        this.folder = folder;
        Path settings = Files.createTempDirectory("unitscope").resolve("settings.properties");
        workbench = new Workbench(engine, new EngineRunner(), new Settings(settings));
        view = new WorkbenchView(workbench, new NoPrompt(), themes);
        scene = new Scene(view, WIDTH, HEIGHT);
        themes.style(scene);
        Stage stage = new Stage();
        stage.setX(0);
        stage.setY(0);
        stage.setScene(scene);
        stage.show();
    }

    /// Nobody is there to be asked.
    private record NoPrompt() implements FilePrompt {
        @Override
        public Optional<Path> modelToOpen() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> runToOpen() {
            return Optional.ofNullable(TO_OPEN.get());
        }

        @Override
        public Optional<Path> mappingToOpen() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> folderForRun() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForReport(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForModel(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForTable(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForExport(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> fileForRule(String suggestedName) {
            return Optional.empty();
        }
    }

    /// Takes the pictures.
    public static void main(String... arguments) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        StandardEngine engine = new StandardEngine(OperatorCatalogue.standard());
        ScreenshotTool tool = onFx(() -> new ScreenshotTool(folder, engine));
        tool.picture("empty");
        new DerivePictures(folder, tool.themes, tool.view).take();
        if (arguments.length > 1 && arguments[1].equals("derive")) {
            Platform.exit();
            return;
        }
        new ReportPictures(folder, tool.themes, tool.view, tool.workbench).take();
        if (arguments.length > 1 && arguments[1].equals("report")) {
            Platform.exit();
            return;
        }
        new PlanPictures(folder, tool.themes, tool.view, tool.workbench).take();
        if (arguments.length > 1 && arguments[1].equals("plan")) {
            Platform.exit();
            return;
        }
        new SweepPictures(folder, tool.themes, tool.view, tool.workbench).take();
        new ComparisonPictures(folder, tool.themes, tool.view, tool.workbench).take();
        tool.fixture("ugly", RunFixtures.ugly());
        tool.fixture("large", RunFixtures.large(500));
        tool.shifted();
        new EditorPictures(folder, tool.themes, tool.view).take();
        for (int i = 1; i < arguments.length; i++) {
            tool.model(Path.of(arguments[i]));
        }
        onFx(() -> {
            tool.workbench.open(Path.of("does-not-exist.json"), Map.of());
            return "";
        });
        tool.await();
        tool.picture("bad-file");
        Platform.exit();
    }

    private void model(Path file) throws Exception {
        String name = file.getFileName().toString().replace(".json", "");
        onFx(() -> {
            workbench.open(file, Map.of());
            return "";
        });
        await();
        picture(name + "-predicted");
        onFx(() -> {
            workbench.sample();
            return "";
        });
        Thread.sleep(1500);
        picture(name + "-busy");
        await();
        picture(name + "-sampled");
        new ExplanationPictures(workbench, view, this::picture).take(name, explained(name));
        onFx(() -> {
            view.showTable();
            return "";
        });
        picture(name + "-table");
        onFx(() -> {
            view.showHeatmap();
            return "";
        });
    }

    /// What to explain of the models of the zoo.
    private static List<String> explained(String model) {
        return switch (model) {
            case "gpt-mini" ->
                    List.of(
                            "blocks.5.ffn_residual A",
                            "blocks.2.attention.query gA",
                            "blocks.0.attention_residual gA",
                            "embeddings.token.table gW",
                            "blocks.1.attention.mixed A");
            case "mlp" -> List.of("hidden.1.linear A", "first.weight gW");
            default -> List.of();
        };
    }

    private void fixture(String name, RunRecord run) throws Exception {
        Path stored = Files.createTempDirectory("run");
        org.unitscope.run.RunStore.write(run, stored);
        onFx(() -> {
            workbench.openRun(stored);
            return "";
        });
        await();
        int shown = 0;
        for (var tensor : run.tensors()) {
            if (shown < (name.equals("ugly") ? 20 : 1)) {
                onFx(() -> {
                    workbench.selection().select(tensor.key());
                    return "";
                });
                picture(name + "-" + shown++);
            }
        }
    }

    /// Tensor 1 of the ugly run, Gaussian gradients of 1e-5, moved by the best shift and drawn in
    /// narrow bars.
    private void shifted() throws Exception {
        Path stored = Files.createTempDirectory("run");
        RunRecord run = RunFixtures.ugly();
        org.unitscope.run.RunStore.write(run, stored);
        onFx(() -> {
            workbench.openRun(stored);
            return "";
        });
        await();
        onFx(() -> {
            workbench.selection().select(run.tensors().get(1).key());
            ((ToggleButton) view.lookup("#bin-width")).setSelected(true);
            ((Button) view.lookup("#shift-best")).fire();
            return "";
        });
        await();
        picture("shifted-best");
        onFx(() -> {
            ((Slider) view.lookup("#shift")).setValue(-2);
            return "";
        });
        picture("shifted-down");
        popOver("chooser", "#histogram-format");
        popOver("conversion", "#conversion");
    }

    private void popOver(String name, String button) throws Exception {
        for (Theme theme : Theme.values()) {
            onFx(() -> {
                themes.themeProperty().set(theme);
                return "";
            });
            Thread.sleep(400);
            onFx(() -> {
                ((Button) view.lookup(button)).fire();
                return "";
            });
            Thread.sleep(600);
            String suffix = theme.name().toLowerCase(java.util.Locale.ROOT);
            write(
                    onFx(() -> Window.getWindows().get(1).getScene().snapshot(null)),
                    folder.resolve(name + "-" + suffix + ".png"));
            onFx(() -> {
                Window.getWindows().get(1).hide();
                return "";
            });
            Thread.sleep(600);
        }
    }

    private void await() throws Exception {
        for (int i = 0; i < 6000; i++) {
            Thread.sleep(50);
            if (!onFx(() -> workbench.runner().status().busyProperty().get())) {
                return;
            }
        }
    }

    private void picture(String name) throws Exception {
        for (Theme theme : Theme.values()) {
            onFx(() -> {
                themes.themeProperty().set(theme);
                return "";
            });
            Thread.sleep(400);
            WritableImage image = onFx(() -> scene.snapshot(null));
            write(
                    image,
                    folder.resolve(
                            name + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
        }
    }

    /// The window beside the main one, in both themes.
    static void windowPicture(ThemeModel themes, Path folder, String name) throws Exception {
        for (Theme theme : Theme.values()) {
            onFx(() -> {
                themes.themeProperty().set(theme);
                return "";
            });
            Thread.sleep(400);
            String suffix = theme.name().toLowerCase(java.util.Locale.ROOT);
            write(
                    onFx(() -> Window.getWindows().get(1).getScene().snapshot(null)),
                    folder.resolve(name + "-" + suffix + ".png"));
        }
    }

    static void write(WritableImage image, Path file) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        PixelReader pixels = image.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(copy, "png", file.toFile());
    }

    static <V> V onFx(Callable<V> call) throws Exception {
        FutureTask<V> task = new FutureTask<>(call);
        Platform.runLater(task);
        return task.get();
    }
}
