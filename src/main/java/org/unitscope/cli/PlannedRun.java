package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.LoadedModel;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.task.WorkbenchException;

/// The stored run that `plan --run` plans by.
final class PlannedRun {
    private PlannedRun() {}

    /// A stored run.
    ///
    /// @throws WorkbenchException if it is none, or nothing was measured, or the model was
    ///   rewritten for it
    static RunRecord read(Path folder) throws WorkbenchException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new WorkbenchException(
                    "--run", "there is no folder '" + folder + "'; name a run that --out wrote");
        }
        RunRecord run = RunStore.read(folder);
        if (run.measuredCount() == 0) {
            throw new WorkbenchException(
                    "--run",
                    "'"
                            + folder
                            + "' was predicted only; leave --run out to plan by predicted laws, or"
                            + " name a run of unitscope sample");
        }
        if (!run.spec().scheme().isEmpty()) {
            throw new WorkbenchException(
                    "--run",
                    "the model of '%s' was rewritten by %s; name a run of the model as it is"
                            .formatted(folder, run.spec().scheme()));
        }
        return run;
    }

    /// @throws WorkbenchException if the run is of another model, or of other sizes
    static void requireSame(RunRecord run, LoadedModel model) throws WorkbenchException {
        String here = CanonicalText.sha256(model.graph());
        if (!here.equals(run.spec().graphSha256())) {
            throw new WorkbenchException(
                    "--run",
                    "it is a run of '%s' %s, not of this model with these sizes; leave --set out to take the run's"
                            .formatted(run.spec().model(), new TreeMap<>(run.spec().symbols())));
        }
    }

    /// The run's sizes where no others are set.
    static Map<String, Double> symbols(Map<String, Double> set, @Nullable RunRecord run) {
        if (run == null) {
            return set;
        }
        Map<String, Double> all = new HashMap<>(run.spec().symbols());
        all.putAll(set);
        return all;
    }
}
