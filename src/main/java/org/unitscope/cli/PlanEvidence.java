package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.ScalingPlan;
import org.unitscope.plan.TensorRanges;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunStore;
import org.unitscope.run.Runs;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// What a plan rests on: predicted laws, a stored run, or a step sampled for it.
///
/// @param run the stored run, if it is one
/// @param sampled whether a step is sampled
/// @param seed of that step
record PlanEvidence(
        LoadedModel model,
        PrecisionRecipe recipe,
        double headroom,
        Optional<RunRecord> run,
        boolean sampled,
        long seed,
        Progress progress,
        CancellationToken token) {
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

    /// In words, for people and files.
    String text() {
        if (run.isPresent()) {
            return "recorded";
        }
        return sampled ? "sampled, seed " + seed : "predicted";
    }

    /// Ranges of the model as it is.
    TensorRanges before() throws WorkbenchException, IOException {
        if (run.isPresent()) {
            return measured(model.graph(), run.get());
        }
        return sampled ? sampled(model) : predicted(model.graph());
    }

    /// Of the planned graph: predicted or sampled anew, which proves the plan; a run's records are
    /// moved, which powers of two do exactly.
    TensorRanges after(ScalingPlan plan) throws WorkbenchException, IOException {
        if (run.isPresent()) {
            return plan.after();
        }
        return sampled ? sampled(model.rewritten(plan.graph(), "plan")) : predicted(plan.graph());
    }

    /// By predicted laws, whatever this rests on.
    TensorRanges predicted(Graph graph) {
        return TensorRanges.predicted(
                graph, OperatorCatalogue.standard(), recipe, headroom, progress, token);
    }

    private TensorRanges sampled(LoadedModel of) throws WorkbenchException {
        RunRequest request =
                new RunRequest(
                                of,
                                PrecisionRecipe.unrounded(),
                                seed,
                                true,
                                Runtime.getRuntime().availableProcessors())
                        .withoutForecasts();
        RunRecord record = Runs.execute(request, OperatorCatalogue.standard(), progress, token);
        if (record.isPartial()) {
            throw new CancelledException();
        }
        return measured(of.graph(), record);
    }

    private TensorRanges measured(Graph graph, RunRecord record) {
        Map<TensorKey, TensorStatistics> statistics = new HashMap<>();
        record.tensors()
                .forEach(tensor ->
                        tensor.measured()
                                .ifPresent(m -> statistics.put(tensor.key(), m.statistics())));
        return TensorRanges.measured(graph, statistics, recipe, headroom, token);
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
