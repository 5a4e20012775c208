package org.unitscope.compare;

/// How far a set of rules is from what was sampled of a tensor.
///
/// @param rms what the rules say
/// @param error `rms / sampled - 1`; infinite where the sampled RMS is zero, or not finite, and the
///   other is not
/// @param totalVariation between the law of an element and the octaves of all seeds together: half
///   the sum of the absolute differences of the shares, from 0 to 1
/// @param flushed share of the elements that the rules say are flushed to zero, under the shift of
///   [TensorAccuracy#shift]; NaN where there is none
public record RuleAccuracy(double rms, double error, double totalVariation, double flushed) {
    static RuleAccuracy of(
            Expectation.Rule rule, double sampledRms, double variation, double flushed) {
        double error = rule.rms() == sampledRms ? 0 : rule.rms() / sampledRms - 1;
        boolean comparable = Double.isFinite(sampledRms) && !Double.isNaN(error);
        return new RuleAccuracy(
                rule.rms(), comparable ? error : Double.POSITIVE_INFINITY, variation, flushed);
    }
}
