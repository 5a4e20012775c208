package org.unitscope.comparison;

import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Verdict;

/// What a run says of a tensor's values in its format.
///
/// @param verdict empty if there is none
/// @param flushed share of the non-zero values that become zero
/// @param isPredicted whether by the predicted law of an element, not by sampled values
public record Judgement(Optional<Verdict> verdict, OptionalDouble flushed, boolean isPredicted) {
    /// By sampled values where the tensor was sampled, else by the predicted law.
    public static Judgement of(TensorRecord tensor) {
        return tensor.measured().isPresent() ? sampled(tensor) : predicted(tensor);
    }

    /// By sampled values; empty if the run has none.
    static Judgement sampled(TensorRecord tensor) {
        return new Judgement(
                tensor.measured().map(Measurement::statistics).map(found -> found.verdict()),
                tensor.measured()
                        .map(Measurement::statistics)
                        .map(found -> OptionalDouble.of(found.fates().underflowFraction()))
                        .orElse(OptionalDouble.empty()),
                false);
    }

    /// By the predicted law; empty if the run has none.
    static Judgement predicted(TensorRecord tensor) {
        return new Judgement(tensor.forecast().verdict(), tensor.forecast().underflow(), true);
    }
}
