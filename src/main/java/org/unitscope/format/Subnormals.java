package org.unitscope.format;

import java.util.Locale;

/// Whether very small numbers are kept.
public enum Subnormals {
    /// Results may be subnormal, inputs are taken as they are.
    KEEP("keep", false, false),
    /// A rounded result below the smallest normal number becomes zero (after rounding: what rounds
    /// up to the smallest normal number stays).
    FLUSH_RESULTS("flush-results", true, false),
    /// A float32 input below 2^-126 counts as zero.
    FLUSH_INPUTS("flush-inputs", false, true),
    /// Both.
    FLUSH_BOTH("flush-both", true, true);

    private final String word;
    private final boolean results;
    private final boolean inputs;

    Subnormals(String word, boolean results, boolean inputs) {
        this.word = word;
        this.results = results;
        this.inputs = inputs;
    }

    /// The word on the command line.
    public String word() {
        return word;
    }

    /// Whether subnormal results become zero.
    public boolean flushesResults() {
        return results;
    }

    /// Whether subnormal float32 inputs count as zero.
    public boolean flushesInputs() {
        return inputs;
    }

    /// Reads a word.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Subnormals parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        for (Subnormals choice : values()) {
            if (choice.word.equals(word)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                "Subnormals '%s' is not known; use keep, flush-results, flush-inputs or flush-both."
                        .formatted(text));
    }
}
