package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunDiff;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunSpec;
import org.unitscope.run.RunStore;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.SchemedModel;
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
        Path model = find(spec.model());
        LoadedModel loaded = JsonModels.load(model, spec.symbols(), OperatorCatalogue.standard());
        if (!loaded.sha256().equals(spec.modelSha256())) {
            throw new WorkbenchException(
                    model.toString(),
                    "the model has changed since the run (SHA-256 "
                            + loaded.sha256().substring(0, 12)
                            + "…, the run has "
                            + spec.modelSha256()
                                    .substring(0, Math.min(12, spec.modelSha256().length()))
                            + "…); restore the file or run it anew");
        }
        PrecisionRecipe recipe = PrecisionRecipe.parse(spec.formats());
        LoadedModel rewritten =
                SchemedModel.of(loaded, spec.scheme(), OperatorCatalogue.standard()).model();
        return new RunRequest(rewritten, recipe, spec.seed(), spec.sampled(), threads);
    }

    /// The model as the run names it: from here, else from the run's folder or a folder above it.
    private Path find(String model) throws WorkbenchException, IOException {
        Path absolute = folder.toRealPath();
        List<Path> candidates =
                Stream.concat(
                                Stream.of(Path.of(model)),
                                Stream.iterate(absolute, path -> path != null, Path::getParent)
                                        .map(path -> path.resolve(model)))
                        .toList();
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() ->
                        new WorkbenchException(
                                folder.toString(),
                                "its model '"
                                        + model
                                        + "' is neither here nor above the run; start from the"
                                        + " folder it was made in"));
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
