package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.task.UnwritableException;

/// A file is the old one or the new one, whatever happens while it is written.
class AtomicFilesTest {
    private static final String NEW = "new text\n".repeat(300);

    @TempDir private Path folder = Path.of("");

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private Path old() throws IOException {
        return Files.writeString(folder.resolve("r.html"), "old");
    }

    @Test
    void aKillAtAnyStepLeavesTheOldOrTheNew() throws IOException {
        FaultyDisk whole = FaultyDisk.killedBefore(Integer.MAX_VALUE);
        AtomicFiles.write(whole.on(old()), NEW);
        assertThat(whole.steps()).isGreaterThan(6);
        int replaced = 0;
        for (int step = 1; step <= whole.steps(); step++) {
            Path file = old();
            Path faulty = FaultyDisk.killedBefore(step).on(file);
            assertThatThrownBy(() -> AtomicFiles.write(faulty, NEW))
                    .isInstanceOf(FaultyDisk.Killed.class);
            assertThat(Files.readString(file)).as("step %d", step).isIn("old", NEW);
            replaced += Files.readString(file).equals(NEW) ? 1 : 0;

            AtomicFiles.write(file, NEW);
            assertThat(Files.readString(file)).isEqualTo(NEW);
            assertThat(files()).containsExactly("r.html");
        }
        assertThat(replaced).isLessThanOrEqualTo(1);
    }

    @Test
    void aFullDiskKeepsTheOldAndSaysSo() throws IOException {
        Path file = old();
        for (int blocks = 0; blocks < NEW.length() / 512; blocks++) {
            Path full = FaultyDisk.fullAfter(blocks).on(file);
            assertThatThrownBy(() -> AtomicFiles.write(full, NEW))
                    .isInstanceOf(UnwritableException.class)
                    .hasMessage(
                            "'%s' cannot be written: no space is left on the disk; free some, or name a place on another disk",
                            file);
            assertThat(Files.readString(file)).isEqualTo("old");
            assertThat(files()).containsExactly("r.html");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "denied|there is no permission to write in the folder 'DIR'; allow it, or name another folder",
                "gone|the folder 'DIR' takes no new files; name another folder",
                "Read-only file system|the disk is read-only; name a place on one that can be written",
                "Disk quota exceeded|your disk quota is used up; free some space, or name a place on another disk",
                "File name too long|its name is too long; shorten it",
                "There is not enough space on the disk|no space is left on the disk",
                "Operation not permitted|there is no permission to write in the folder 'DIR'",
                "Input/output error|Input/output error; name another place, or repair this one"
            })
    void everyReasonIsSaidInWords(String reason, String sentence) throws IOException {
        Path file = old();
        IOException failure =
                switch (reason) {
                    case "denied" -> new AccessDeniedException(".r.html.1.tmp");
                    case "gone" -> new NoSuchFileException(".r.html.1.tmp");
                    default -> new FileSystemException(".r.html.1.tmp", null, reason);
                };
        Path faulty = FaultyDisk.failing(failure).on(file);
        String expected =
                "'%s' cannot be written: %s"
                        .formatted(file, sentence.replace("DIR", folder.toString()));

        assertThatThrownBy(() -> AtomicFiles.write(faulty, NEW)).hasMessageStartingWith(expected);
        assertThatThrownBy(() -> AtomicFiles.requireWritable(faulty))
                .hasMessageStartingWith(expected)
                .hasCause(failure);
        assertThat(Files.readString(file)).isEqualTo("old");
        assertThat(files()).containsExactly("r.html");
    }

    @Test
    void aPlaceThatIsNoneIsNamed() throws IOException {
        Path file = old();
        assertThatThrownBy(() -> AtomicFiles.write(folder.resolve("no/such/r.html"), NEW))
                .hasMessageContaining(
                        "there is no folder '%s'; make it first", folder.resolve("no/such"));
        assertThatThrownBy(() -> AtomicFiles.write(file.resolve("r.html"), NEW))
                .hasMessageContaining("'%s' is a file and can hold none; name a folder", file);
        assertThatThrownBy(() -> AtomicFiles.write(folder, NEW))
                .hasMessageContaining("it is a folder; name a file in it");
        assertThat(files()).containsExactly("r.html");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
        Process gone = new ProcessBuilder(java(), "-version").redirectErrorStream(true).start();
        gone.getInputStream().readAllBytes();
        assertThat(gone.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Files.writeString(folder.resolve(".r.html." + gone.pid() + ".tmp"), "half");
        Files.writeString(folder.resolve(".other.html." + gone.pid() + ".tmp"), "half");
        Files.writeString(folder.resolve(".r.html.backup.tmp"), "somebody's");
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(folder.resolve(".r.html." + living + ".tmp"), "being written");

        AtomicFiles.write(folder.resolve("r.html"), NEW);

        assertThat(files())
                .containsExactlyInAnyOrder(
                        ".other.html." + gone.pid() + ".tmp",
                        ".r.html.backup.tmp",
                        ".r.html." + living + ".tmp",
                        "r.html");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Test
    void lookingWhetherItCanBeWrittenLeavesNothing() throws IOException {
        AtomicFiles.requireWritable(folder.resolve("r.html"));
        assertThat(files()).isEmpty();
        AtomicFiles.requireWritable(old());
        assertThat(files()).containsExactly("r.html");
        assertThat(Files.readString(folder.resolve("r.html"))).isEqualTo("old");
    }

    @Test
    void theLongestNameIsNotTooLong() throws IOException {
        Path longest = folder.resolve("x".repeat(250) + ".html");
        AtomicFiles.write(longest, NEW);
        assertThat(Files.readString(longest)).isEqualTo(NEW);
        assertThatThrownBy(() -> AtomicFiles.write(folder.resolve("x".repeat(300)), NEW))
                .isInstanceOf(UnwritableException.class);
        assertThat(files()).hasSize(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkStaysOne() throws IOException {
        old();
        Path link = Files.createSymbolicLink(folder.resolve("link.html"), Path.of("r.html"));
        AtomicFiles.write(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(folder.resolve("r.html"))).isEqualTo(NEW);
    }

    /// Through a link, so that a build that replaces what it is to write to harms the link only.
    @Test
    @EnabledOnOs(OS.LINUX)
    void devicesAreWrittenToAndNotReplaced() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("full.html"), Path.of("/dev/full"));
        AtomicFiles.requireWritable(full);
        assertThatThrownBy(() -> AtomicFiles.write(full, NEW))
                .hasMessageContaining("no space is left on the disk");
        Path gone = Files.createSymbolicLink(folder.resolve("null.html"), Path.of("/dev/null"));
        AtomicFiles.write(gone, NEW);
        assertThat(full).isSymbolicLink();
        assertThat(gone).isSymbolicLink();
        assertThat(files()).containsExactly("full.html", "null.html");
    }
}
