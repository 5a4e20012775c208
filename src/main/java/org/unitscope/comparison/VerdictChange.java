package org.unitscope.comparison;

import java.util.Optional;
import org.unitscope.statistics.Verdict;

/// What became of a tensor's verdict from the first run to the second, each against the format that
/// its own run judges it against.
public enum VerdictChange {
    /// It was not representable and is.
    FIXED("fixed"),
    /// It was representable and is not.
    BROKEN("broken"),
    /// Not representable in both, but less bad.
    IMPROVED("improved"),
    /// Not representable in both, and worse.
    WORSE("worse"),
    /// The same verdict.
    SAME("same"),
    /// One of the runs has no verdict of the other's kind, sampled or predicted.
    NOT_JUDGED("not judged");

    private final String label;

    VerdictChange(String label) {
        this.label = label;
    }

    /// The word on screen and in files.
    public String label() {
        return label;
    }

    /// The change from one verdict to another.
    public static VerdictChange of(Optional<Verdict> before, Optional<Verdict> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return NOT_JUDGED;
        }
        int order = after.get().compareTo(before.get());
        if (order == 0) {
            return SAME;
        }
        if (order < 0) {
            return after.get() == Verdict.REPRESENTABLE ? FIXED : IMPROVED;
        }
        return before.get() == Verdict.REPRESENTABLE ? BROKEN : WORSE;
    }
}
