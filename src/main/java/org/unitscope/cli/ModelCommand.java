package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.unitscope.report.HtmlReport;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.task.WorkbenchException;

/// What `analyze` and `sample` share: run, keep, report, print.
final class ModelCommand {
    private final Console console;

    ModelCommand(Console console) {
        this.console = console;
    }

    int run(RunRequest request, Optional<Path> folder, Optional<Path> html, boolean json)
            throws WorkbenchException, IOException {
        if (html.isPresent()) {
            Execution.requireFile("--html", html.get());
        }
        try (Interruption interruption = new Interruption()) {
            Optional<RunRecord> run = Execution.run(console, request, folder, interruption);
            if (run.isEmpty()) {
                return ExitCode.CANCELLED;
            }
            if (html.isPresent()) {
                AtomicFiles.write(html.get(), HtmlReport.page(run.get()));
                console.message("report written to " + html.get());
            }
            if (json) {
                console.out().println(JsonResult.of(run.get()));
            } else {
                ResultPrinter.print(console, run.get());
            }
            return run.get().isPartial() ? ExitCode.CANCELLED : ExitCode.OK;
        }
    }
}
