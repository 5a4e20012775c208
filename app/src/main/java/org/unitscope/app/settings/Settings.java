package org.unitscope.app.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/// What survives a restart: recent files, theme, window size, recipe, custom formats. A properties
/// file in the user's configuration folder; one that is missing or damaged counts as empty, one
/// that cannot be written costs nothing but the memory.
public final class Settings {
    private static final System.Logger LOG = System.getLogger(Settings.class.getName());
    private static final int MOST_RECENT = 9;

    private final Path file;
    private final Properties values = new Properties();

    /// Settings kept in this file.
    public Settings(Path file) {
        this.file = file;
        if (Files.isReadable(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            } catch (IOException | IllegalArgumentException damaged) {
                LOG.log(System.Logger.Level.WARNING, "settings ignored: " + damaged.getMessage());
                values.clear();
            }
        }
    }

    /// The file in the configuration folder of this user on this system.
    public static Path userFile() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        String configured = System.getenv(os.contains("win") ? "APPDATA" : "XDG_CONFIG_HOME");
        Path folder;
        if (configured != null && !configured.isBlank()) {
            folder = Path.of(configured);
        } else if (os.contains("mac")) {
            folder = home.resolve("Library/Application Support");
        } else {
            folder = home.resolve(os.contains("win") ? "AppData/Roaming" : ".config");
        }
        return folder.resolve("unitscope").resolve("workbench.properties");
    }

    /// A remembered word, or the other one.
    public String text(String key, String otherwise) {
        return values.getProperty(key, otherwise);
    }

    /// Remembers a word.
    public void putText(String key, String value) {
        values.setProperty(key, value);
        save();
    }

    /// A remembered list of words, empty if there is none.
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; ; i++) {
            String text = values.getProperty(key + "." + i);
            if (text == null) {
                return texts;
            }
            texts.add(text);
        }
    }

    /// Remembers a list of words in the place of the one before.
    public void putTexts(String key, List<String> texts) {
        for (int i = texts.size(); values.remove(key + "." + i) != null; i++) {
            // Forgets what the list before had more.
        }
        for (int i = 0; i < texts.size(); i++) {
            values.setProperty(key + "." + i, texts.get(i));
        }
        save();
    }

    /// The files opened last, the latest first; also those that are gone by now.
    public List<Path> recentFiles() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < MOST_RECENT; i++) {
            String path = values.getProperty("recent." + i);
            if (path != null) {
                files.add(Path.of(path));
            }
        }
        return files;
    }

    /// Puts a file at the head of the recent ones.
    public void addRecentFile(Path opened) {
        Path absolute = opened.toAbsolutePath().normalize();
        List<Path> files = recentFiles();
        files.remove(absolute);
        files.addFirst(absolute);
        replaceRecent(files);
    }

    /// Forgets the recent files.
    public void clearRecentFiles() {
        replaceRecent(List.of());
    }

    private void replaceRecent(List<Path> files) {
        for (int i = 0; i < MOST_RECENT; i++) {
            values.remove("recent." + i);
            if (i < files.size()) {
                values.setProperty("recent." + i, files.get(i).toString());
            }
        }
        save();
    }

    /// Where the window was when it closed.
    public WindowBounds windowBounds() {
        try {
            return new WindowBounds(
                    Double.parseDouble(text("window.width", "1280")),
                    Double.parseDouble(text("window.height", "800")),
                    Boolean.parseBoolean(text("window.maximized", "false")));
        } catch (NumberFormatException damaged) {
            return WindowBounds.FIRST;
        }
    }

    /// Remembers where the window is.
    public void putWindowBounds(WindowBounds bounds) {
        values.setProperty("window.width", Double.toString(bounds.width()));
        values.setProperty("window.height", Double.toString(bounds.height()));
        values.setProperty("window.maximized", Boolean.toString(bounds.maximized()));
        save();
    }

    private void save() {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            StringWriter text = new StringWriter();
            values.store(text, "Unitscope workbench");
            Path temporary = Files.createTempFile(folder, ".workbench", ".tmp");
            Files.writeString(temporary, text.toString());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            LOG.log(System.Logger.Level.WARNING, "settings not kept: " + unwritable.getMessage());
        }
    }
}
