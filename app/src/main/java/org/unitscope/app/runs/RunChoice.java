package org.unitscope.app.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unitscope.app.session.Engine;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunSpec;
import org.unitscope.task.WorkbenchException;

/// A run that can be compared: one that the main window has shown, or a folder.
///
/// @param title how it is listed
/// @param detail what tells it from others of the same model: sizes, or where the folder lies
/// @param run empty for a folder, which is read when it is compared
/// @param folder empty for a run in memory
public record RunChoice(
        String title, String detail, Optional<RunRecord> run, Optional<Path> folder) {
    /// A run in memory.
    public static RunChoice of(RunRecord run) {
        RunSpec spec = run.spec();
        String sampled =
                !spec.sampled()
                        ? "predicted"
                        : run.isPartial() ? "partly sampled" : "seed " + spec.seed();
        return new RunChoice(
                Stream.of(spec.modelName(), spec.scheme(), spec.formats(), sampled)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · ")),
                sizes(spec.symbols()),
                Optional.of(run),
                Optional.empty());
    }

    /// A run folder.
    public static RunChoice of(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new RunChoice(
                "Folder " + absolute.getFileName(),
                String.valueOf(absolute.getParent()),
                Optional.empty(),
                Optional.of(absolute));
    }

    /// The run to compare; reads a folder, so it blocks, on a thread of the caller.
    ///
    /// @throws WorkbenchException if the folder is no run
    public ComparedRun read(Engine engine) throws WorkbenchException, IOException {
        return run.isPresent()
                ? new ComparedRun(title, run.get())
                : engine.readComparedRun(folder.orElseThrow());
    }

    private static String sizes(Map<String, Double> symbols) {
        return new TreeMap<>(symbols)
                .entrySet().stream()
                        .map(size -> size.getKey() + "=" + plain(size.getValue()))
                        .collect(Collectors.joining(" "));
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    /// Whether both would be computed to the same numbers, or are the same folder.
    public boolean standsFor(RunChoice other) {
        if (run.isPresent() && other.run.isPresent()) {
            RunSpec here = run.get().spec();
            RunSpec there = other.run.get().spec();
            return here.graphSha256().equals(there.graphSha256())
                    && here.modelSha256().equals(there.modelSha256())
                    && here.formats().equals(there.formats())
                    && here.seed() == there.seed()
                    && here.inputLaws().equals(there.inputLaws());
        }
        return folder.isPresent() && folder.equals(other.folder);
    }
}
