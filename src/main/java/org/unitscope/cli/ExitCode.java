package org.unitscope.cli;

/// What the process returns. An error of our own has a code that no launcher uses for its own
/// failure, and 1 says one thing only: see decision 14.
final class ExitCode {
    static final int OK = 0;

    /// A policy is violated.
    static final int VIOLATED = 1;

    static final int BAD_INPUT = 2;
    static final int DIFFERENT = 4;

    /// `EX_SOFTWARE` of sysexits.h.
    static final int INTERNAL_ERROR = 70;

    static final int CANCELLED = 130;

    private ExitCode() {}
}
