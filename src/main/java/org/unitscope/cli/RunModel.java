package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunSpec;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.SchemedModel;

/// The model of a stored run, which names a file and its hash and holds no graph.
final class RunModel {
    private RunModel() {}

    /// The model at the run's sizes, rewritten by its scheme.
    ///
    /// @param folder of the run
    /// @throws WorkbenchException if the file is not found, or is not what it was
    static LoadedModel load(Path folder, RunSpec spec) throws WorkbenchException, IOException {
        Path model = find(folder, spec.model());
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
        return SchemedModel.of(loaded, spec.scheme(), OperatorCatalogue.standard()).model();
    }

    /// The model as the run names it: from here, else from the run's folder or a folder above it.
    private static Path find(Path folder, String model) throws WorkbenchException, IOException {
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
}
