package org.unitscope.app.plan;

/// By what a plan judges the tensors.
public enum PlanBasis {
    /// By the laws that are predicted of their elements.
    PREDICTED("predicted laws"),
    /// By what the run that is shown has recorded.
    RECORDED("the run that is shown"),
    /// By a step sampled for it, without rounding.
    SAMPLED("a step sampled for it");

    private final String words;

    PlanBasis(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
