package org.unitscope.run;

import org.unitscope.graph.LoadedModel;
import org.unitscope.sampling.PrecisionRecipe;

/// A run to compute.
///
/// @param seed addresses every random number
/// @param sample whether to sample too, or only to predict
/// @param threads at least 1; never changes a number
public record RunRequest(
        LoadedModel model, PrecisionRecipe recipe, long seed, boolean sample, int threads) {
    /// @throws IllegalArgumentException for fewer than 1 thread
    public RunRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("a run needs at least 1 thread, got " + threads);
        }
    }
}
