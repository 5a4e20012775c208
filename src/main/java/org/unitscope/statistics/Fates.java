package org.unitscope.statistics;

/// What rounding to a format would do to a tensor, counted on the values before rounding.
///
/// The first three are shares of the non-zero finite elements, the fourth is a share of `sum(x^2)`
/// over the finite elements. All are zero where there is no non-zero finite element.
///
/// @param underflowFraction share that becomes zero
/// @param subnormalFraction share between the flush threshold and the smallest normal value
/// @param overflowFraction share that rounds beyond the largest finite value
/// @param flushedEnergyFraction share of the energy `sum(x^2)` that is in elements that become zero
public record Fates(
        double underflowFraction,
        double subnormalFraction,
        double overflowFraction,
        double flushedEnergyFraction) {
    /// Nothing happens to any element.
    public static final Fates NONE = new Fates(0, 0, 0, 0);
}
