package org.unitscope.check;

/// What follows from a broken rule.
public enum Severity {
    /// The policy is violated.
    ERROR("error"),
    /// It is reported, and the policy passes.
    WARNING("warning");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    /// The word on screen and in files.
    public String label() {
        return label;
    }
}
