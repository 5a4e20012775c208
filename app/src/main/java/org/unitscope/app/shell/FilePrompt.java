package org.unitscope.app.shell;

import java.nio.file.Path;
import java.util.Optional;

/// Asks the user for files and folders; empty if the user thought better of it.
public interface FilePrompt {
    /// A model to open.
    Optional<Path> modelToOpen();

    /// A run folder to open.
    Optional<Path> runToOpen();

    /// A file that says which tensors of two runs are the same.
    Optional<Path> mappingToOpen();

    /// A folder to save a run in.
    Optional<Path> folderForRun();

    /// A file for a report.
    ///
    /// @param suggestedName offered in the dialog
    Optional<Path> fileForReport(String suggestedName);

    /// A file for a model.
    ///
    /// @param suggestedName offered in the dialog
    Optional<Path> fileForModel(String suggestedName);

    /// A file for a table.
    ///
    /// @param suggestedName offered in the dialog
    Optional<Path> fileForTable(String suggestedName);

    /// A file for another tool, or for the changes of a scaling plan.
    ///
    /// @param suggestedName offered in the dialog
    Optional<Path> fileForExport(String suggestedName);

    /// A file for a function that models may use.
    ///
    /// @param suggestedName offered in the dialog
    Optional<Path> fileForRule(String suggestedName);
}
