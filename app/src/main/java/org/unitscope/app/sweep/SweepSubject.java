package org.unitscope.app.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unitscope.app.session.Workbench;
import org.unitscope.run.RunRecord;

/// What can be swept: the open model, or that of the open run.
///
/// @param name of the model
/// @param sha256 hash of the file as it was opened
/// @param sizes all named sizes with their values
/// @param settings those that replace the values of the file
record SweepSubject(
        String name,
        Path file,
        String sha256,
        Map<String, Double> sizes,
        Map<String, Double> settings) {
    SweepSubject {
        sizes = new TreeMap<>(sizes);
        settings = Map.copyOf(settings);
    }

    /// What is open in a workbench.
    static Optional<SweepSubject> of(Workbench workbench) {
        Optional<SweepSubject> model =
                workbench
                        .modelProperty()
                        .get()
                        .map(loaded ->
                                new SweepSubject(
                                        loaded.graph().name(),
                                        loaded.file(),
                                        loaded.sha256(),
                                        loaded.graph().symbols(),
                                        workbench.sizes()));
        return model.or(() -> workbench.runProperty().get().map(SweepSubject::of));
    }

    /// A stored run tells the sizes and not which of them its file derives: all are kept.
    private static SweepSubject of(RunRecord run) {
        return new SweepSubject(
                run.spec().modelName(),
                Path.of(run.spec().model()),
                run.spec().modelSha256(),
                run.spec().symbols(),
                run.spec().symbols());
    }

    /// The settings that stay when a size is swept.
    Map<String, Double> settingsBeside(String size) {
        Map<String, Double> others = new TreeMap<>(settings);
        others.remove(size);
        return others;
    }

    List<String> sizeNames() {
        return List.copyOf(sizes.keySet());
    }
}
