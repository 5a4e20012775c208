package org.unitscope.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.task.WorkbenchException;

/// A run that takes part in a comparison.
///
/// @param source where it comes from, for people: its folder, or words for one in memory
/// @param origins of a model that was rewritten, path of a tensor or node to the path in the
///   original of what it was made from; tensors that kept their path need none
public record ComparedRun(String source, RunRecord run, Map<String, String> origins) {
    /// Copies the map.
    public ComparedRun {
        origins = Map.copyOf(origins);
    }

    /// A run without origins.
    public ComparedRun(String source, RunRecord run) {
        this(source, run, Map.of());
    }

    /// Reads a run folder and, where the folder has one, its rewrite log.
    ///
    /// @throws WorkbenchException if the folder is no run that this version can read
    /// @throws IOException if a file cannot be read
    public static ComparedRun read(Path folder) throws WorkbenchException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new WorkbenchException(
                    folder.toString(), "there is no such folder; name a run that --out wrote");
        }
        return new ComparedRun(
                folder.toString(), RunStore.read(folder), RewriteOrigins.read(folder));
    }
}
