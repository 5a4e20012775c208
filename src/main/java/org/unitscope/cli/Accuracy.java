package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unitscope.compare.AccuracyPlan;
import org.unitscope.compare.AccuracyStudy;
import org.unitscope.compare.MissReasons;
import org.unitscope.compare.ModelAccuracy;
import org.unitscope.compare.ModelAccuracy.Ending;
import org.unitscope.graph.Graph;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.AccuracyPage;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `accuracy MODEL...`: predicts models, samples them over many seeds, and says how far apart the
/// two are.
@Command(
        name = "accuracy",
        description = "Hold the prediction against the mean over many seeds.",
        footer = {
            "",
            "Examples: unitscope accuracy model-zoo/mlp.json --set batch=64 --details",
            "          unitscope accuracy model-zoo/*.json --max-seconds 600 --out accuracy.md",
            "          unitscope accuracy --random 7"
        },
        mixinStandardHelpOptions = true)
final class Accuracy implements Callable<Integer> {
    private static final Pattern SEEDS = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");
    private static final int MOST_SEEDS = 100_000;
    private static final int STEPS = 1000;

    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private AccuracyModels models = new AccuracyModels();

    @Option(
            names = "--seeds",
            paramLabel = "FROM..TO",
            defaultValue = "1..16",
            description = {
                "Seeds to sample. Fewer are run if the standard error is reached before.",
                "Default: ${DEFAULT-VALUE}."
            })
    private String seeds = "1..16";

    @Option(
            names = "--standard-error",
            paramLabel = "PERCENT",
            defaultValue = "0.5",
            description = {
                "Sample until the standard error of the mean RMS of activations and their gradients",
                "is below this, of weight gradients below twice this. Default: ${DEFAULT-VALUE}."
            })
    private double standardError = 0.5;

    @Option(
            names = "--reached-by",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = {
                "Part of the tensors of each role that must reach it: 50 for the median, 95 for all",
                "but 5 %%. Default: ${DEFAULT-VALUE}."
            })
    private double reachedBy = 50;

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            description = {
                "Begin no seed that would likely end later; models share the time. Two seeds of",
                "each are run in any case."
            })
    private double mostSeconds = Double.POSITIVE_INFINITY;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; never changes a number. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--details", description = "Print a row for every tensor too.")
    private boolean details;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Write a Markdown page.")
    private @Nullable Path out;

    @Option(
            names = "--reasons",
            paramLabel = "FILE",
            description = {
                "Why known misses miss, for the page: a Markdown list of items such as",
                "* `gpt*` `blocks.*.ffn.up` `gW`: the reason."
            })
    private @Nullable Path reasons;

    Accuracy(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, IOException {
        AccuracyPlan plan = plan();
        if (out != null) {
            Execution.requireFile("--out", out);
        }
        reasons(); // if they cannot be read, say so now
        List<Graph> graphs = models.load();
        List<ModelAccuracy> finished = new ArrayList<>();
        boolean cancelled;
        try (Interruption interruption = new Interruption()) {
            cancelled = study(graphs, plan, interruption, finished);
            if (cancelled) {
                console.message(
                        "cancelled"
                                + (finished.isEmpty() ? "" : "; what follows is what was finished")
                                + (out == null ? "" : "; " + out + " is not written"));
            }
            if (!finished.isEmpty()) {
                print(finished);
            }
            if (out != null && !cancelled) {
                // Read again: a study takes long enough to write down what is already known.
                AtomicFiles.write(out, AccuracyPage.markdown(finished, plan, reasons(), command()));
                console.message("page written to " + out);
            }
        }
        return cancelled ? ExitCode.CANCELLED : ExitCode.OK;
    }

    private MissReasons reasons() throws WorkbenchException, IOException {
        return reasons == null ? MissReasons.NONE : MissReasons.parse(read(reasons));
    }

    /// The command line as it was given.
    private String command() {
        return "unitscope "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    private void print(List<ModelAccuracy> finished) {
        if (json) {
            console.out().println(AccuracyJson.of(finished));
        } else {
            AccuracyPrinter.print(console, finished, details);
        }
    }

    private AccuracyPlan plan() throws WorkbenchException {
        Matcher range = SEEDS.matcher(seeds.strip());
        if (!range.matches()) {
            throw new WorkbenchException(
                    "--seeds", "'" + seeds + "' must be FROM..TO, for example 1..16");
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
        if (last <= first || last - first >= MOST_SEEDS) {
            throw new WorkbenchException(
                    "--seeds",
                    "a standard error needs 2 to %d seeds, got '%s'; write for example 1..16"
                            .formatted(MOST_SEEDS, seeds));
        }
        require(
                "--standard-error",
                standardError >= 0 && standardError <= 100,
                "0 to 100",
                standardError);
        require(
                "--reached-by",
                reachedBy > 0 && reachedBy <= 100,
                "above 0, at most 100",
                reachedBy);
        require("--max-seconds", mostSeconds > 0, "above 0", mostSeconds);
        require("--threads", threads >= 1, "at least 1", threads);
        return new AccuracyPlan(
                first,
                (int) (last - first) + 1,
                mostSeconds,
                standardError / 100,
                reachedBy / 100,
                threads);
    }

    private static void require(String option, boolean holds, String rule, Number got)
            throws WorkbenchException {
        if (!holds) {
            throw new WorkbenchException(option, "must be " + rule + ", got " + got);
        }
    }

    private static String read(Path file) throws WorkbenchException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new WorkbenchException("--reasons", "there is no file '" + file + "'");
        }
        return Files.readString(file);
    }

    /// Returns whether it was cancelled; what was finished before is in the list.
    boolean study(
            List<Graph> graphs,
            AccuracyPlan plan,
            CancellationToken token,
            List<ModelAccuracy> finished) {
        long started = System.nanoTime();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            for (int i = 0; i < graphs.size(); i++) {
                double left = plan.mostSeconds() - (System.nanoTime() - started) / 1e9;
                AccuracyPlan own = plan.withSeconds(Math.max(1e-3, left / (graphs.size() - i)));
                ModelAccuracy model =
                        AccuracyStudy.run(
                                graphs.get(i),
                                OperatorCatalogue.standard(),
                                own,
                                part(progress, graphs.get(i).name(), i, graphs.size()),
                                token);
                finished.add(model);
                if (model.ending() == Ending.CANCELLED) {
                    return true;
                }
            }
        } catch (CancelledException cancelled) {
            return true;
        }
        return false;
    }

    /// Progress of one of several models, as part of all.
    private static Progress part(Progress whole, String name, int index, int models) {
        return (what, done, total) ->
                whole.report(
                        name + ": " + what,
                        (long) STEPS * index + STEPS * done / Math.max(1, total),
                        (long) STEPS * models);
    }
}
