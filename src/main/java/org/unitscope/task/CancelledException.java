package org.unitscope.task;

/// Thrown out of an engine call whose [CancellationToken] was cancelled. Not an error: engines that
/// can keep what is finished catch it and return a partial result.
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// One without a stack trace: nobody reads it.
    public CancelledException() {
        super("cancelled", null, false, false);
    }
}
