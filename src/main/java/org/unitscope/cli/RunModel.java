package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.ModelFile;
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
        Path model = ModelFile.find(folder, spec.model());
        LoadedModel loaded = JsonModels.load(model, spec.symbols(), OperatorCatalogue.standard());
        ModelFile.requireSame(model, loaded.sha256(), spec);
        return SchemedModel.of(loaded, spec.scheme(), OperatorCatalogue.standard()).model();
    }
}
