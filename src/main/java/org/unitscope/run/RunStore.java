package org.unitscope.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Run folders on disk. A folder is a run when it holds a manifest, which is written last, so a
/// write that was cut short never looks like one.
public final class RunStore {
    /// Version of the layout that this build writes; it reads this and all earlier ones. Version 2
    /// added `bins.csv`, version 3 the columns of [Forecast].
    public static final int SCHEMA_VERSION = 3;

    /// The first version with columns of [Forecast].
    public static final int FORECASTS = 3;

    private RunStore() {}

    /// Whether the folder holds a run.
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(RunFiles.MANIFEST));
    }

    /// Writes a run, replacing one that is there. Each file is written under a temporary name and
    /// moved into place.
    ///
    /// @throws IOException if a file cannot be written
    public static void write(RunRecord run, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(RunFiles.MANIFEST));
        AtomicFiles.write(folder.resolve(RunFiles.TENSORS), RunFiles.tensors(run));
        AtomicFiles.write(folder.resolve(RunFiles.HISTOGRAMS), RunFiles.histograms(run));
        AtomicFiles.write(folder.resolve(RunFiles.BINS), RunFiles.bins(run));
        AtomicFiles.write(folder.resolve(RunFiles.MANIFEST), RunFiles.manifest(run));
    }

    /// Reads a run.
    ///
    /// @throws RunFormatException if the folder is no run, or one that this version cannot read
    /// @throws IOException if a file cannot be read
    public static RunRecord read(Path folder) throws RunFormatException, IOException {
        return new RunReader(folder).read();
    }
}
