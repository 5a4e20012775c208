package org.unitscope.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Problem;
import org.unitscope.task.Problems;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// Predicts one model at every value of a range.
final class Sweep {
    /// Reported steps of a point.
    private static final int STEPS = 1000;

    private final Path file;
    private final byte[] bytes;
    private final Map<String, Double> settings;
    private final SweepRange range;
    private final OperatorCatalogue catalogue;
    private final List<SweepPoint> points = new ArrayList<>();
    private final Problems problems = new Problems();
    private final List<LoadedModel> loaded = new ArrayList<>(1);

    private Sweep(
            Path file,
            byte[] bytes,
            Map<String, Double> settings,
            SweepRange range,
            OperatorCatalogue catalogue) {
        this.file = file;
        this.bytes = bytes;
        this.settings = settings;
        this.range = range;
        this.catalogue = catalogue;
    }

    /// The laws of the points that could be built and were reached.
    static ScaleLaws run(
            Path file,
            Map<String, Double> settings,
            SweepRange range,
            OperatorCatalogue catalogue,
            Progress progress,
            CancellationToken token)
            throws WorkbenchException {
        byte[] bytes = JsonModels.read(file);
        requireSize(range.name(), JsonModels.sizeNames(file, bytes));
        if (settings.containsKey(range.name())) {
            throw new WorkbenchException(
                    "sweep of " + range.name(),
                    "'" + range.name() + "' is both swept and set; leave the setting out");
        }
        Sweep sweep = new Sweep(file, bytes, settings, range, catalogue);
        boolean cancelled = sweep.predictAll(progress, token);
        long predicted =
                sweep.points.stream().filter(SweepPoint.Predicted.class::isInstance).count();
        if (cancelled && predicted < 2) {
            throw new CancelledException();
        }
        if (predicted < 2) {
            throw sweep.tooFew(predicted);
        }
        LoadedModel model = sweep.loaded.getFirst();
        return ScaleLaws.of(model.graph().name(), model.sha256(), range, sweep.points);
    }

    private static void requireSize(String name, List<String> names) throws WorkbenchException {
        if (!names.contains(name)) {
            throw new WorkbenchException(
                    "sweep of " + name,
                    "the model has no size '%s'; it has %s"
                            .formatted(name, names.isEmpty() ? "none" : String.join(", ", names)));
        }
    }

    /// @return whether it was cancelled
    private boolean predictAll(Progress progress, CancellationToken token) {
        int count = range.values().size();
        for (int i = 0; i < count; i++) {
            double size = range.values().get(i);
            String head =
                    "%s=%s (%d of %d)"
                            .formatted(range.name(), SweepRange.plain(size), i + 1, count);
            long before = (long) i * STEPS;
            Progress ofPoint =
                    (what, done, total) ->
                            progress.report(
                                    head + ": " + what,
                                    before + STEPS * done / Math.max(1, total),
                                    (long) count * STEPS);
            try {
                token.throwIfCancelled();
                ofPoint.report("read the model", 0, 1);
                points.add(predict(size, ofPoint, token));
            } catch (CancelledException cancelled) {
                return true;
            }
        }
        return false;
    }

    private SweepPoint predict(double size, Progress progress, CancellationToken token) {
        Map<String, Double> sizes = new HashMap<>(settings);
        sizes.put(range.name(), size);
        try {
            LoadedModel model = JsonModels.load(file, bytes, sizes, catalogue);
            if (loaded.isEmpty()) {
                loaded.add(model);
            }
            Graph graph = model.graph();
            return new SweepPoint.Predicted(
                    size,
                    graph.symbols(),
                    MomentAnalysis.analyze(graph, catalogue, progress, token));
        } catch (ModelFormatException unusable) {
            unusable.problems().forEach(problem -> problems.add(problem.where(), problem.what()));
            return new SweepPoint.Skipped(size, sentence(unusable.problems()));
        }
    }

    private static String sentence(List<Problem> problems) {
        int more = problems.size() - 1;
        return problems.getFirst().what()
                + (more == 0
                        ? ""
                        : " (and %d more problem%s)".formatted(more, more == 1 ? "" : "s"));
    }

    private WorkbenchException tooFew(long predicted) {
        List<Problem> all = new ArrayList<>();
        all.add(
                new Problem(
                        "sweep of " + range.name(),
                        "an exponent needs two points, but the model can be built at %d of %d: take other values or set other sizes"
                                .formatted(predicted, range.values().size())));
        all.addAll(problems.list());
        return new WorkbenchException(all);
    }
}
