package org.unitscope.run;

import org.unitscope.graph.LoadedModel;
import org.unitscope.sampling.PrecisionRecipe;

/// A run to compute.
///
/// @param seed addresses every random number
/// @param sample whether to sample too, or only to predict
/// @param threads at least 1; never changes a number
/// @param forecasts whether the predicted laws of all tensors are made, and what they say of
///   formats; without them only moments are predicted, in about half the time
public record RunRequest(
        LoadedModel model,
        PrecisionRecipe recipe,
        long seed,
        boolean sample,
        int threads,
        boolean forecasts) {
    /// With forecasts.
    public RunRequest(
            LoadedModel model, PrecisionRecipe recipe, long seed, boolean sample, int threads) {
        this(model, recipe, seed, sample, threads, true);
    }

    /// The same without forecasts.
    public RunRequest withoutForecasts() {
        return new RunRequest(model, recipe, seed, sample, threads, false);
    }

    /// @throws IllegalArgumentException for fewer than 1 thread
    public RunRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("a run needs at least 1 thread, got " + threads);
        }
    }
}
