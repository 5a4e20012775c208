package org.unitscope.compare;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unitscope.graph.TensorKey;
import org.unitscope.statistics.OctaveHistogram;

/// One tensor, predicted and sampled.
///
/// @param seeds how many were sampled
/// @param sampledRms root of the mean over the seeds of the mean square
/// @param standardError of it, as a share of it, from the spread between the seeds; NaN for one
///   seed
/// @param scatter of the RMS of a single seed, as a share of it; NaN for one seed
/// @param predictedScatter the same as predicted
/// @param octaves of the elements of all seeds together
/// @param shift the power of two by which the tensor is multiplied before it is rounded to FP8
///   E4M3, so that the share of it that is flushed is near a half; empty where no shift brings it
///   between 0.01 and 0.99
/// @param flushed that share of the non-zero elements; NaN where there is no shift
/// @param predicted by the prediction
/// @param independent by the independence rules
public record TensorAccuracy(
        TensorKey key,
        int seeds,
        double sampledRms,
        double standardError,
        double scatter,
        double predictedScatter,
        OctaveHistogram octaves,
        OptionalInt shift,
        double flushed,
        RuleAccuracy predicted,
        RuleAccuracy independent) {
    /// Flushed shares that differ by no more agree.
    public static final double FLUSHED_TOLERANCE = 0.03;

    /// A tensor below this part of what its parts would have if they did not cancel is rounding
    /// error of float32, whose unit is 6e-8.
    private static final double ROUNDING = 1e-6;

    static TensorAccuracy of(TensorKey key, Expectation.Known expected, Pooled pooled) {
        OctaveHistogram octaves = pooled.octaves();
        OptionalInt shift = FlushedShare.E4M3.shift(octaves);
        return new TensorAccuracy(
                key,
                pooled.seeds(),
                pooled.rms(),
                pooled.standardError(),
                pooled.scatter(),
                expected.predicted().scatter(),
                octaves,
                shift,
                shift.isPresent()
                        ? FlushedShare.E4M3.sampled(octaves, shift.getAsInt())
                        : Double.NaN,
                rule(expected.predicted(), pooled, shift),
                rule(expected.independent(), pooled, shift));
    }

    private static RuleAccuracy rule(Expectation.Rule rule, Pooled pooled, OptionalInt shift) {
        return RuleAccuracy.of(
                rule,
                pooled.rms(),
                rule.octaves().totalVariation(pooled.octaves()),
                shift.isPresent()
                        ? FlushedShare.E4M3.predicted(rule.octaves(), shift.getAsInt())
                        : Double.NaN);
    }

    /// Whether the tensor is zero but for rounding errors, so that a relative error says nothing:
    /// all sampled elements are zero and so is the prediction, or the sampled RMS is below 1e-6 of
    /// what it would be if its parts were independent, that is, if they did not cancel.
    public boolean isZero() {
        return isZero(sampledRms, predicted.rms(), independent.rms());
    }

    static boolean isZero(double sampled, double predicted, double independent) {
        return (sampled == 0 && predicted == 0) || sampled < ROUNDING * independent;
    }

    /// The path with `*` for every number between dots: that of the same tensor in each block.
    public String foldedPath() {
        return Stream.of(key.tensor().path().split("\\."))
                .map(part -> part.matches("\\d+") ? "*" : part)
                .collect(Collectors.joining("."));
    }

    /// Predicted over sampled scatter; as often too small as too large if the prediction is right,
    /// however few the seeds. The median of a chi-squared variable of `f` degrees of freedom over
    /// `f` is `(1 - 2 / (9 f))^3` (Wilson and Hilferty 1931), to 3.5 % for one and 1.4 % for two or
    /// more, and the sampled scatter is the root of one.
    double scatterRatio() {
        double median = Math.max(0, 1 - 2 / (9.0 * (seeds - 1)));
        return predictedScatter / scatter * median * Math.sqrt(median);
    }

    /// Whether the predicted flushed share is within 0.03 of the sampled one; false where it was
    /// not compared.
    ///
    /// @param rule one of the two of this tensor
    public boolean flushedAgrees(RuleAccuracy rule) {
        return Math.abs(rule.flushed() - flushed) <= FLUSHED_TOLERANCE;
    }
}
