package org.unitscope.task;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file, or the folder of a run, that could not be written: the user's own name for it, why, and
/// what to do about it. What the operating system said is the cause.
public final class UnwritableException extends FileSystemException {
    private static final long serialVersionUID = 1;

    /// One for this file.
    ///
    /// @param reason why, and what to do, without the name
    public UnwritableException(Path file, String reason) {
        super(file.toString(), null, reason);
    }

    /// One for the folder of a file.
    public UnwritableException(Path folder, UnwritableException file) {
        this(folder, file.getReason());
        initCause(file);
    }

    /// What a failure to write means for the user. What can be seen (a folder that is missing, a
    /// disk that is read-only) goes before what the operating system says, which may be in any
    /// language and may name a temporary file.
    ///
    /// @param file as the user named it
    /// @param bytes how many were to be written
    public static UnwritableException of(Path file, long bytes, IOException failure) {
        if (failure instanceof UnwritableException known) {
            return known;
        }
        UnwritableException result =
                new UnwritableException(file, WriteObstacle.of(file, bytes, failure));
        result.initCause(failure);
        return result;
    }

    /// Refuses a file whose place is a folder, or is in none.
    public static void requirePlace(Path file) throws UnwritableException {
        String obstacle = WriteObstacle.ofPlace(file);
        if (!obstacle.isEmpty()) {
            throw new UnwritableException(file, obstacle);
        }
        if (Files.isDirectory(file)) {
            throw new UnwritableException(file, WriteObstacle.FOLDER);
        }
    }

    /// The sentence.
    @Override
    public String getMessage() {
        return "'" + getFile() + "' cannot be written: " + getReason();
    }
}
