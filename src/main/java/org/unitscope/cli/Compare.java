package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.ComparisonTable;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.RunComparison.PairOrder;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.graph.Role;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `compare RUN_A RUN_B...`: stored runs against the first of them.
@Command(
        name = "compare",
        description = {
            "Compare stored runs against the first.",
            "Says which tensors moved in scale, and which became representable or "
                    + "ceased to be. Tensors are aligned by mapping, path, origin of a rewrite, "
                    + "unique name, position; what is left over is listed."
        },
        footer = {
            "",
            "Exit code 0, whatever differs.",
            "Example: unitscope compare run-fp16 run-fp8 --role gA --sort flushed"
        },
        mixinStandardHelpOptions = true)
final class Compare implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "RUN",
            arity = "2..*",
            description = "Run folders, as --out writes them; 2 to 6.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--tolerance",
            paramLabel = "OCTAVES",
            description = "Scales within it count as equal. Default: ${DEFAULT-VALUE}.")
    private double tolerance = RunComparison.DEFAULT_TOLERANCE;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = {
                "Pairs that are the same tensor, before all other rules:",
                "{\"pairs\": [{\"a\": \"path\", \"b\": \"path\"}]}"
            })
    private @Nullable Path map;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Show tensors of this role only: A, W, gA or gW. Counts stay of all.")
    private @Nullable String role;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "Order of the table: ${COMPLETION-CANDIDATES}. Default: delta.")
    private PairOrder order = PairOrder.DELTA;

    @Option(names = "--all", description = "Print every row of every list.")
    private boolean all;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write a row per pair and per unaligned tensor.")
    private @Nullable Path csv;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    Compare(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Role shown = checkOptions(problems);
        List<ComparedRun> runs = new ArrayList<>();
        for (Path folder : folders) {
            try {
                runs.add(ComparedRun.read(folder));
            } catch (WorkbenchException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        TensorMapping mapping = TensorMapping.NONE;
        try {
            mapping = map == null ? TensorMapping.NONE : TensorMapping.read(map);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        keepAndPrint(RunComparison.of(runs, mapping), shown);
        return ExitCode.OK;
    }

    private @Nullable Role checkOptions(List<Problem> problems) {
        if (folders.size() > RunComparison.MOST_RUNS) {
            problems.add(
                    new Problem(
                            "compare",
                            "takes at most %d runs, got %d"
                                    .formatted(RunComparison.MOST_RUNS, folders.size())));
        }
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            problems.add(
                    new Problem(
                            "--tolerance",
                            "must be octaves, zero or more, got " + tolerance + "; try 0.5"));
        }
        try {
            if (csv != null) {
                Execution.requireFile("--csv", csv);
            }
            return role == null ? null : Role.ofSymbol(role);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        } catch (IllegalArgumentException wrong) {
            problems.add(new Problem("--role", String.valueOf(wrong.getMessage())));
        }
        return null;
    }

    private void keepAndPrint(List<RunComparison> comparisons, @Nullable Role shown)
            throws IOException {
        if (csv != null) {
            AtomicFiles.write(csv, ComparisonTable.csv(comparisons, tolerance));
            console.message("comparison written to " + csv);
        }
        if (json) {
            console.out().println(CompareJson.of(comparisons, tolerance));
        } else {
            ComparePrinter.Asked asked = new ComparePrinter.Asked(tolerance, shown, order, all);
            new ComparePrinter(comparisons, asked, console.columns())
                    .lines()
                    .forEach(console.out()::println);
        }
    }
}
