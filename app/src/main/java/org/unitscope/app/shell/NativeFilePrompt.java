package org.unitscope.app.shell;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.unitscope.app.settings.Settings;

/// The dialogs of the operating system; each kind starts in the folder it was in last.
final class NativeFilePrompt implements FilePrompt {
    private final Window owner;
    private final Settings settings;

    NativeFilePrompt(Window owner, Settings settings) {
        this.owner = owner;
        this.settings = settings;
    }

    @Override
    public Optional<Path> modelToOpen() {
        FileChooser chooser = chooser("Open model", "folder.model");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Models (*.json)", "*.json"),
                        new FileChooser.ExtensionFilter("All files", "*.*"));
        return chosen(chooser.showOpenDialog(owner), "folder.model");
    }

    @Override
    public Optional<Path> runToOpen() {
        return folder("Open run folder", "folder.run");
    }

    @Override
    public Optional<Path> mappingToOpen() {
        FileChooser chooser = chooser("Open mapping of tensors", "folder.mapping");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Mappings (*.json)", "*.json"),
                        new FileChooser.ExtensionFilter("All files", "*.*"));
        return chosen(chooser.showOpenDialog(owner), "folder.mapping");
    }

    @Override
    public Optional<Path> folderForRun() {
        return folder("Save run in an empty folder", "folder.run");
    }

    @Override
    public Optional<Path> fileForReport(String suggestedName) {
        FileChooser chooser = chooser("Save report", "folder.report");
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Web page (*.html)", "*.html"),
                        new FileChooser.ExtensionFilter("PDF (*.pdf)", "*.pdf"),
                        new FileChooser.ExtensionFilter("Markdown (*.md)", "*.md"),
                        new FileChooser.ExtensionFilter("Every number, JSON (*.json)", "*.json"),
                        new FileChooser.ExtensionFilter("Every number, CSV (*.csv)", "*.csv"));
        return chosen(chooser.showSaveDialog(owner), "folder.report")
                .map(file -> asFiltered(file, chooser.getSelectedExtensionFilter()));
    }

    @Override
    public Optional<Path> fileForModel(String suggestedName) {
        FileChooser chooser = chooser("Save model", "folder.model");
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Models (*.json)", "*.json"));
        return chosen(chooser.showSaveDialog(owner), "folder.model")
                .map(file -> withExtension(file, ".json"));
    }

    @Override
    public Optional<Path> fileForTable(String suggestedName) {
        FileChooser chooser = chooser("Export table", "folder.table");
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Tables (*.csv)", "*.csv"));
        return chosen(chooser.showSaveDialog(owner), "folder.table")
                .map(file -> withExtension(file, ".csv"));
    }

    @Override
    public Optional<Path> fileForExport(String suggestedName) {
        FileChooser chooser = chooser("Export", "folder.export");
        chooser.setInitialFileName(suggestedName);
        String ending = suggestedName.substring(suggestedName.lastIndexOf('.'));
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Files (*" + ending + ")", "*" + ending));
        return chosen(chooser.showSaveDialog(owner), "folder.export")
                .map(file -> withExtension(file, ending));
    }

    @Override
    public Optional<Path> fileForRule(String suggestedName) {
        FileChooser chooser = chooser("Save rule file", "folder.rule");
        chooser.setInitialFileName(suggestedName);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Rule files (*.json)", "*.json"));
        return chosen(chooser.showSaveDialog(owner), "folder.rule")
                .map(file -> withExtension(file, ".json"));
    }

    /// The name with the extension of the chosen kind: the suggested name has that of the first.
    private static Path asFiltered(Path chosen, FileChooser.@Nullable ExtensionFilter kind) {
        String wanted = kind == null ? ".html" : kind.getExtensions().getFirst().substring(1);
        String name = String.valueOf(chosen.getFileName());
        boolean other = wanted.equals(".html") || !name.endsWith(".html");
        return other
                ? withExtension(chosen, wanted)
                : chosen.resolveSibling(name.replaceFirst("\\.html$", wanted));
    }

    /// Some dialogs return the name without the extension of the filter.
    private static Path withExtension(Path chosen, String extension) {
        String name = String.valueOf(chosen.getFileName());
        return name.contains(".") ? chosen : chosen.resolveSibling(name + extension);
    }

    private Optional<Path> folder(String title, String key) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        lastFolder(key).ifPresent(chooser::setInitialDirectory);
        return chosen(chooser.showDialog(owner), key);
    }

    private FileChooser chooser(String title, String key) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        lastFolder(key).ifPresent(chooser::setInitialDirectory);
        return chooser;
    }

    private Optional<File> lastFolder(String key) {
        String folder = settings.text(key, "");
        return folder.isEmpty() || !Files.isDirectory(Path.of(folder))
                ? Optional.empty()
                : Optional.of(new File(folder));
    }

    private Optional<Path> chosen(@Nullable File file, String key) {
        if (file == null) {
            return Optional.empty();
        }
        Path parent = file.toPath().toAbsolutePath().getParent();
        settings.putText(key, String.valueOf(parent));
        return Optional.of(file.toPath());
    }
}
