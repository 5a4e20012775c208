package org.unitscope.report.data;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.unitscope.analysis.Prediction;
import org.unitscope.comparison.FlushedTotals;
import org.unitscope.comparison.Judgement;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// The counts of a run. A tensor is judged by its sampled values, and where it was not sampled by
/// the predicted law of its elements, if the run has one.
///
/// @param tensors rows of the run: a tensor in a role each
/// @param elements of all rows together
/// @param sampled rows that were sampled
/// @param nonfinite rows that hold an infinite or NaN element
/// @param verdicts judged rows by verdict; every verdict is a key
/// @param judgedByPrediction judged rows that were not sampled
/// @param worstFlushed the first row with the largest share flushed to zero; empty if none is
///   judged
/// @param worstOverflow the first row with the largest share that overflows
/// @param notPredicted why rows have no prediction, with their number, alphabetically
/// @param gradients what of all sampled gradients is flushed
public record RunTotals(
        long tensors,
        long elements,
        long sampled,
        long nonfinite,
        Map<Verdict, Long> verdicts,
        long judgedByPrediction,
        Optional<Extreme> worstFlushed,
        Optional<Extreme> worstOverflow,
        Map<String, Long> notPredicted,
        FlushedTotals gradients) {
    /// A row and the share of its non-zero elements that makes it stand out.
    public record Extreme(TensorRecord tensor, double share) {}

    /// Counts a run.
    static RunTotals of(RunRecord run) {
        Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, 0L);
        }
        Map<String, Long> unknown = new TreeMap<>();
        long elements = 0;
        long nonfinite = 0;
        long byPrediction = 0;
        for (TensorRecord tensor : run.tensors()) {
            elements += tensor.shape().count();
            nonfinite += isFinite(tensor) ? 0 : 1;
            if (tensor.predicted() instanceof Prediction.Unknown reason) {
                unknown.merge(reason.reason(), 1L, Long::sum);
            }
            Judgement judgement = Judgement.of(tensor);
            if (judgement.verdict().isPresent()) {
                verdicts.merge(judgement.verdict().get(), 1L, Long::sum);
                byPrediction += judgement.isPredicted() ? 1 : 0;
            }
        }
        return new RunTotals(
                run.tensors().size(),
                elements,
                run.measuredCount(),
                nonfinite,
                Map.copyOf(verdicts),
                byPrediction,
                extreme(run, tensor -> Judgement.of(tensor).flushed()),
                extreme(run, RunTotals::overflowShare),
                unknown,
                FlushedTotals.of(run));
    }

    /// Whether no element of a row is known to be infinite or NaN.
    static boolean isFinite(TensorRecord tensor) {
        return tensor.measured().map(m -> m.statistics().nonfinite() == 0).orElse(true);
    }

    private static Optional<Extreme> extreme(
            RunRecord run, Function<TensorRecord, OptionalDouble> share) {
        return run.tensors().stream()
                .filter(tensor -> share.apply(tensor).isPresent())
                .map(tensor -> new Extreme(tensor, share.apply(tensor).getAsDouble()))
                .reduce((known, next) -> next.share() > known.share() ? next : known);
    }

    /// Rows with this verdict.
    public long of(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    /// Rows that have a verdict.
    public long judged() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Judged rows whose verdict is another than representable.
    public long notRepresentable() {
        return judged() - of(Verdict.REPRESENTABLE);
    }

    /// Rows without a prediction.
    public long withoutPrediction() {
        return notPredicted.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The share of a row's non-zero elements that overflow, as far as it is judged.
    public static OptionalDouble overflowShare(TensorRecord tensor) {
        return tensor.measured()
                .map(m -> OptionalDouble.of(m.statistics().fates().overflowFraction()))
                .orElse(tensor.forecast().overflow());
    }
}
