package org.unitscope.statistics;

/// How a tensor fares in a format, from best to worst; see [VerdictRule].
public enum Verdict {
    /// Next to nothing is lost.
    REPRESENTABLE("representable"),
    /// Some elements are lost, or the largest is close to overflow.
    AT_RISK("at risk"),
    /// Most elements, or a noticeable share of the energy, become zero.
    LOST("lost"),
    /// Some element does not fit, or is not finite to begin with.
    OVERFLOW("overflow");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /// The word on screen and in files.
    public String label() {
        return label;
    }

    /// The verdict with that label.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Verdict ofLabel(String label) {
        for (Verdict verdict : values()) {
            if (verdict.label.equals(label)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException(
                "Verdict '%s' is not known; use representable, at risk, lost or overflow."
                        .formatted(label));
    }
}
