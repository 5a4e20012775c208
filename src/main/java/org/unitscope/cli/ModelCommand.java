package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `analyze` and `sample` share: their options, and run, keep, report, print.
final class ModelCommand {
    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private RunOptions options = new RunOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Keep the run in this folder.")
    private @Nullable Path out;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report of the run, see unitscope report.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    /// Runs the model.
    ///
    /// @param sample whether to sample too
    /// @return the exit code
    int run(Console console, boolean sample) throws WorkbenchException, IOException {
        RunRequest request = options.request(model, sample, "fp32");
        options.rewriteLog().ifPresent(log -> SchemeOption.warn(console, log));
        if (html != null) {
            Execution.requireFile("--html", html);
        }
        // Nothing is lost in single precision, so a table for people has no verdict to show.
        if (out == null
                && html == null
                && !json
                && request.recipe().equals(PrecisionRecipe.unrounded())) {
            request = request.withoutForecasts();
        }
        try (Interruption interruption = new Interruption()) {
            Optional<RunRecord> run =
                    Execution.run(
                            console,
                            request,
                            options.rewriteLog(),
                            Optional.ofNullable(out),
                            interruption);
            if (run.isEmpty()) {
                return ExitCode.CANCELLED;
            }
            if (html != null) {
                AtomicFiles.write(html, page(run.get()));
                console.message("report written to " + html);
            }
            if (json) {
                console.out().println(JsonResult.of(run.get()));
            } else {
                ResultPrinter.print(console, run.get());
            }
            return run.get().isPartial() ? ExitCode.CANCELLED : ExitCode.OK;
        }
    }

    private String page(RunRecord run) {
        String name = out == null ? run.spec().modelName() : out.toString();
        return ReportPage.of(ReportData.of(name, run), ChartTheme.LIGHT);
    }

    /// What of these options concerns a sweep.
    SweepCommand.Asked forSweep() {
        List<String> misplaced = new ArrayList<>();
        if (out != null) {
            misplaced.add("--out");
        }
        if (html != null) {
            misplaced.add("--html");
        }
        return new SweepCommand.Asked(model, options, misplaced, json);
    }
}
