package org.unitscope.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.unitscope.task.CancellationToken;

/// Ctrl+C while a command runs: cancels its token and keeps the process alive until the command has
/// said what it kept. Engines stop within 250 ms; the wait is longer only for the write of a
/// partial run.
final class Interruption implements CancellationToken, AutoCloseable {
    private static final long PATIENCE_MILLIS = 2_000;

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancelAndWait, "unitscope-interrupt");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void cancelAndWait() {
        cancelled.set(true);
        try {
            // A command that never ends must not keep the process: the result only says whether it
            // did.
            boolean ended = finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            cancelled.set(ended || cancelled.get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled.get();
    }

    @Override
    public void close() {
        finished.countDown();
        if (!cancelled.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException closing) {
                cancelled.set(true);
            }
        }
    }
}
