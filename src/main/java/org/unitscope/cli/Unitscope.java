package org.unitscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunEnvironment;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.task.FileSentence;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. Without a command it opens the window, and where there is none, writes a
/// report.
///
/// Exit codes: 0 done, 1 a policy is violated, 2 bad input, 4 a replay differs, 70 internal error,
/// 130 cancelled.
@Command(
        name = "unitscope",
        description =
                "Workbench for the numerics of neural networks: scale of every tensor against"
                        + " number formats.",
        footer = {
            "",
            "Without a command the window opens, on MODEL where one is given; without a display a",
            "one-page report is written instead.",
            "Example: unitscope model-zoo/gpt-mini.json"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Unitscope.Version.class)
public final class Unitscope implements Callable<Integer> {
    private final Console console;
    private final WindowOpener opener;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description = "A model file (JSON) to open in the window.")
    private @Nullable Path model;

    @Mixin private RunOptions options = new RunOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the report goes if there is no display.")
    private @Nullable Path out;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where an internal error came from.")
    private boolean stacktrace;

    private Unitscope(Console console, WindowOpener opener) {
        this.console = console;
        this.opener = opener;
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    public static int run(Console console, WindowOpener opener, String... arguments) {
        Unitscope root = new Unitscope(console, opener);
        CommandLine line =
                new CommandLine(root)
                        .addSubcommand(new Analyze(console))
                        .addSubcommand(new Sample(console))
                        .addSubcommand(new ExplainTensor(console))
                        .addSubcommand(new Replay(console))
                        .addSubcommand(new Variant(console))
                        .addSubcommand(new Rewrite(console))
                        .addSubcommand(new Plan(console))
                        .addSubcommand(new Derive(console))
                        .addSubcommand(new Compare(console))
                        .addSubcommand(new Report(console))
                        .addSubcommand(new Check(console))
                        .addSubcommand(new Export(console))
                        .addSubcommand(new Accuracy(console))
                        .addSubcommand(
                                new CommandLine(new FormatsCommand(console))
                                        .addSubcommand(
                                                new CommandLine(new ExplainNumber(console))
                                                        .setUnmatchedOptionsArePositionalParams(
                                                                true))
                                        .addSubcommand(new QuantizeValues(console)))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                        .setParameterExceptionHandler(
                                (failure, given) -> explainUse(console, failure, given))
                        .setExecutionExceptionHandler(
                                (failure, command, parsed) -> root.explain(failure));
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError full) {
            console.message(
                    "the model does not fit into %d MB of memory; set smaller sizes with --set, or give more with UNITSCOPE_JAVA_OPTS=-Xmx12g"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20));
            return ExitCode.BAD_INPUT;
        }
    }

    @Override
    public Integer call() throws Exception {
        try {
            return opener.open(Optional.ofNullable(model), options.symbols());
        } catch (WindowUnavailableException unavailable) {
            console.message(String.valueOf(unavailable.getMessage()));
            if (model == null) {
                console.message("name a model to get a report instead; see unitscope --help");
                return ExitCode.BAD_INPUT;
            }
            return writeReport(model, options.request(model, true, "fp8"));
        }
    }

    private int writeReport(Path file, RunRequest request) throws WorkbenchException, IOException {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
        Path report = out == null ? Path.of(name + "-report.html") : out;
        Execution.requireFile("--out", report);
        try (Interruption interruption = new Interruption()) {
            Optional<RunRecord> run =
                    Execution.run(console, request, Optional.empty(), interruption);
            if (run.isEmpty()) {
                return ExitCode.CANCELLED;
            }
            ReportData data = ReportData.of(run.get().spec().modelName(), run.get());
            AtomicFiles.write(report, ReportPage.of(data, ChartTheme.LIGHT));
            console.out().println(report.toAbsolutePath().normalize());
            return run.get().isPartial() ? ExitCode.CANCELLED : ExitCode.OK;
        }
    }

    /// A wrong option or word: picocli's sentence, and the nearest command if the first word is
    /// none.
    private static int explainUse(
            Console console, ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        String first = arguments.length == 0 ? "" : arguments[0];
        List<String> nearest = NearestNames.of(first, command.getSubcommands().keySet());
        boolean unknown = failure instanceof UnmatchedArgumentException && !nearest.isEmpty();
        console.message(
                unknown
                        ? "there is no command '%s'; did you mean %s?"
                                .formatted(first, String.join(" or ", nearest))
                        : String.valueOf(failure.getMessage()));
        console.message("see " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.BAD_INPUT;
    }

    /// Bad input is one line a problem; only an error of our own may show where it came from.
    private int explain(Exception failure) {
        if (failure instanceof WorkbenchException bad) {
            for (Problem problem : bad.problems()) {
                console.message(problem.toString());
            }
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof FileSystemException file) {
            console.message(FileSentence.of(file));
            return ExitCode.BAD_INPUT;
        }
        console.message("internal error: " + failure + "; --stacktrace shows where");
        if (stacktrace) {
            failure.printStackTrace(console.err());
        }
        return ExitCode.INTERNAL_ERROR;
    }

    /// `--version`.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Unitscope " + RunEnvironment.version()};
        }
    }
}
