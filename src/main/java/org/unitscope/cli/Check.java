package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unitscope.check.CheckJson;
import org.unitscope.check.CheckMarkdown;
import org.unitscope.check.CheckResult;
import org.unitscope.check.CheckText;
import org.unitscope.check.CheckedRun;
import org.unitscope.check.JUnitXml;
import org.unitscope.check.Policy;
import org.unitscope.check.PolicyCheck;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `check RUN --policy FILE`: holds a stored run to a policy.
@Command(
        name = "check",
        description = {
            "Hold a stored run to a policy.",
            "Its rules limit the fates, the scale and the noise of tensors, and how "
                    + "far they drifted from a baseline. Says which tensors break which rule, "
                    + "and at which operator upstream it starts."
        },
        footer = {
            "",
            "Exit code 0: passed; 1: violated; 2: the policy or a run cannot be used.",
            "The policy format: src/docs/policy-format.md.",
            "Example: unitscope check sample-runs/bert-base-fp8-unit \\",
            "           --policy sample-runs/policies/fp8-representable.json --junit check.xml"
        },
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, as --out writes it.")
    private Path folder = Path.of("");

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "The rules, as JSON.")
    private Path policyFile = Path.of("");

    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description = "The run that rules about drift compare with.")
    private @Nullable Path baseline;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = {
                "Pairs that are the same tensor, a of the baseline and",
                "b of the run, as for compare."
            })
    private @Nullable Path map;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write a summary for a pipeline or a pull request.")
    private @Nullable Path markdown;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write every finding with its path upstream.")
    private @Nullable Path json;

    @Option(names = "--all", description = "Print every tensor that breaks a rule.")
    private boolean all;

    Check(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Map<Path, Function<CheckResult, String>> files = new LinkedHashMap<>();
        add(files, "--junit", junit, JUnitXml::of, problems);
        add(files, "--markdown", markdown, CheckMarkdown::of, problems);
        add(files, "--json", json, CheckJson::of, problems);
        Optional<Policy> policy = read(() -> Policy.read(policyFile), problems);
        Optional<ComparedRun> run = read(() -> ComparedRun.read(folder), problems);
        Path other = baseline;
        Optional<ComparedRun> compared =
                other == null ? Optional.empty() : read(() -> ComparedRun.read(other), problems);
        Path pairs = map;
        Optional<TensorMapping> mapping =
                pairs == null
                        ? Optional.of(TensorMapping.NONE)
                        : read(() -> TensorMapping.read(pairs), problems);
        if (pairs != null && other == null) {
            problems.add(
                    new Problem("--map", "aligns a run with a baseline; name it with --baseline"));
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        CheckResult result =
                PolicyCheck.of(
                        policy.orElseThrow(),
                        checked(run.orElseThrow()),
                        compared,
                        mapping.orElseThrow());
        for (Map.Entry<Path, Function<CheckResult, String>> file : files.entrySet()) {
            AtomicFiles.write(file.getKey(), file.getValue().apply(result));
        }
        CheckText.lines(result, console.columns(), all).forEach(console.out()::println);
        if (compared.isPresent() && !result.policy().needsBaseline()) {
            console.message("no rule of the policy compares with the baseline");
        }
        return result.isViolated() ? ExitCode.VIOLATED : ExitCode.OK;
    }

    private static void add(
            Map<Path, Function<CheckResult, String>> files,
            String option,
            @Nullable Path file,
            Function<CheckResult, String> writer,
            List<Problem> problems) {
        if (file == null) {
            return;
        }
        try {
            Execution.requireFile(option, file);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        if (files.put(file.toAbsolutePath().normalize(), writer) != null) {
            problems.add(
                    new Problem(
                            option, "'" + file + "' is the file of another option; name another"));
        }
    }

    /// Something that is read.
    private interface Source<T> {
        T read() throws WorkbenchException, IOException;
    }

    /// All that is wrong is said at once.
    private static <T> Optional<T> read(Source<T> source, List<Problem> problems)
            throws IOException {
        try {
            return Optional.of(source.read());
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
            return Optional.empty();
        }
    }

    /// With the graph, if the model is at hand: without it limits are judged all the same.
    private CheckedRun checked(ComparedRun run) throws IOException {
        try {
            return new CheckedRun(
                    run, Optional.of(RunModel.load(folder, run.run().spec()).graph()), "");
        } catch (WorkbenchException missing) {
            return new CheckedRun(run, Optional.empty(), missing.problems().getFirst().toString());
        } catch (FileSystemException unreadable) {
            return new CheckedRun(
                    run, Optional.empty(), "its model cannot be read: " + unreadable.getMessage());
        }
    }
}
