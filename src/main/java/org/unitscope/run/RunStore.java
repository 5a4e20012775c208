package org.unitscope.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.task.UnwritableException;
import org.unitscope.transform.RewriteLog;

/// Run folders on disk. A folder is a run when it holds a manifest, and it is the old run or the
/// new one at every moment of a write, see [RunFolder].
public final class RunStore {
    /// Version of the layout that this build writes; it reads this and all earlier ones. Version 2
    /// added `bins.csv`, version 3 the columns of [Forecast].
    public static final int SCHEMA_VERSION = 3;

    /// The first version with columns of [Forecast].
    public static final int FORECASTS = 3;

    private RunStore() {}

    /// Whether the folder holds a run.
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(file(folder, RunFiles.MANIFEST));
    }

    /// Whether a run may be written there without touching anything but a run: it is one, or is
    /// empty, or is not there, or holds what a killed process left.
    public static boolean isFree(Path folder) throws IOException {
        return isRun(folder) || !Files.isDirectory(folder) || RunFolder.holdsLeftoversOnly(folder);
    }

    /// Where a file of a run is. While a run is being replaced, and after a process was killed
    /// doing so, that is not where it is at rest.
    public static Path file(Path folder, String name) {
        return RunFolder.file(folder, name);
    }

    /// Writes a run of a model that no scheme has changed, replacing one that is there.
    ///
    /// @throws UnwritableException if it cannot be written; a run that was there stays
    public static void write(RunRecord run, Path folder) throws UnwritableException {
        write(run, Optional.empty(), folder);
    }

    /// Writes a run with what a scheme did to its model, replacing one that is there.
    ///
    /// @throws UnwritableException if it cannot be written; a run that was there stays
    public static void write(RunRecord run, Optional<RewriteLog> log, Path folder)
            throws UnwritableException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(RunFiles.TENSORS, RunFiles.tensors(run));
        texts.put(RunFiles.HISTOGRAMS, RunFiles.histograms(run));
        texts.put(RunFiles.BINS, RunFiles.bins(run));
        texts.put(RunFiles.MANIFEST, RunFiles.manifest(run));
        log.ifPresent(changes -> texts.put(RunFiles.REWRITE_LOG, RunFiles.log(changes)));
        long bytes = 0;
        for (String text : texts.values()) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        Path made = firstMissing(folder);
        try {
            Files.createDirectories(folder);
            RunFolder.replace(folder, texts);
        } catch (IOException failure) {
            UnwritableException explained = UnwritableException.of(folder, bytes, failure);
            if (made != null) {
                removeEmpty(folder, made); // after a look at what is there
            }
            throw explained;
        }
    }

    /// Refuses a folder that no run can be written to, before the run: makes a temporary file where
    /// it would go and removes it.
    ///
    /// @throws UnwritableException if it could not be made
    public static void requireWritable(Path folder) throws UnwritableException {
        Path made = firstMissing(folder);
        Path probed = made == null ? folder.resolve(RunFiles.MANIFEST) : made;
        try {
            AtomicFiles.requireWritable(probed);
        } catch (UnwritableException failure) {
            throw new UnwritableException(folder, failure);
        }
    }

    /// The highest folder that would have to be made, null if none.
    private static @Nullable Path firstMissing(Path folder) {
        Path missing = null;
        Path there = folder.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            missing = there;
            there = there.getParent();
        }
        return missing;
    }

    private static void removeEmpty(Path folder, Path made) {
        Path there = folder.toAbsolutePath().normalize();
        while (there != null && there.startsWith(made)) {
            try {
                Files.deleteIfExists(there);
            } catch (IOException holdsSomething) {
                return;
            }
            there = there.getParent();
        }
    }

    /// Reads a run.
    ///
    /// @throws RunFormatException if the folder is no run, or one that this version cannot read
    /// @throws IOException if a file cannot be read
    public static RunRecord read(Path folder) throws RunFormatException, IOException {
        return new RunReader(folder).read();
    }
}
