package org.unitscope.task;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The one place where a file that cannot be used becomes a sentence: which, why, what to do.
public final class FileSentence {
    private FileSentence() {}

    /// The sentence, without a period.
    public static String of(FileSystemException failure) {
        if (failure instanceof UnwritableException) {
            return String.valueOf(failure.getMessage());
        }
        return "'" + failure.getFile() + "' cannot be used: " + reason(failure);
    }

    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file; check the name";
            case AccessDeniedException denied -> "there is no permission to open it; allow it";
            case NotDirectoryException file -> "it is no folder; name one";
            default ->
                    failure.getReason() == null
                            ? failure.getClass().getSimpleName()
                            : failure.getReason();
        };
    }
}
