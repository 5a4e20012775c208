package org.unitscope.operators;

/// What a predicted number rests on. Shown beside the number; decides how closely a sample must
/// agree with it.
public enum Basis {
    EXACT("exact", "follows from the law alone"),
    INDEPENDENT_INPUTS("independent inputs", "takes the inputs as independent of each other"),
    GAUSSIAN_INPUTS("Gaussian inputs", "takes the input as Gaussian with the predicted moments"),
    LARGE_FAN_IN("large fan-in", "leading order in one over the number of summed terms"),
    LOCALLY_SAMPLED(
            "locally sampled",
            "is sampled through an operator without a rule, alone, from Gaussian inputs with the"
                    + " predicted kernels");

    private final String title;
    private final String meaning;

    Basis(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /// For screens and files.
    public String title() {
        return title;
    }

    /// One clause that completes "this number ...".
    public String meaning() {
        return meaning;
    }
}
