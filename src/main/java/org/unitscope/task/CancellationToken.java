package org.unitscope.task;

/// Asked by long calls, at least every 100 ms, whether somebody wants them to stop.
@FunctionalInterface
public interface CancellationToken {
    /// Never cancelled.
    CancellationToken NONE = () -> false;

    /// Whether the call should stop as soon as it can. Any thread may ask.
    boolean isCancelled();

    /// Throws [CancelledException] when cancelled, else does nothing.
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancelledException();
        }
    }
}
