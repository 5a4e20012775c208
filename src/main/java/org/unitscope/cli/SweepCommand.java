package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.AtomicFiles;
import org.unitscope.sweep.ScaleLawTable;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepRange;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Option;

/// What `analyze --sweep` does: predict at several sizes, fit, keep, print.
final class SweepCommand {
    @Option(
            names = "--sweep",
            paramLabel = "NAME=RANGE",
            description = {
                "Predict at several values of one size and print how every scale follows it:",
                "width=256..4096 doubles, width=256..4096:x1.5 multiplies by 1.5, layers=2..48:+2",
                "adds 2, width=256,384,1024 is a list."
            })
    private @Nullable String range;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "With --sweep: write a row per tensor, with the scale at every point.")
    private @Nullable Path csv;

    /// What the other options say.
    ///
    /// @param misplaced names of options that were given and belong to single runs
    /// @param json one object in place of a table
    record Asked(Path model, RunOptions options, List<String> misplaced, boolean json) {}

    /// Whether it is asked for.
    ///
    /// @throws WorkbenchException if only its other options are given
    boolean isAsked() throws WorkbenchException {
        if (range == null && csv != null) {
            throw new WorkbenchException(
                    "--csv", "writes scale laws; say of which size, as in --sweep width=256..4096");
        }
        return range != null;
    }

    /// Computes and prints.
    ///
    /// @return the exit code
    int run(Console console, Asked asked) throws WorkbenchException, IOException {
        try (Interruption interruption = new Interruption()) {
            return run(console, asked, interruption);
        }
    }

    int run(Console console, Asked asked, CancellationToken token)
            throws WorkbenchException, IOException {
        List<Problem> problems = new ArrayList<>();
        for (String option : asked.misplaced()) {
            problems.add(
                    new Problem(
                            option, "belongs to a single run; keep scale laws with --csv FILE"));
        }
        SweepRange values = null;
        Map<String, Double> sizes = Map.of();
        try {
            values = SweepRange.parse(String.valueOf(range));
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        try {
            sizes = asked.options().symbols();
            if (csv != null) {
                Execution.requireFile("--csv", csv);
            }
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        if (!problems.isEmpty() || values == null) {
            throw new WorkbenchException(problems);
        }
        ScaleLaws laws;
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            laws =
                    ScaleLaws.compute(
                            asked.model(),
                            sizes,
                            values,
                            OperatorCatalogue.standard(),
                            progress,
                            token);
        } catch (CancelledException cancelled) {
            console.message("cancelled before two points were finished; nothing kept");
            return ExitCode.CANCELLED;
        }
        return keepAndPrint(console, laws, asked.json());
    }

    private int keepAndPrint(Console console, ScaleLaws laws, boolean json) throws IOException {
        if (laws.isPartial()) {
            console.message(
                    "cancelled after %d of %d points; the laws are of these"
                            .formatted(laws.points().size(), laws.range().values().size()));
        }
        if (csv != null) {
            AtomicFiles.write(csv, ScaleLawTable.csv(laws));
            console.message("scale laws written to " + csv);
        }
        if (json) {
            console.out().println(SweepJson.of(laws));
        } else {
            SweepPrinter.print(console, laws);
        }
        return laws.isPartial() ? ExitCode.CANCELLED : ExitCode.OK;
    }
}
