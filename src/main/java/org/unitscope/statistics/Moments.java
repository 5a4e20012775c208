package org.unitscope.statistics;

/// Mean and mean square of a tensor's elements, predicted or measured.
///
/// @param mean mean of the elements
/// @param secondMoment mean of their squares
public record Moments(double mean, double secondMoment) {
    /// Root mean square, `sqrt(E[x^2])`: the scale of the tensor.
    public double rms() {
        return Math.sqrt(secondMoment);
    }

    /// `E[x^2] - E[x]^2`, and zero where rounding makes that negative.
    ///
    /// The subtraction cancels: with a mean far above the spread the absolute error is about `2^-50
    /// * secondMoment`.
    public double variance() {
        double difference = secondMoment - mean * mean;
        return difference < 0 ? 0 : difference;
    }

    /// Square root of [#variance].
    public double standardDeviation() {
        return Math.sqrt(variance());
    }
}
