package org.unitscope.task;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Why something cannot be written, and what to do about it.
final class WriteObstacle {
    static final String FOLDER = "it is a folder; name a file in it";
    private static final String FULL =
            "no space is left on the disk; free some, or name a place on another disk";
    private static final String READ_ONLY =
            "the disk is read-only; name a place on one that can be written";
    private static final List<String> FULL_WORDS = List.of("no space left", "not enough space");

    private WriteObstacle() {}

    /// @param bytes how many were to be written
    static String of(Path file, long bytes, IOException failure) {
        String place = ofPlace(file);
        if (!place.isEmpty()) {
            return place;
        }
        String said = said(failure);
        String words = said.toLowerCase(Locale.ROOT);
        Path folder = Files.isDirectory(file) ? file.toAbsolutePath() : folder(file);
        if (FULL_WORDS.stream().anyMatch(words::contains)) {
            return FULL;
        }
        if (words.contains("quota")) {
            return "your disk quota is used up; free some space, or name a place on another disk";
        }
        if (words.contains("read-only") || isReadOnly(folder)) {
            return READ_ONLY;
        }
        if (failure instanceof AccessDeniedException || words.contains("not permitted")) {
            return "there is no permission to write in the folder '%s'; allow it, or name another folder"
                    .formatted(folder.normalize());
        }
        if (words.contains("too long")) {
            return "its name is too long; shorten it";
        }
        if (hasLessThan(folder, bytes)) {
            return FULL;
        }
        if (failure instanceof NoSuchFileException) {
            return "the folder '%s' takes no new files; name another folder"
                    .formatted(folder.normalize());
        }
        return said + "; name another place, or repair this one";
    }

    /// What is wrong with where it is to go, empty if nothing is.
    static String ofPlace(Path file) {
        Path folder = folder(file);
        if (Files.isDirectory(folder)) {
            return "";
        }
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there)
                ? "there is no folder '%s'; make it first".formatted(folder.normalize())
                : "'%s' is a file and can hold none; name a folder".formatted(there.normalize());
    }

    private static String said(IOException failure) {
        String said =
                failure instanceof FileSystemException file
                        ? file.getReason()
                        : failure.getMessage();
        return said == null || said.isBlank() ? failure.getClass().getSimpleName() : said;
    }

    private static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    private static boolean isReadOnly(Path folder) {
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean hasLessThan(Path folder, long bytes) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getTotalSpace() > 0 && store.getUsableSpace() < bytes;
        } catch (IOException unknown) {
            return false;
        }
    }
}
