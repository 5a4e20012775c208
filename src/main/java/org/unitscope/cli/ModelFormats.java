package org.unitscope.cli;

import java.nio.file.Path;
import org.unitscope.graph.LoadedModel;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// A recipe behind the exceptions that a model file has of its own.
final class ModelFormats {
    private ModelFormats() {}

    /// The recipe of a run of this model.
    ///
    /// @throws WorkbenchException naming the model's file, if an exception of it is wrong
    static PrecisionRecipe behind(LoadedModel model, PrecisionRecipe recipe)
            throws WorkbenchException {
        try {
            return recipe.behind(model.remarks().formats());
        } catch (WorkbenchException wrong) {
            throw inFile(model.file(), wrong);
        }
    }

    /// The same problems, said of a model's file.
    static WorkbenchException inFile(Path file, WorkbenchException wrong) {
        return new WorkbenchException(
                wrong.problems().stream()
                        .map(problem -> new Problem(file + ": formats", problem.what()))
                        .toList());
    }
}
