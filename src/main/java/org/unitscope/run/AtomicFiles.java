package org.unitscope.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.unitscope.task.UnwritableException;

/// Writes files so that a reader sees the old one or the new one, never a part, even if the process
/// is killed. Only `ATOMIC_MOVE` replaces a file in one step: `REPLACE_EXISTING` removes the old
/// one first. What a killed process left is removed when the same file is written again.
public final class AtomicFiles {
    private AtomicFiles() {}

    /// Writes the text in UTF-8 under a temporary name beside the file and moves it into place.
    ///
    /// @throws UnwritableException if it cannot be written; what was there stays
    public static void write(Path file, String text) throws UnwritableException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes the bytes in the same way. A link stays one: what it points to is replaced. Devices
    /// and pipes, such as `/dev/stdout`, are written to.
    ///
    /// @throws UnwritableException as above
    public static void write(Path file, byte[] bytes) throws UnwritableException {
        UnwritableException.requirePlace(file);
        try {
            if (isDevice(file)) {
                Files.write(file, bytes, StandardOpenOption.WRITE);
                return;
            }
            Path place = place(file);
            Temporaries.removeAbandoned(place);
            Path temporary = Temporaries.beside(place);
            try {
                Files.write(temporary, bytes);
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Temporaries.remove(temporary);
            }
        } catch (IOException failure) {
            throw UnwritableException.of(file, bytes.length, failure);
        }
    }

    /// Refuses a file that cannot be written, before the work is done that is to be kept in it:
    /// makes the temporary file and removes it.
    ///
    /// @throws UnwritableException if it could not be made
    public static void requireWritable(Path file) throws UnwritableException {
        UnwritableException.requirePlace(file);
        if (isDevice(file)) {
            return;
        }
        try {
            Path temporary = Temporaries.beside(place(file));
            try {
                Files.write(temporary, new byte[0]);
            } finally {
                Temporaries.remove(temporary);
            }
        } catch (IOException failure) {
            throw UnwritableException.of(file, 0, failure);
        }
    }

    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static Path place(Path file) throws IOException {
        return Files.isSymbolicLink(file) && Files.exists(file)
                ? file.toRealPath()
                : file.toAbsolutePath();
    }
}
