package org.unitscope.check;

/// Which numbers of a run a rule judges. Like is judged with like: a rule never takes one kind for
/// want of the other.
public enum Numbers {
    /// Measured in the sampled step.
    SAMPLED("sampled"),
    /// By the predicted law of the elements.
    PREDICTED("predicted");

    private final String label;

    Numbers(String label) {
        this.label = label;
    }

    /// The word in files.
    public String label() {
        return label;
    }
}
