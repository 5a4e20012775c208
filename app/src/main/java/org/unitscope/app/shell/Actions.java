package org.unitscope.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.Dragboard;
import org.unitscope.app.session.ExportKind;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.run.RunStore;

/// What menus, tool bar, shortcuts and drag and drop do.
final class Actions {
    private final Workbench workbench;
    private final FilePrompt prompt;
    private final ThemeModel themes;

    Actions(Workbench workbench, FilePrompt prompt, ThemeModel themes) {
        this.workbench = workbench;
        this.prompt = prompt;
        this.themes = themes;
    }

    void openModel() {
        prompt.modelToOpen().ifPresent(this::open);
    }

    void open(Path file) {
        workbench.open(file, Map.of());
    }

    void openRun() {
        prompt.runToOpen().ifPresent(workbench::openRun);
    }

    void saveRun() {
        prompt.folderForRun().ifPresent(workbench::saveRun);
    }

    /// The model as it is now: at its sizes, rewritten by its scheme.
    void saveModel() {
        String scheme = workbench.schemeProperty().get().replaceAll("[^A-Za-z0-9]+", "-");
        String name =
                workbench.modelProperty().get().map(model -> model.graph().name()).orElse("model");
        prompt.fileForModel(
                        scheme.equals("none")
                                ? name + "-variant.json"
                                : name + "-" + scheme + ".json")
                .ifPresent(workbench::saveModel);
    }

    void export(ExportKind kind) {
        String name =
                workbench.runProperty().get().map(run -> run.spec().modelName()).orElse("model");
        prompt.fileForExport(kind.fileName(name)).ifPresent(file -> workbench.export(kind, file));
    }

    void switchTheme() {
        themes.themeProperty().set(themes.themeProperty().get().other());
        workbench.settings().putText("theme", themes.themeProperty().get().name());
    }

    /// What was dropped, if it can be opened: one file, or the folder of a run.
    static Optional<Path> dropped(Dragboard board) {
        List<Path> files = board.getFiles().stream().map(file -> file.toPath()).toList();
        return files.size() == 1 ? Optional.of(files.getFirst()) : Optional.empty();
    }

    void openDropped(Dragboard board) {
        Optional<Path> file = dropped(board);
        if (file.isEmpty()) {
            workbench.refuse("Several files were dropped", "drop one model at a time");
        } else if (RunStore.isRun(file.get())) {
            workbench.openRun(file.get());
        } else {
            open(file.get());
        }
    }

    Workbench workbench() {
        return workbench;
    }

    ThemeModel themes() {
        return themes;
    }
}
