package org.unitscope.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.unitscope.task.WorkbenchException;

/// The file of a stored run's model, which the run names as it was named when it was made.
public final class ModelFile {
    private ModelFile() {}

    /// The model as the run names it: from here, else from the run's folder or a folder above it.
    ///
    /// @param folder of the run
    /// @param model as [RunSpec#model] has it
    /// @throws WorkbenchException if it is nowhere there
    /// @throws IOException if there is no such folder
    public static Path find(Path folder, String model) throws WorkbenchException, IOException {
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

    /// Refuses a file that is not what it was when the run was made.
    ///
    /// @param sha256 of the file as it is
    /// @throws WorkbenchException if the run has another
    public static void requireSame(Path model, String sha256, RunSpec run)
            throws WorkbenchException {
        if (!sha256.equals(run.modelSha256())) {
            throw new WorkbenchException(
                    model.toString(),
                    "the model has changed since the run (SHA-256 %s…, the run has %s…); restore the file or run it anew"
                            .formatted(start(sha256), start(run.modelSha256())));
        }
    }

    private static String start(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }
}
