package org.unitscope.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names of what is being written: `.NAME.PID.tmp`, hidden, beside what it is to become. The
/// process in the name tells whether somebody still writes it.
final class Temporaries {
    private static final Pattern NAME =
            Pattern.compile("\\.(.+)\\.(\\d{1,18})\\.tmp", Pattern.DOTALL);

    /// Most file systems take 255 bytes, and `.` `.PID.tmp` take up to 24 of them.
    private static final int MOST_BYTES = 230;

    private Temporaries() {}

    /// The temporary name of this process for the file or folder.
    static Path beside(Path place) {
        return place.resolveSibling(
                "." + stem(place) + "." + ProcessHandle.current().pid() + ".tmp");
    }

    /// The name, of a name that is too long for more only its hash.
    private static String stem(Path place) {
        String name = String.valueOf(place.getFileName());
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes > MOST_BYTES && bytes <= 255 ? Integer.toHexString(name.hashCode()) : name;
    }

    /// Whether it is named as something of ours that never became what it was to be.
    static boolean isOne(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    /// Removes what processes that are gone have left for this place.
    static void removeAbandoned(Path place) {
        String stem = stem(place);
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(
                        place.resolveSibling(""), file -> isAbandoned(file, stem))) {
            beside.forEach(abandoned::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return; // a folder may be writable and not listable
        }
        abandoned.forEach(Temporaries::remove);
    }

    private static boolean isAbandoned(Path file, String stem) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                && name.group(1).equals(stem)
                && ProcessHandle.of(Long.parseLong(name.group(2)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    /// Removes a file, or a folder of files, if it is there. What cannot be removed stays: it is in
    /// nobody's way, and why something could not be written matters more.
    static void remove(Path left) {
        try {
            if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> files = Files.list(left)) {
                    files.forEach(Temporaries::remove);
                }
            }
            Files.deleteIfExists(left);
        } catch (IOException | UncheckedIOException stays) {
            return;
        }
    }
}
