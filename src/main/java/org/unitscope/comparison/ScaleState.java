package org.unitscope.comparison;

/// How the scales of a pair of tensors compare.
public enum ScaleState {
    /// They differ by no more than the tolerance.
    WITHIN("within"),
    /// They differ by more than the tolerance.
    OUTSIDE("outside"),
    /// Both tensors are all zero, so nothing changed.
    BOTH_ZERO("zero in both"),
    /// The first is all zero and the second is not: no number of octaves lies between.
    WAS_ZERO("was zero"),
    /// The second is all zero and the first is not.
    BECAME_ZERO("became zero"),
    /// A scale is NaN or infinite, as of a tensor without finite elements.
    NOT_FINITE("not finite"),
    /// Neither did both runs sample the tensor nor was it predicted in both.
    NOT_COMPARABLE("no number");

    private final String label;

    ScaleState(String label) {
        this.label = label;
    }

    /// The word on screen and in files.
    public String label() {
        return label;
    }

    /// Whether the scales are known to be farther apart than any tolerance.
    public boolean isUnbounded() {
        return this == WAS_ZERO || this == BECAME_ZERO || this == NOT_FINITE;
    }
}
