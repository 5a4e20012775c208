package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.export.ExplorerGraph;
import org.unitscope.export.ExplorerNodeData;
import org.unitscope.export.NetronAttachment;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.ScaleListing;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorTable;
import org.unitscope.statistics.Moments;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `export RUN`: a stored run for other tools.
@Command(
        name = "export",
        description = "Write a stored run for Netron or Model Explorer, or list it.",
        footer = {
            "",
            "Tools find nodes by name: these are the paths of the model file.",
            "Example: unitscope export sample-runs/mlp-fp8 --netron mlp.attachment.json",
            "         unitscope export sample-runs/mlp-fp8 --model-explorer-graph mlp.json \\",
            "           --model-explorer flushed.json --role gA"
        },
        mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
    private static final List<String> WORDS =
            List.of(
                    "tensor",
                    "role",
                    "node",
                    "op",
                    "shape",
                    "format",
                    "applied_format",
                    "verdict",
                    "predicted_basis",
                    "not_predicted_because",
                    "predicted_verdict");

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, as --out writes it.")
    private Path folder = Path.of("");

    @Option(
            names = "--netron",
            paramLabel = "FILE",
            description = "Write an attachment, to drop onto the model in Netron.")
    private @Nullable Path netron;

    @Option(
            names = "--model-explorer",
            paramLabel = "FILE",
            description = "Write one column as custom node data of Model Explorer.")
    private @Nullable Path nodeData;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "underflow_fraction",
            description = "That column, of tensors.csv. Default: ${DEFAULT-VALUE}.")
    private String column = "underflow_fraction";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "gA",
            description = "Of which tensors: A, W, gA or gW. Default: ${DEFAULT-VALUE}.")
    private String role = "gA";

    @Option(
            names = "--model-explorer-graph",
            paramLabel = "FILE",
            description = "Write the model as a graph of Model Explorer, with all numbers.")
    private @Nullable Path explorerGraph;

    @Option(
            names = "--listing",
            description = {
                "Print every node with (-> forward std, <- backward std): as sampled, or, of a",
                "run without samples, as predicted."
            })
    private boolean listing;

    Export(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Map<Path, String> options = new LinkedHashMap<>();
        add(options, "--netron", netron, problems);
        add(options, "--model-explorer", nodeData, problems);
        add(options, "--model-explorer-graph", explorerGraph, problems);
        if (options.isEmpty() && problems.isEmpty() && !listing) {
            problems.add(
                    new Problem(
                            "export",
                            "nothing is asked for; name a file with --netron or --model-explorer, or give --listing"));
        }
        checkColumn(problems);
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        RunRecord run = ComparedRun.read(folder).run();
        write(run);
        return ExitCode.OK;
    }

    private static void add(
            Map<Path, String> options, String option, @Nullable Path file, List<Problem> problems) {
        if (file == null) {
            return;
        }
        try {
            Execution.requireFile(option, file);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        String other = options.put(file.toAbsolutePath().normalize(), option);
        if (other != null) {
            problems.add(
                    new Problem(
                            option,
                            "'%s' is the file of %s too; name another".formatted(file, other)));
        }
    }

    private void checkColumn(List<Problem> problems) {
        List<String> numbers =
                TensorTable.COLUMNS.stream().filter(name -> !WORDS.contains(name)).toList();
        if (!numbers.contains(column)) {
            List<String> nearest = NearestNames.of(column, numbers);
            problems.add(
                    new Problem(
                            "--column",
                            "'%s' is no column of numbers; %s"
                                    .formatted(
                                            column,
                                            nearest.isEmpty()
                                                    ? "there are " + String.join(", ", numbers)
                                                    : "did you mean "
                                                            + String.join(" or ", nearest)
                                                            + "?")));
        }
        try {
            Role.ofSymbol(role);
        } catch (IllegalArgumentException wrong) {
            problems.add(new Problem("--role", String.valueOf(wrong.getMessage())));
        }
    }

    /// The model is read only if something needs it, and before anything is written.
    private void write(RunRecord run) throws WorkbenchException, IOException {
        Graph graph =
                listing || explorerGraph != null ? RunModel.load(folder, run.spec()).graph() : null;
        if (netron != null) {
            keep(netron, NetronAttachment.of(run));
        }
        if (nodeData != null) {
            keep(nodeData, ExplorerNodeData.of(run, Role.ofSymbol(role), column));
        }
        if (explorerGraph != null && graph != null) {
            keep(explorerGraph, ExplorerGraph.of(run, graph));
        }
        if (listing && graph != null) {
            Map<TensorKey, Moments> scales =
                    run.measuredCount() > 0 ? run.sampledMoments() : run.predictedMoments();
            ScaleListing.of(graph, scales).forEach(console.out()::println);
        }
    }

    private void keep(Path file, String text) throws IOException {
        AtomicFiles.write(file, text);
        console.message("written to " + file);
    }
}
