package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.graph.Role;
import org.unitscope.task.UnwritableException;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;

/// A run folder holds the old run or the new one, whatever happens while it is written.
class RunFolderTest {
    private static final List<String> NAMES =
            List.of(
                    RunFiles.TENSORS,
                    RunFiles.HISTOGRAMS,
                    RunFiles.BINS,
                    RunFiles.MANIFEST,
                    RunFiles.REWRITE_LOG);

    @TempDir private Path folder = Path.of("");

    /// A run, and what a scheme did before it.
    private record Kept(RunRecord run, Optional<RewriteLog> log) {
        static Kept of(String name, boolean scheme) {
            RunRecord run =
                    RunFixtures.run(
                            name,
                            RunFixtures.tensor(name, "linear", Role.ACTIVATION, 1, 1, 2, 3),
                            RunFixtures.tensor(name, "linear", Role.ACTIVATION_GRADIENT, 1, 5));
            RewriteLog log = new RewriteLog(name, List.of(), List.of(), Map.of(), List.of());
            return new Kept(run, scheme ? Optional.of(log) : Optional.empty());
        }

        void writeTo(Path folder) throws UnwritableException {
            RunStore.write(run, log, folder);
        }
    }

    /// The texts of the run in the folder, which must open if it is one.
    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (!RunStore.isRun(folder)) {
            return texts;
        }
        try {
            assertThat(RunStore.read(folder).tensors()).isNotEmpty();
        } catch (WorkbenchException broken) {
            throw new AssertionError("a run that does not open", broken);
        }
        for (String name : NAMES) {
            Path file = RunStore.file(folder, name);
            if (Files.exists(file)) {
                texts.put(name, Files.readString(file));
            }
        }
        return texts;
    }

    private Map<String, String> written(Kept kept) throws IOException {
        Path fresh = Files.createTempDirectory(folder, "fresh");
        kept.writeTo(fresh);
        assertThat(names(fresh)).hasSize(kept.log().isPresent() ? 5 : 4);
        return texts(fresh);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    /// Writes a run and is killed before a step; whether it got to it.
    private static boolean killed(Kept kept, Path folder, int step) throws IOException {
        try {
            kept.writeTo(FaultyDisk.killedBefore(step).on(folder));
            return false;
        } catch (FaultyDisk.Killed expected) {
            return true;
        }
    }

    /// Every kill of a second run over a first, with and without logs of a scheme.
    @Test
    void aKillAtAnyStepLeavesOneOfTheRunsWhole() throws IOException {
        for (int schemes = 0; schemes < 4; schemes++) {
            killAtEveryStep((schemes & 1) != 0, (schemes & 2) != 0, schemes == 1, false);
        }
    }

    /// And of a third over what that left.
    @Tag("slow")
    @Test
    void soDoTwoKills() throws IOException {
        killAtEveryStep(true, false, true, true);
        killAtEveryStep(false, true, false, true);
    }

    private void killAtEveryStep(
            boolean firstScheme, boolean secondScheme, boolean thirdScheme, boolean twice)
            throws IOException {
        Kept first = Kept.of("first", firstScheme);
        Kept second = Kept.of("second", secondScheme);
        Kept third = Kept.of("third", thirdScheme);
        List<Map<String, String>> whole = List.of(written(first), written(second), written(third));
        int step = 1;
        int newest = 0;
        for (boolean more = true; more; step++) {
            Path run = Files.createTempDirectory(folder, "run");
            first.writeTo(run);
            more = killed(second, run, step);
            int left = whole.indexOf(texts(run));
            assertThat(left).as("step %d", step).isBetween(newest, 1);
            newest = left;
            for (int later = 1; twice && killed(third, run, later); later++) {
                assertThat(whole.indexOf(texts(run))).isGreaterThanOrEqualTo(left);
                assertThat(RunStore.isFree(run)).isTrue();
            }
            third.writeTo(run);
            assertThat(texts(run)).isEqualTo(whole.get(2));
            assertThat(names(run)).containsExactlyElementsOf(whole.get(2).keySet());
        }
        assertThat(newest).isEqualTo(1);
        assertThat(step).isGreaterThan(12);
    }

    @Test
    void aFirstRunIsThereWholeOrNotAndTheFolderIsFreeForTheNext() throws IOException {
        Kept first = Kept.of("first", true);
        Map<String, String> whole = written(first);
        List<Boolean> runs = new ArrayList<>();
        boolean more = true;
        for (int step = 1; more; step++) {
            Path run = folder.resolve("above" + step + "/run");
            more = killed(first, run, step);
            assertThat(texts(run)).isIn(Map.of(), whole);
            assertThat(RunStore.isFree(run)).isTrue();
            runs.add(RunStore.isRun(run));

            first.writeTo(run);
            assertThat(names(run)).containsExactlyElementsOf(whole.keySet());
        }
        assertThat(runs).contains(true, false).isSorted();
    }

    @Test
    void aFullDiskKeepsTheRunThatIsThereAndLeavesNoNewFolder() throws IOException {
        Kept first = Kept.of("first", true);
        Kept second = Kept.of("second", false);
        Path run = folder.resolve("run");
        first.writeTo(run);
        Map<String, String> whole = written(first);
        int blocks = 0;
        for (; !fits(second, run, blocks); blocks++) {
            assertThat(texts(run)).isEqualTo(whole);
            assertThat(names(run)).containsExactlyElementsOf(whole.keySet());
            Path made = folder.resolve("made");
            assertThat(fits(second, made.resolve("run"), blocks)).isFalse();
            assertThat(made).doesNotExist();
        }
        assertThat(blocks).isGreaterThan(3);
        assertThat(texts(run)).isEqualTo(written(second));
    }

    private static boolean fits(Kept kept, Path run, int blocks) {
        try {
            kept.writeTo(FaultyDisk.fullAfter(blocks).on(run));
            return true;
        } catch (UnwritableException full) {
            assertThat(full)
                    .hasMessage(
                            "'%s' cannot be written: no space is left on the disk; free some, or name a place on another disk",
                            run);
            return false;
        }
    }

    @Test
    void theLogOfAnEarlierRunGoesWithIt() throws IOException {
        Kept.of("first", true).writeTo(folder);
        Kept.of("second", false).writeTo(folder);
        assertThat(folder.resolve(RunFiles.REWRITE_LOG)).doesNotExist();
    }

    @Test
    void somebodysFilesAreNoLeftovers() throws IOException {
        assertThat(RunStore.isFree(folder)).isTrue();
        Files.createDirectory(folder.resolve(".next.4000000.tmp"));
        assertThat(RunStore.isFree(folder)).isTrue();
        assertThat(RunStore.isRun(folder)).isFalse();
        Files.writeString(folder.resolve("tensors.csv"), "mine");
        assertThat(RunStore.isFree(folder)).isFalse();
    }

    @Test
    void aFolderIsTriedWithoutATrace() throws IOException {
        RunStore.requireWritable(folder.resolve("a/b"));
        RunStore.requireWritable(folder);
        assertThat(names(folder)).isEmpty();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> RunStore.requireWritable(file.resolve("run")))
                .hasMessage(
                        "'%s' cannot be written: '%s' is a file and can hold none; name a folder",
                        file.resolve("run"), file);
        assertThatThrownBy(() -> RunStore.requireWritable(file))
                .hasMessageContaining("is a file and can hold none");
    }
}
