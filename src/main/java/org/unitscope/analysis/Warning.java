package org.unitscope.analysis;

import java.util.Locale;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Assumption;

/// An assumption that does not hold, or not well.
///
/// @param where the nearest tensor whose rule makes it
/// @param measure there, see [Assumption]
/// @param worst the measure farthest beyond the limit among all places
/// @param places how many tensors it concerns on the way
public record Warning(
        Assumption assumption, TensorKey where, double measure, double worst, int places) {
    /// What is wrong and what it means, one sentence.
    public String sentence() {
        return switch (assumption) {
            case WIDE_ROWS ->
                    String.format(
                            Locale.ROOT,
                            "%.0f features: terms of order one over their number (%.1f %%) are left"
                                    + " out in part; 32 features and more count as wide.",
                            measure,
                            100 / measure);
            case MANY_TERMS ->
                    String.format(
                            Locale.ROOT,
                            "Only %.2g of the summed products count (limit 3): the sum keeps the"
                                    + " weights' own law, its RMS holds.",
                            measure);
            case SMALL_LOGITS ->
                    String.format(
                            Locale.ROOT,
                            "Logits have variance %.3g (limit 4): the softmax is peaked, its"
                                    + " overlap is an extrapolation.",
                            measure);
            case UNTIED_WEIGHTS ->
                    String.format(
                            Locale.ROOT,
                            "The weight is used %.0f times: a gradient that passed it is taken as"
                                    + " independent of it.",
                            measure);
            case UNCORRELATED_INPUTS ->
                    correlated(
                            "Its inputs have a common origin and no weight of their own, but count"
                                    + " as uncorrelated");
            case UNCORRELATED_GRADIENTS ->
                    correlated(
                            "Gradients of several uses pass the same weights, but count as"
                                    + " uncorrelated");
            case TRACKED_PAIRS ->
                    String.format(
                            Locale.ROOT,
                            "How its %.0f rows correlate is not known: they count as independent.",
                            measure);
            case LITTLE_SCATTER ->
                    String.format(
                            Locale.ROOT,
                            "The RMS of one run scatters by %.1f %% between seeds (limit 5 %%): a"
                                    + " sample may be off by as much.",
                            100 * measure);
            case WIDE_BATCH ->
                    String.format(
                            Locale.ROOT,
                            "It sums over %.0f sequence%s (fewer than 8): how their rows correlate"
                                    + " does not average out.",
                            measure,
                            measure == 1 ? "" : "s");
        };
    }

    private String correlated(String what) {
        return Double.isNaN(measure)
                ? what + "; by how much that is off is not known."
                : what
                        + String.format(
                                Locale.ROOT,
                                "; fully correlated, the mean square would differ by up to %.0f %%.",
                                100 * measure);
    }
}
