package org.unitscope.transform.unitscaling;

/// How a residual add weighs skip and branch, `a · skip + b · branch` with `a² + b² = 1`.
///
/// Two conventions of τ are in use and kept apart by name: the *share* of the branch in the
/// variance (paper), and the *ratio* of the weights of branch and skip (library).
public sealed interface ResidualWeights {
    /// The weight of the branch.
    ///
    /// @param at which residual it is
    double branch(Place at);

    /// The weight of the skip.
    default double skip(Place at) {
        double b = branch(at);
        return Math.sqrt((1 - b) * (1 + b));
    }

    /// As the command line writes it.
    String word();

    /// Which residual of a graph it is.
    ///
    /// @param count how many there are
    /// @param attention how many branches with attention come before it
    /// @param others how many branches without come before it
    /// @param isAttention whether its own branch has attention
    record Place(int count, int attention, int others, boolean isAttention) {}

    /// `b² = share`, the fixed τ of Blake et al. 2023: one for branches with attention, one for
    /// others.
    record Share(double others, double attention) implements ResidualWeights {
        /// One for all.
        public Share(double share) {
            this(share, share);
        }

        private double of(Place at) {
            return at.isAttention() ? attention : others;
        }

        @Override
        public double branch(Place at) {
            return Math.sqrt(of(at));
        }

        @Override
        public double skip(Place at) {
            return Math.sqrt(1 - of(at));
        }

        @Override
        public String word() {
            return "share:" + others + (others == attention ? "" : ":" + attention);
        }
    }

    /// `b / a = ratio` for all (library).
    record Ratio(double ratio) implements ResidualWeights {
        @Override
        public double branch(Place at) {
            return ratio / Math.sqrt(1 + ratio * ratio);
        }

        @Override
        public double skip(Place at) {
            return 1 / Math.sqrt(1 + ratio * ratio);
        }

        @Override
        public String word() {
            return "ratio:" + ratio;
        }
    }

    /// Every branch and the beginning end with one weight (Blake et al. 2023, running mean): the
    /// l-th branch, from 1, has `b² = 1 / (l + 1)`. The paper's demonstration counts from 0, which
    /// drops what the first branch began with; this does not.
    record RunningMean() implements ResidualWeights {
        @Override
        public double branch(Place at) {
            return Math.sqrt(1.0 / (at.attention() + at.others() + 2));
        }

        @Override
        public String word() {
            return "running-mean";
        }
    }

    /// u-μP's depth rule: with `α_f = r √(2 / (1 + ρ²))`, `α_a = ρ α_f` the i-th branch has the
    /// ratio `α / √(L / 2 + n_a α_a² + n_f α_f²)`, L branches in all, n_a and n_f before it.
    ///
    /// @param multiplier r
    /// @param attentionRatio ρ
    record Depth(double multiplier, double attentionRatio) implements ResidualWeights {
        @Override
        public double branch(Place at) {
            double other = multiplier * Math.sqrt(2 / (1 + attentionRatio * attentionRatio));
            double attention = attentionRatio * other;
            double before =
                    at.count() / 2.0
                            + at.attention() * attention * attention
                            + at.others() * other * other;
            double own = at.isAttention() ? attention : other;
            return own / Math.sqrt(before + own * own);
        }

        @Override
        public String word() {
            return "depth:" + multiplier + ":" + attentionRatio;
        }
    }

    /// Reads [#word].
    ///
    /// @throws IllegalArgumentException with a sentence for people
    static ResidualWeights of(String word) {
        String[] parts = word.split(":", -1);
        requireNoMore(word, parts);
        return switch (parts[0]) {
            case "share" ->
                    parts.length < 3
                            ? new Share(number(word, parts, 1, 0, 1))
                            : new Share(number(word, parts, 1, 0, 1), number(word, parts, 2, 0, 1));
            case "ratio" -> new Ratio(number(word, parts, 1, 1e-6, 1e6));
            case "running-mean" -> new RunningMean();
            case "depth" ->
                    parts.length == 1
                            ? new Depth(1, 1)
                            : new Depth(
                                    number(word, parts, 1, 1e-6, 1e6),
                                    number(word, parts, 2, 1e-6, 1e6));
            default ->
                    throw new IllegalArgumentException(
                            "no residual rule is called '%s'; there are share:TAU[:TAU_OF_ATTENTION], ratio:TAU, running-mean, depth[:R:RHO]"
                                    .formatted(word));
        };
    }

    private static void requireNoMore(String word, String[] parts) {
        int most =
                switch (parts[0]) {
                    case "running-mean" -> 0;
                    case "ratio" -> 1;
                    default -> 2;
                };
        if (parts.length - 1 > most) {
            throw new IllegalArgumentException(
                    "the residual rule '%s' has %d numbers; '%s' takes at most %d"
                            .formatted(word, parts.length - 1, parts[0], most));
        }
    }

    private static double number(String word, String[] parts, int index, double low, double high) {
        try {
            double value = index < parts.length ? Double.parseDouble(parts[index]) : Double.NaN;
            if (value > low && value < high) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                "the residual rule '%s' needs numbers between %s and %s, as share:0.5, ratio:1 or depth:1:1"
                        .formatted(word, low, high));
    }
}
