package org.unitscope.operators;

/// What the predictions rest on, each with the measure that says whether it holds.
public enum Assumption {
    /// Terms of order one over the number of features are small. Measure: features.
    WIDE_ROWS("wide rows", "narrow rows", 32, false),
    /// A sum of products is Gaussian. Measure: effective number of terms, `n (E x²)² / E x⁴`.
    MANY_TERMS("many terms", "few terms", 3, false),
    /// A softmax is not peaked. Measure: variance of its logits.
    SMALL_LOGITS("small logits", "peaked softmax", 4, true),
    /// A parameter is used once, so that a gradient is independent of what it is multiplied by.
    /// Measure: uses.
    UNTIED_WEIGHTS("untied weights", "tied weights", 1, true),
    /// Tensors that are added or multiplied are uncorrelated but for their means. Measure: by what
    /// share of the mean square a full correlation would change it; NaN where that is not known.
    UNCORRELATED_INPUTS("uncorrelated inputs", "correlated inputs", 0.05, true),
    /// Gradients that reach a tensor by several uses are uncorrelated but for their means. Measure:
    /// the same.
    UNCORRELATED_GRADIENTS("uncorrelated gradients", "correlated gradients", 0.05, true),
    /// It is known how pairs of rows correlate. Measure: rows taken as independent.
    TRACKED_PAIRS("tracked pairs", "untracked pairs", 1, true),
    /// One run is near the mean over seeds. Measure: relative scatter of the RMS between seeds.
    LITTLE_SCATTER("little scatter", "scatter between seeds", 0.05, true),
    /// A gradient sums over many sequences, so that their kernels average out. Measure: sequences.
    WIDE_BATCH("wide batch", "narrow batch", 8, false);

    private final String title;
    private final String breach;
    private final double limit;
    private final boolean limitIsUpper;

    Assumption(String title, String breach, double limit, boolean limitIsUpper) {
        this.title = title;
        this.breach = breach;
        this.limit = limit;
        this.limitIsUpper = limitIsUpper;
    }

    /// For screens and files.
    public String title() {
        return title;
    }

    /// What there is instead where it is broken, for screens and files.
    public String breach() {
        return breach;
    }

    /// The measure up to which, or from which on, it is taken to hold.
    public double limit() {
        return limit;
    }

    /// Whether a measure breaks it; one that is not a number does.
    public boolean isBroken(double measure) {
        return Double.isNaN(measure) || (limitIsUpper ? measure > limit : measure < limit);
    }

    /// Whether one measure breaks it more than another.
    public boolean isWorse(double measure, double other) {
        return limitIsUpper ? measure > other : measure < other;
    }
}
