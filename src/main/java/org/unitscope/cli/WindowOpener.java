package org.unitscope.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Opens the workbench; given by the app, so that the command line knows nothing of JavaFX.
@FunctionalInterface
public interface WindowOpener {
    /// Opens the window, on a model where one is given, and returns when it is closed.
    ///
    /// @param symbols sizes set on the command line
    /// @return the exit code
    /// @throws WindowUnavailableException if there is no display or no toolkit
    int open(Optional<Path> model, Map<String, Double> symbols) throws WindowUnavailableException;
}
