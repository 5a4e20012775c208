package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunStore;
import org.unitscope.run.Runs;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.UnwritableException;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;

/// Runs a request for a command: progress, Ctrl+C, the run folder; and where files may go.
final class Execution {
    private Execution() {}

    /// A run of a model that no scheme has changed, or that is not kept.
    static Optional<RunRecord> run(
            Console console, RunRequest request, Optional<Path> folder, CancellationToken token)
            throws WorkbenchException, IOException {
        return run(console, request, Optional.empty(), folder, token);
    }

    /// The record, or empty if it was cancelled before there was anything. Says on standard error
    /// what was kept.
    ///
    /// @param log what a scheme did to the model, to be kept with the run
    static Optional<RunRecord> run(
            Console console,
            RunRequest request,
            Optional<RewriteLog> log,
            Optional<Path> folder,
            CancellationToken token)
            throws WorkbenchException, IOException {
        if (folder.isPresent()) {
            requireFree(folder.get());
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
            RunStore.write(run, log, folder.get());
            console.message(
                    (run.isPartial() ? "partial run" : "run") + " written to " + folder.get());
        }
        return Optional.of(run);
    }

    /// Refuses a file that cannot be written, before the work is done and not after.
    static void requireFile(String option, Path file) throws WorkbenchException {
        try {
            AtomicFiles.requireWritable(file);
        } catch (UnwritableException wrong) {
            throw new WorkbenchException(option, wrong.getMessage());
        }
    }

    /// Refuses to write over the model that is read: sizes, comments and layout of it would be
    /// lost.
    static void requireOther(String option, Path file, Path model) throws WorkbenchException {
        if (file.toAbsolutePath().normalize().equals(model.toAbsolutePath().normalize())) {
            throw new WorkbenchException(
                    option, "'" + file + "' is the model that is read; name another file");
        }
    }

    /// Refuses to mix a run with somebody's files, and a folder that cannot be written.
    private static void requireFree(Path folder) throws WorkbenchException, IOException {
        if (!RunStore.isFree(folder)) {
            throw new WorkbenchException(
                    "--out",
                    "'" + folder + "' holds files that are no run; name a new or empty folder");
        }
        try {
            RunStore.requireWritable(folder);
        } catch (UnwritableException wrong) {
            throw new WorkbenchException("--out", wrong.getMessage());
        }
    }
}
