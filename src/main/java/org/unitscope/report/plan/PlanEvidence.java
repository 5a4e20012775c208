package org.unitscope.report.plan;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.ScalingPlan;
import org.unitscope.plan.TensorRanges;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
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
public record PlanEvidence(
        LoadedModel model,
        PrecisionRecipe recipe,
        double headroom,
        Optional<RunRecord> run,
        boolean sampled,
        long seed,
        Progress progress,
        CancellationToken token) {
    /// The same for other formats.
    public PlanEvidence with(PrecisionRecipe other) {
        return new PlanEvidence(model, other, headroom, run, sampled, seed, progress, token);
    }

    /// What should be known of it: a run that rounded has recorded zeros where values were flushed.
    public Optional<String> caution() throws WorkbenchException {
        if (run.isEmpty()) {
            return Optional.empty();
        }
        String rounded = run.get().spec().formats();
        return PrecisionRecipe.parse(rounded).equals(PrecisionRecipe.unrounded())
                ? Optional.empty()
                : Optional.of(
                        "the run rounded to %s: what was flushed on its way is recorded as zeros, which nothing is planned for; a run with --formats fp32 has all"
                                .formatted(rounded));
    }

    /// In words, for people and files.
    public String text() {
        if (run.isPresent()) {
            return "recorded";
        }
        return sampled ? "sampled, seed " + seed : "predicted";
    }

    /// Ranges of the model as it is.
    public TensorRanges before() throws WorkbenchException, IOException {
        if (run.isPresent()) {
            return measured(model.graph(), run.get());
        }
        return sampled ? sampled(model) : predicted(model.graph());
    }

    /// Of the planned graph: predicted or sampled anew, which proves the plan; a run's records are
    /// moved, which powers of two do exactly.
    public TensorRanges after(ScalingPlan plan) throws WorkbenchException, IOException {
        if (run.isPresent()) {
            return plan.after();
        }
        return sampled ? sampled(model.rewritten(plan.graph(), "plan")) : predicted(plan.graph());
    }

    /// By predicted laws, whatever this rests on.
    public TensorRanges predicted(Graph graph) {
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
}
