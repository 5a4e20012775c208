package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unitscope.graph.LoadedModel;
import org.unitscope.run.RunDiff;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunSpec;
import org.unitscope.run.RunStore;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `replay RUN`: computes a stored run again and compares byte for byte.
@Command(
        name = "replay",
        description = "Compute a stored run again and print every cell that differs.",
        footer = {
            "",
            "Exit code 0: the same bytes; 4: something differs.",
            "Example: unitscope replay sample-runs/mlp-fp8"
        },
        mixinStandardHelpOptions = true)
final class Replay implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, as --out writes it.")
    private Path folder = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use.")
    private int threads = Runtime.getRuntime().availableProcessors();

    Replay(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(folder)) {
            throw new WorkbenchException(
                    folder.toString(), "there is no such folder; name a run that --out wrote");
        }
        RunRecord stored = RunStore.read(folder);
        RunRequest request = request(stored.spec());
        try (Interruption interruption = new Interruption()) {
            Optional<RunRecord> again =
                    Execution.run(console, request, Optional.empty(), interruption);
            if (again.isEmpty() || again.get().isPartial()) {
                return ExitCode.CANCELLED;
            }
            return report(RunDiff.of(folder, withStoredPath(again.get(), stored)));
        }
    }

    private RunRequest request(RunSpec spec) throws WorkbenchException, IOException {
        LoadedModel model = RunModel.load(folder, spec);
        PrecisionRecipe recipe = PrecisionRecipe.parse(spec.formats());
        return new RunRequest(model, recipe, spec.seed(), spec.sampled(), threads);
    }

    /// The path of the model is part of the spec, but where it was found this time is not.
    private static RunRecord withStoredPath(RunRecord again, RunRecord stored) {
        RunSpec spec = again.spec();
        RunSpec renamed =
                new RunSpec(
                        spec.schemaVersion(),
                        stored.spec().model(),
                        spec.modelSha256(),
                        spec.graphSha256(),
                        spec.modelName(),
                        spec.symbols(),
                        spec.formats(),
                        spec.seed(),
                        spec.sampled(),
                        spec.samples(),
                        spec.inputLaws(),
                        spec.weightLaws(),
                        spec.scheme());
        return new RunRecord(renamed, again.environment(), again.tensors());
    }

    private int report(RunDiff diff) {
        if (diff.isEmpty()) {
            console.out().println("same: spec, tensors and histograms agree byte for byte");
            return ExitCode.OK;
        }
        console.out().println(diff.differences().size() + " cells differ");
        diff.differences().stream()
                .limit(SHOWN)
                .forEach(cell ->
                        console.out()
                                .printf(
                                        "%s  %s: stored '%s', recomputed '%s'%n",
                                        cell.row(),
                                        cell.column(),
                                        cell.stored(),
                                        cell.recomputed()));
        if (diff.differences().size() > SHOWN) {
            console.out().printf("... and %d more%n", diff.differences().size() - SHOWN);
        }
        return ExitCode.DIFFERENT;
    }
}
