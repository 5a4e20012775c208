package org.unitscope.report.charts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.unitscope.comparison.ScaleChange;
import org.unitscope.comparison.TensorPair;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.RunSection;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// One of the heatmaps that share their rows: what it shows of a tensor, and over how many octaves
/// to either side its colors go.
///
/// @param value octaves; −∞ for a tensor of zeros, NaN for one without a finite element, empty
///   where there is no number
record HeatPanel(String title, double range, Function<TensorRecord, OptionalDouble> value) {
    /// Octaves of the bar of scales.
    static final double SCALES = 8;

    private static final double DIFFERENCES = 2;

    /// Predicted, sampled, and their difference; of a run that has not sampled, predicted alone.
    static List<HeatPanel> of(RunSection run) {
        HeatPanel predicted =
                new HeatPanel("predicted", SCALES, tensor -> log2(Scales.predicted(tensor)));
        if (run.totals().sampled() == 0) {
            return List.of(predicted);
        }
        return List.of(
                predicted,
                new HeatPanel("sampled", SCALES, tensor -> log2(Scales.sampled(tensor))),
                new HeatPanel(
                        "sampled − predicted",
                        DIFFERENCES,
                        tensor ->
                                new ScaleChange(Scales.predicted(tensor), Scales.sampled(tensor))
                                        .octaves()));
    }

    /// The first run, the other and their difference, by the tensors of the first.
    static List<HeatPanel> of(ComparisonSection comparison) {
        Map<TensorKey, TensorPair> pairs = new HashMap<>();
        comparison.comparison().pairs().forEach(pair -> pairs.put(pair.a().key(), pair));
        Function<TensorRecord, ScaleChange> change =
                tensor -> {
                    TensorPair pair = pairs.get(tensor.key());
                    return pair == null
                            ? new ScaleChange(scale(tensor), OptionalDouble.empty())
                            : pair.scale();
                };
        RunSection a = comparison.a();
        RunSection b = comparison.b();
        return List.of(
                new HeatPanel(a.label(), SCALES, tensor -> log2(change.apply(tensor).before())),
                new HeatPanel(b.label(), SCALES, tensor -> log2(change.apply(tensor).after())),
                new HeatPanel(
                        b.letter() + " − " + a.letter(),
                        SCALES,
                        tensor -> change.apply(tensor).octaves()));
    }

    private static OptionalDouble scale(TensorRecord tensor) {
        OptionalDouble sampled = Scales.sampled(tensor);
        return sampled.isPresent() ? sampled : Scales.predicted(tensor);
    }

    private static OptionalDouble log2(OptionalDouble scale) {
        return scale.isPresent()
                ? OptionalDouble.of(Scales.log2(scale.getAsDouble()))
                : OptionalDouble.empty();
    }
}
