package org.unitscope.operators;

import java.util.List;

/// Expected products of two rows of a tensor: within one sequence and across sequences, per class
/// of pair (same or different token, noise nodes of finite width).
///
/// @param classes one entry per pair class, weights summing to 1; empty where nothing is tracked
public record PairKernels(List<PairClass> classes) {
    /// No rule has said anything about pairs.
    public static final PairKernels UNTRACKED = new PairKernels(List.of());

    /// Copies the list.
    public PairKernels {
        classes = List.copyOf(classes);
    }

    /// One class of pairs.
    ///
    /// @param weight its probability
    /// @param inSequence `E x_t x_t'` for t not t' of the same sequence, averaged over positions
    /// @param crossSequence `E x_t x_t'` of different sequences
    public record PairClass(double weight, double inSequence, double crossSequence) {}

    /// The kernels of `factor · x`.
    PairKernels scaled(double factor) {
        double square = factor * factor;
        return new PairKernels(
                classes.stream()
                        .map(pair ->
                                new PairClass(
                                        pair.weight(),
                                        pair.inSequence() * square,
                                        pair.crossSequence() * square))
                        .toList());
    }
}
