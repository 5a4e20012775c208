package org.unitscope.cli;

/// What the process returns.
final class ExitCode {
    static final int OK = 0;
    static final int INTERNAL_ERROR = 1;
    static final int BAD_INPUT = 2;
    static final int DIFFERENT = 4;
    static final int CANCELLED = 130;

    private ExitCode() {}
}
