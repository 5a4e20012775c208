package org.unitscope.graph;

import java.util.Arrays;

/// The law of an index input: token ids, positions, labels.
public sealed interface IndexLaw {
    /// Every index is in [0, bound); -1 stands for "nothing here".
    int bound();

    /// The chance that a place of a row is present (not -1).
    ///
    /// @param position of the place in its row
    /// @param innermostExtent length of a row
    double presentAt(int position, int innermostExtent);

    /// The expected share of entries that are present (not -1), given the innermost extent.
    double presentShare(int innermostExtent);

    /// Per index the chance that a present place, any one of them, holds it; the sum is 1.
    ///
    /// @param innermostExtent length of a row, which must have a present place
    double[] probabilities(int innermostExtent);

    private static double[] equal(int bound) {
        double[] shares = new double[bound];
        Arrays.fill(shares, 1.0 / bound);
        return shares;
    }

    /// Independent, uniform on [0, bound).
    record Uniform(int bound) implements IndexLaw {
        @Override
        public double presentAt(int position, int innermostExtent) {
            return 1;
        }

        @Override
        public double presentShare(int innermostExtent) {
            return 1;
        }

        @Override
        public double[] probabilities(int innermostExtent) {
            return equal(bound);
        }

        @Override
        public String toString() {
            return "uniform below " + bound;
        }
    }

    /// Independent, index k with a probability proportional to `1 / (k + 1)^exponent`: word
    /// frequencies by rank, with an exponent near 1 (Zipf 1949).
    record Zipf(int bound, double exponent) implements IndexLaw {
        @Override
        public double presentAt(int position, int innermostExtent) {
            return 1;
        }

        @Override
        public double presentShare(int innermostExtent) {
            return 1;
        }

        /// Summed from the smallest on.
        @Override
        public double[] probabilities(int innermostExtent) {
            double[] shares = new double[bound];
            double sum = 0;
            for (int k = bound - 1; k >= 0; k--) {
                shares[k] = StrictMath.pow(k + 1.0, -exponent);
                sum += shares[k];
            }
            for (int k = 0; k < bound; k++) {
                shares[k] /= sum;
            }
            return shares;
        }

        @Override
        public String toString() {
            return "Zipf below " + bound + " with exponent " + exponent;
        }
    }

    /// Uniform labels at exactly `max(1, round(share * n))` places of every row of n, chosen at
    /// random without replacement; nothing elsewhere. This is a masked-language-model target.
    record Masked(int bound, double share) implements IndexLaw {
        @Override
        public double presentAt(int position, int innermostExtent) {
            return presentShare(innermostExtent);
        }

        @Override
        public double presentShare(int innermostExtent) {
            return (double) presentCount(innermostExtent) / innermostExtent;
        }

        /// How many entries of a row of `innermostExtent` are present.
        public int presentCount(int innermostExtent) {
            return Math.clamp(Math.round(share * innermostExtent), 1, innermostExtent);
        }

        @Override
        public double[] probabilities(int innermostExtent) {
            return equal(bound);
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
        public double presentAt(int position, int innermostExtent) {
            return 1;
        }

        @Override
        public double presentShare(int innermostExtent) {
            return 1;
        }

        /// Shares of the positions of a row.
        @Override
        public double[] probabilities(int innermostExtent) {
            double[] shares = new double[bound];
            for (int k = 0; k < bound; k++) {
                long first = Math.min(innermostExtent, (long) k * divisor);
                long next = Math.min(innermostExtent, (k + 1L) * divisor);
                shares[k] = (double) (next - first) / innermostExtent;
            }
            return shares;
        }

        @Override
        public String toString() {
            return divisor == 1 ? "0, 1, 2, ..." : "steps of " + divisor;
        }
    }

    /// Another law on every row without its last `count` places, where there is nothing: the
    /// targets of a language model, whose last position has no next token.
    record ExceptLast(int count, IndexLaw of) implements IndexLaw {
        @Override
        public int bound() {
            return of.bound();
        }

        @Override
        public double presentAt(int position, int innermostExtent) {
            int rest = innermostExtent - count;
            return position < rest ? of.presentAt(position, rest) : 0;
        }

        @Override
        public double presentShare(int innermostExtent) {
            int rest = innermostExtent - count;
            return rest < 1 ? 0 : of.presentShare(rest) * rest / innermostExtent;
        }

        @Override
        public double[] probabilities(int innermostExtent) {
            return of.probabilities(innermostExtent - count);
        }

        @Override
        public String toString() {
            return of + ", except the last " + count + " of each row";
        }
    }

    /// Indices from a file. They are drawn once; what is predicted takes them for independent draws
    /// with their frequencies.
    ///
    /// @param bound above every one of them
    record Stored(StoredIndices values, int bound) implements IndexLaw {
        @Override
        public double presentAt(int position, int innermostExtent) {
            return values.presentAt(position);
        }

        @Override
        public double presentShare(int innermostExtent) {
            return values.presentShare();
        }

        @Override
        public double[] probabilities(int innermostExtent) {
            return values.frequencies(bound);
        }

        @Override
        public String toString() {
            return "npy(" + values + ") below " + bound;
        }
    }
}
