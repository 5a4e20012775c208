package org.unitscope.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// How the files of a run get into its folder all at once. They are written into a folder inside
/// with a temporary name; that is renamed to [#NEXT], by which the run in it counts; then its files
/// move up, one by one. A reader takes a file from `NEXT` while it is there, so a process that is
/// killed at any moment leaves the old run or the new one, and who writes next moves up the rest.
final class RunFolder {
    /// A complete run whose files are yet to move up.
    static final String NEXT = ".next";

    private static final List<String> TABLES =
            List.of(RunFiles.TENSORS, RunFiles.HISTOGRAMS, RunFiles.BINS);

    private RunFolder() {}

    /// Where a file of the run is; nothing is there if the run has no such file.
    static Path file(Path folder, String name) {
        Path next = folder.resolve(NEXT).resolve(name);
        // The log moves up after the manifest: until that has, a log above is the old run's.
        boolean isOld =
                name.equals(RunFiles.REWRITE_LOG)
                        && Files.exists(folder.resolve(NEXT).resolve(RunFiles.MANIFEST));
        return isOld || Files.exists(next) ? next : folder.resolve(name);
    }

    /// Whether nothing is in it but what a process that was killed here left.
    static boolean holdsLeftoversOnly(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.allMatch(file -> file.endsWith(NEXT) || Temporaries.isOne(file));
        }
    }

    /// Writes the files, in place of those of a run that is there.
    ///
    /// @param texts by name; the manifest must be one
    static void replace(Path folder, Map<String, String> texts) throws IOException {
        Path next = folder.resolve(NEXT);
        moveUp(folder);
        Temporaries.removeAbandoned(next);
        Path temporary = Temporaries.beside(next);
        try {
            Temporaries.remove(temporary);
            Files.createDirectory(temporary);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(temporary.resolve(text.getKey()), text.getValue());
            }
            Files.move(temporary, next, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Temporaries.remove(temporary);
        }
        moveUp(folder);
    }

    /// The order matters: see [#file].
    private static void moveUp(Path folder) throws IOException {
        Path next = folder.resolve(NEXT);
        if (!Files.isDirectory(next)) {
            return;
        }
        for (String table : TABLES) {
            moveUp(folder, table);
        }
        boolean isNew = Files.exists(next.resolve(RunFiles.MANIFEST));
        if (isNew && !Files.exists(next.resolve(RunFiles.REWRITE_LOG))) {
            Files.deleteIfExists(folder.resolve(RunFiles.REWRITE_LOG));
        }
        moveUp(folder, RunFiles.MANIFEST);
        moveUp(folder, RunFiles.REWRITE_LOG);
        Files.deleteIfExists(next);
    }

    private static void moveUp(Path folder, String name) throws IOException {
        try {
            Files.move(
                    folder.resolve(NEXT).resolve(name),
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException moved) {
            return; // by the process that was killed, or the run has none
        }
    }
}
