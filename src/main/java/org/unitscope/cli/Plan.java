package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.importer.json.JsonModelWriter;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.output.PlanJson;
import org.unitscope.report.plan.PlanEvidence;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.report.plan.PlanText;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plan MODEL`: the fewest factors that bring every tensor inside its format.
@Command(
        name = "plan",
        description = {
            "Find the fewest factors that bring every tensor inside its format.",
            "Powers of two, for weights, activations and gradients, by predicted "
                    + "laws, by a stored run, or by a step sampled for it. Function and loss "
                    + "stay what they are."
        },
        footer = {
            "",
            "Example: unitscope plan model-zoo/gpt-mini.json --formats fp8 -o planned.json",
            "         unitscope plan model-zoo/mlp.json --run sample-runs/mlp-fp8"
        },
        mixinStandardHelpOptions = true)
final class Plan implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private SizeOptions sizes = new SizeOptions();

    @Option(
            names = "--formats",
            paramLabel = "RECIPE",
            defaultValue = "fp8",
            description = "Formats, as of sample. Default: ${DEFAULT-VALUE}.")
    private String formats = "fp8";

    @Option(
            names = "--headroom",
            paramLabel = "N",
            defaultValue = "1",
            description = "Octaves from the largest magnitude to overflow. Default: 1.")
    private double headroom = 1;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Plan by what a stored run of the model has measured, at its sizes.")
    private @Nullable Path run;

    @Option(names = "--sampled", description = "Plan by a step sampled without rounding.")
    private boolean sampled;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the step that --sampled samples. Default: 1.")
    private long seed = 1;

    @Option(names = "--alone", description = "Leave out the comparison with unit scaling.")
    private boolean alone;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the model with the changes.")
    private @Nullable Path out;

    @Option(names = "--patch", paramLabel = "FILE", description = "Write the changes as JSON.")
    private @Nullable Path patch;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    Plan(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try (Interruption interruption = new Interruption()) {
            return run(interruption);
        }
    }

    /// Plans, keeps and prints; nothing of it if cancelled.
    int run(CancellationToken token) throws WorkbenchException, IOException {
        PrecisionRecipe asked = checked();
        RunRecord record = run == null ? null : PlannedRun.read(run);
        LoadedModel loaded =
                JsonModels.load(
                        model,
                        PlannedRun.symbols(sizes.symbols(), record),
                        OperatorCatalogue.standard());
        if (record != null) {
            PlannedRun.requireSame(record, loaded);
        }
        PrecisionRecipe recipe = ModelFormats.behind(loaded, asked);
        requireMatched(recipe, loaded.graph());
        PlanResult result;
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            PlanEvidence evidence =
                    new PlanEvidence(
                            loaded,
                            recipe,
                            headroom,
                            Optional.ofNullable(record),
                            sampled,
                            seed,
                            progress,
                            token);
            evidence.caution().ifPresent(console::message);
            result = PlanResult.of(evidence, alone);
        } catch (CancelledException cancelled) {
            console.message("cancelled; nothing written");
            return ExitCode.CANCELLED;
        }
        keepAndPrint(result, loaded.remarks());
        return ExitCode.OK;
    }

    private PrecisionRecipe checked() throws WorkbenchException {
        List<Problem> problems = new ArrayList<>();
        if (!(headroom >= 0 && headroom <= 60)) {
            problems.add(
                    new Problem("--headroom", "must be from 0 to 60 octaves, got " + headroom));
        }
        if (run != null && sampled) {
            problems.add(new Problem("--run and --sampled", "each measures; ask for one"));
        }
        if (out != null
                && patch != null
                && out.toAbsolutePath().normalize().equals(patch.toAbsolutePath().normalize())) {
            problems.add(
                    new Problem(
                            "--patch", "'" + patch + "' is the file of --out too; name another"));
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        if (out != null) {
            Execution.requireFile("--out", out);
            Execution.requireOther("--out", out, model);
        }
        if (patch != null) {
            Execution.requireFile("--patch", patch);
            Execution.requireOther("--patch", patch, model);
        }
        return PrecisionRecipe.parse(formats);
    }

    private static void requireMatched(PrecisionRecipe recipe, Graph graph)
            throws WorkbenchException {
        List<String> unmatched = recipe.unmatched(graph, OperatorCatalogue.standard());
        if (!unmatched.isEmpty()) {
            throw new WorkbenchException(
                    "--formats",
                    "nothing in '%s' matches %s"
                            .formatted(graph.name(), String.join(", ", unmatched)));
        }
    }

    private void keepAndPrint(PlanResult result, ModelRemarks remarks) throws IOException {
        if (out != null) {
            AtomicFiles.write(
                    out,
                    JsonModelWriter.text(
                            result.plan().graph(), remarks, OperatorCatalogue.standard()));
            console.message("model with the changes written to " + out);
        }
        if (patch != null) {
            AtomicFiles.write(patch, PlanJson.patches(result));
            console.message("changes written to " + patch);
        }
        if (json) {
            console.out().println(PlanJson.of(result));
        } else {
            PlanText.lines(result).forEach(console.out()::println);
        }
    }
}
