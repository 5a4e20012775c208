package org.unitscope.graph;

/// The law of an index input: token ids, positions, labels.
public sealed interface IndexLaw {
    /// Every index is in [0, bound); -1 stands for "nothing here".
    int bound();

    /// The expected share of entries that are present (not -1), given the innermost extent.
    double presentShare(int innermostExtent);

    default double[] probabilities() {
        double[] p = new double[bound()];
        java.util.Arrays.fill(p, 1.0 / bound());
        return p;
    }

    default double presentAt(int position, int innermostExtent) {
        return presentShare(innermostExtent);
    }

    /// Independent, uniform on [0, bound).
    record Uniform(int bound) implements IndexLaw {
        @Override
        public double presentShare(int innermostExtent) {
            return 1;
        }

        @Override
        public String toString() {
            return "uniform below " + bound;
        }
    }

    /// Uniform labels at exactly `max(1, round(share * n))` places of every row of n, chosen at
    /// random without replacement; nothing elsewhere. This is a masked-language-model target.
    record Masked(int bound, double share) implements IndexLaw {
        @Override
        public double presentShare(int innermostExtent) {
            return (double) presentCount(innermostExtent) / innermostExtent;
        }

        /// How many entries of a row of `innermostExtent` are present.
        public int presentCount(int innermostExtent) {
            return Math.clamp(Math.round(share * innermostExtent), 1, innermostExtent);
        }

        @Override
        public String toString() {
            return "uniform below " + bound + " at a share of " + share + " of each row";
        }
    }

    /// Position t along the innermost axis holds `t / divisor`, rounded down: position ids with
    /// divisor 1, segment ids with divisor half the length.
    record Range(int bound, int divisor) implements IndexLaw {
        @Override
        public double presentShare(int innermostExtent) {
            return 1;
        }

        @Override
        public String toString() {
            return divisor == 1 ? "0, 1, 2, ..." : "steps of " + divisor;
        }
    }
}
