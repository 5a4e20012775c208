package org.unitscope.format;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a number between two neighbors of a format is rounded. Numbers of the format never move.
///
/// With `nu` in (0, 1) the position between the neighbor toward zero and the one away from it, and
/// `R` a uniform random integer of `N` bits, the stochastic kinds go away from zero if
/// - A: `floor(nu 2^N) + R >= 2^N` (biased toward zero where `nu 2^N` is no integer),
/// - B: `floor(nu 2^(N+1)) + 2R + 1 >= 2^(N+1)`,
/// - C: `RNE(nu 2^N) + R >= 2^N`, RNE being rounding to the nearest integer, ties to even.
///
/// Source: IEEE P3109 interim report, stochastic rounding A, B and C.
///
/// @param kind the rule
/// @param randomBits `N`, 1 to 23; zero for kinds that are not stochastic
public record RoundingMode(Kind kind, int randomBits) {
    /// Most random bits: a float32 keeps no more below its leading bit.
    public static final int MOST_RANDOM_BITS = 23;

    /// To nearest, ties to the even code.
    public static final RoundingMode NEAREST_EVEN = new RoundingMode(Kind.NEAREST_EVEN, 0);

    private static final Pattern STOCHASTIC = Pattern.compile("(sr-[abc]):(\\d{1,3})");

    /// The rules.
    public enum Kind {
        /// To nearest; ties to the neighbor whose code is even.
        NEAREST_EVEN("rne", "to nearest, ties to even"),
        /// To nearest; ties away from zero.
        NEAREST_AWAY("rna", "to nearest, ties away from zero"),
        /// To nearest; ties toward zero, as the unit-scaling library's `FPFormat` does.
        NEAREST_ZERO("rnz", "to nearest, ties toward zero"),
        /// The neighbor toward zero: truncation.
        TOWARD_ZERO("rtz", "toward zero"),
        /// The neighbor toward plus infinity.
        UP("up", "toward plus infinity"),
        /// The neighbor toward minus infinity.
        DOWN("down", "toward minus infinity"),
        /// The neighbor whose code is odd: safe before a second rounding.
        ODD("odd", "to odd"),
        /// Stochastic, rule A.
        STOCHASTIC_A("sr-a", "stochastic A"),
        /// Stochastic, rule B.
        STOCHASTIC_B("sr-b", "stochastic B"),
        /// Stochastic, rule C.
        STOCHASTIC_C("sr-c", "stochastic C");

        private final String word;
        private final String title;

        Kind(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /// The word on the command line.
        public String word() {
            return word;
        }

        /// In words.
        public String title() {
            return title;
        }

        /// Whether random bits decide.
        public boolean isStochastic() {
            return compareTo(STOCHASTIC_A) >= 0;
        }
    }

    /// @throws IllegalArgumentException for a wrong number of random bits
    public RoundingMode {
        boolean fits =
                kind.isStochastic()
                        ? randomBits >= 1 && randomBits <= MOST_RANDOM_BITS
                        : randomBits == 0;
        if (!fits) {
            throw new IllegalArgumentException(
                    kind.isStochastic()
                            ? "Rounding %s: needs 1 to %d random bits, got %d."
                                    .formatted(kind.word, MOST_RANDOM_BITS, randomBits)
                            : "Rounding %s: takes no random bits, got %d."
                                    .formatted(kind.word, randomBits));
        }
    }

    /// A rule without random bits.
    ///
    /// @throws IllegalArgumentException for a stochastic kind
    public static RoundingMode of(Kind kind) {
        return new RoundingMode(kind, 0);
    }

    /// Reads `rne`, `rna`, `rnz`, `rtz`, `up`, `down`, `odd`, `sr-a:N`, `sr-b:N` or `sr-c:N`.
    ///
    /// @throws IllegalArgumentException if it is none of these
    public static RoundingMode parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher stochastic = STOCHASTIC.matcher(word);
        boolean random = stochastic.matches();
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(random ? stochastic.group(1) : word)
                    && kind.isStochastic() == random) {
                return new RoundingMode(kind, random ? Integer.parseInt(stochastic.group(2)) : 0);
            }
        }
        throw new IllegalArgumentException(
                "Rounding '%s' is not known; use rne, rna, rnz, rtz, up, down, odd, or sr-a:N, sr-b:N, sr-c:N with N random bits."
                        .formatted(text));
    }

    /// Whether random bits decide.
    public boolean isStochastic() {
        return kind.isStochastic();
    }

    /// In words.
    public String title() {
        return isStochastic() ? kind.title + ", " + randomBits + " random bits" : kind.title;
    }

    /// The words on the command line.
    @Override
    public String toString() {
        return isStochastic() ? kind.word + ":" + randomBits : kind.word;
    }
}
