package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunStore;
import org.unitscope.run.Runs;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.WorkbenchException;

/// Runs a request for a command: progress, Ctrl+C, the run folder.
final class Execution {
    private Execution() {}

    /// The record, or empty if it was cancelled before there was anything. Says on standard error
    /// what was kept.
    static Optional<RunRecord> run(
            Console console, RunRequest request, Optional<Path> folder, CancellationToken token)
            throws WorkbenchException, IOException {
        if (folder.isPresent()) {
            requireWritable(folder.get());
        }
        RunRecord run;
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            run = Runs.execute(request, OperatorCatalogue.standard(), progress, token);
        } catch (CancelledException cancelled) {
            console.message("cancelled; nothing kept");
            return Optional.empty();
        }
        String kept = run.measuredCount() + " of " + run.tensors().size() + " tensors";
        if (run.isPartial()) {
            // Said before the files are written: whoever pressed Ctrl+C is waiting.
            console.message(
                    folder.map(path -> "cancelled; keeping " + kept + " in " + path)
                            .orElse("cancelled after " + kept + "; nothing kept"));
        }
        if (folder.isPresent()) {
            RunStore.write(run, folder.get());
            console.message(
                    (run.isPartial() ? "partial run" : "run") + " written to " + folder.get());
        }
        return Optional.of(run);
    }

    /// Refuses a file that cannot be written, before the work is done and not after.
    static void requireFile(String option, Path file) throws WorkbenchException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw new WorkbenchException(option, "'" + file + "' is a folder; name a file in it");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new WorkbenchException(
                    option, "there is no folder '" + folder + "'; make it first");
        }
    }

    /// Refuses to mix a run with somebody's files.
    private static void requireWritable(Path folder) throws WorkbenchException, IOException {
        if (!Files.exists(folder) || RunStore.isRun(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new WorkbenchException("--out", "'" + folder + "' is a file; name a folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new WorkbenchException(
                        "--out",
                        "'" + folder + "' holds files that are no run; name a new or empty folder");
            }
        }
    }
}
