package org.unitscope.importer.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The folder of a model: the only place that other files of it are read from.
record ModelFolder(Path folder) {
    /// How a path must be, for problems.
    static final String RULE =
            "must be a file in the model's folder or below it, with a relative path without '..'";

    /// The folder that a model file is in.
    static ModelFolder of(Path model) {
        Path parent = model.toAbsolutePath().normalize().getParent();
        return new ModelFolder(parent == null ? model.toAbsolutePath() : parent);
    }

    /// The file, if it is one that may be opened: also links lead nowhere else.
    Optional<Path> inside(String text) {
        try {
            Path relative = Path.of(text);
            boolean plain =
                    !text.isBlank()
                            && relative.getRoot() == null
                            && text.indexOf('\\') < 0
                            && text.indexOf(':') < 0;
            for (Path part : relative) {
                plain &= !part.toString().equals("..");
            }
            Path file = folder.resolve(relative);
            return plain
                            && Files.isRegularFile(file)
                            && file.toRealPath().startsWith(folder.toRealPath())
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException | IOException none) {
            return Optional.empty();
        }
    }
}
