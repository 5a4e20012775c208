package org.unitscope.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Basis;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// How the predicted scale of every tensor of a model follows one of its sizes.
///
/// Where the size changes how often a block is repeated, there is beside the laws of the model's
/// own tensors one for each tensor of the *last* block (`blocks.last.ffn.down`), the block with the
/// largest number at each point.
///
/// @param model its name
/// @param sha256 hash of the bytes that were read
/// @param points those reached, in the order of the range: fewer than it has if cancelled
/// @param laws of every tensor that was predicted at two points or more, in graph order; last
///   blocks at the end
/// @param notPredicted tensors without a prediction at two points or more
public record ScaleLaws(
        String model,
        String sha256,
        SweepRange range,
        List<SweepPoint> points,
        List<ScaleLaw> laws,
        int notPredicted) {
    /// Copies the lists.
    public ScaleLaws {
        points = List.copyOf(points);
        laws = List.copyOf(laws);
    }

    /// Predicts the model at every value of the range and fits. Blocks; when cancelled it returns
    /// within 250 ms what the finished points give ([#isPartial]). Values at which the model cannot
    /// be built are kept as [SweepPoint.Skipped].
    ///
    /// @param settings sizes other than the swept one that replace those of the file; sizes that
    ///   the file derives from the swept one follow it unless they are set
    /// @throws WorkbenchException if the file cannot be read, has no such size, or can be built at
    ///   fewer than two values, with every reason
    /// @throws org.unitscope.task.CancelledException when cancelled before two points were finished
    public static ScaleLaws compute(
            Path file,
            Map<String, Double> settings,
            SweepRange range,
            OperatorCatalogue catalogue,
            Progress progress,
            CancellationToken token)
            throws WorkbenchException {
        return Sweep.run(file, settings, range, catalogue, progress, token);
    }

    /// The laws of points that have been predicted.
    static ScaleLaws of(String model, String sha256, SweepRange range, List<SweepPoint> points) {
        List<SweepPoint.Predicted> predicted = predicted(points);
        LastBlocks lastBlocks = new LastBlocks(predicted);
        Map<TensorKey, Series> plain = new LinkedHashMap<>();
        Map<TensorKey, Series> last = new LinkedHashMap<>();
        // The largest model holds the tensors in the order in which people know them.
        for (SweepPoint.Predicted point : predicted.reversed()) {
            point.predictions()
                    .forEach((key, prediction) -> {
                        plain.computeIfAbsent(key, k -> new Series()).add(point.size(), prediction);
                        lastBlocks
                                .series(point.size(), key)
                                .ifPresent(series ->
                                        last.computeIfAbsent(series, k -> new Series())
                                                .add(point.size(), prediction));
                    });
        }
        List<ScaleLaw> laws = new ArrayList<>();
        plain.forEach((key, series) -> series.addLaw(key, false, laws));
        long notPredicted = plain.values().stream().filter(Series::lacksPredictions).count();
        last.forEach((key, series) -> {
            if (!plain.containsKey(key)) {
                series.addLaw(key, true, laws);
            }
        });
        return new ScaleLaws(model, sha256, range, points, laws, (int) notPredicted);
    }

    /// The scales of one key, found from the largest size downward.
    private static final class Series {
        private final List<ScaleLaw.Point> points = new ArrayList<>();
        private final List<Basis> bases = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        void add(double size, Prediction prediction) {
            switch (prediction) {
                case Prediction.Known known -> {
                    points.addFirst(new ScaleLaw.Point(size, known.moments().rms()));
                    bases.add(known.basis());
                }
                case Prediction.Unknown unknown -> reasons.add(unknown.reason());
            }
        }

        boolean lacksPredictions() {
            return points.size() < 2 && points.size() + reasons.size() >= 2;
        }

        void addLaw(TensorKey key, boolean lastBlock, List<ScaleLaw> laws) {
            if (points.size() >= 2) {
                Basis weakest = bases.stream().max(Basis::compareTo).orElseThrow();
                laws.add(new ScaleLaw(key, lastBlock, points, PowerLaw.fit(points), weakest));
            }
        }
    }

    /// Whether it was cancelled before the range was through.
    public boolean isPartial() {
        return points.size() < range.values().size();
    }

    /// The points that were predicted.
    public List<SweepPoint.Predicted> predicted() {
        return predicted(points);
    }

    private static List<SweepPoint.Predicted> predicted(List<SweepPoint> points) {
        return points.stream()
                .filter(SweepPoint.Predicted.class::isInstance)
                .map(SweepPoint.Predicted.class::cast)
                .toList();
    }

    /// The points at which the model cannot be built, in words: those whose reasons differ by
    /// numbers only share a line, with the first of the reasons.
    public List<String> skippedInWords() {
        Map<String, List<SweepPoint.Skipped>> kinds = new LinkedHashMap<>();
        for (SweepPoint.Skipped point : skipped()) {
            kinds.computeIfAbsent(point.reason().replaceAll("\\d+", "#"), k -> new ArrayList<>())
                    .add(point);
        }
        return kinds.values().stream()
                .map(alike ->
                        "skipped %s=%s: %s"
                                .formatted(
                                        range.name(),
                                        alike.stream()
                                                .map(point -> SweepRange.plain(point.size()))
                                                .collect(Collectors.joining(",")),
                                        alike.getFirst().reason()))
                .toList();
    }

    /// The points at which the model cannot be built.
    public List<SweepPoint.Skipped> skipped() {
        return points.stream()
                .filter(SweepPoint.Skipped.class::isInstance)
                .map(SweepPoint.Skipped.class::cast)
                .toList();
    }

    /// The sizes that are the same at every point, sorted by name.
    public Map<String, Double> fixedSizes() {
        Map<String, Double> fixed = new TreeMap<>(predicted().getFirst().sizes());
        for (SweepPoint.Predicted point : predicted()) {
            fixed.entrySet()
                    .removeIf(size -> !size.getValue().equals(point.sizes().get(size.getKey())));
        }
        return fixed;
    }

    /// The law of a tensor, empty if there is none.
    public Optional<ScaleLaw> find(TensorKey key) {
        return laws.stream().filter(law -> law.key().equals(key)).findFirst();
    }
}
