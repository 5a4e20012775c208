package org.unitscope.compare;

import org.unitscope.random.RandomStream;

/// Choices for a random model, one after the other from a stream.
final class Draws {
    private final RandomStream stream;
    private final long[] next = {0};

    Draws(RandomStream stream) {
        this.stream = stream;
    }

    /// One of these, each as likely.
    @SafeVarargs
    final <T> T one(T... choices) {
        return choices[stream.below(next[0]++, choices.length)];
    }

    /// A whole number from `low` to `high`, both included.
    int between(int low, int high) {
        return low + stream.below(next[0]++, high - low + 1);
    }

    /// True with this probability.
    boolean chance(double probability) {
        return stream.uniform(next[0]++) < probability;
    }
}
