package org.unitscope.compare;

import org.unitscope.random.RandomStream;

/// Ten models nobody chose, drawn from a seed: the prediction is to hold on networks it was not
/// made on.
///
/// Numbers 0 to 2 are networks of linear layers ([RandomNetworks]), 3 to 6 causal transformers, 7
/// and 8 encoders ([RandomTransformers]), 9 a residual network of convolutions over positions.
/// Depth, widths, activations, norms, initialization and inputs are drawn; a step of any of them
/// takes about a second.
public final class RandomModels {
    /// How many a seed gives.
    public static final int COUNT = 10;

    private static final int FIRST_TRANSFORMER = 3;
    private static final int FIRST_ENCODER = 7;
    private static final int CONVOLUTION = 9;

    private RandomModels() {}

    /// The name of a model, and of its file without `.json`.
    public static String name(long seed, int index) {
        return "random-" + seed + "-" + index;
    }

    /// The text of a model file; the same for the same seed and index.
    ///
    /// @throws IllegalArgumentException unless the index is 0 to 9
    public static String of(long seed, int index) {
        if (index < 0 || index >= COUNT) {
            throw new IllegalArgumentException(
                    "Random models: the index must be 0 to %d, got %d."
                            .formatted(COUNT - 1, index));
        }
        String name = name(seed, index);
        Draws draws = new Draws(RandomStream.of(seed, "random model " + index, "choice"));
        if (index < FIRST_TRANSFORMER) {
            return RandomNetworks.linear(name, draws);
        }
        if (index < FIRST_ENCODER) {
            return RandomTransformers.causal(name, draws);
        }
        return index < CONVOLUTION
                ? RandomTransformers.encoder(name, draws)
                : RandomNetworks.convolution(name, draws);
    }
}
