package org.unitscope.app.tasks;

import java.util.function.LongSupplier;
import org.unitscope.task.Progress;

/// Passes on at most 20 reports a second, and always the last one of a count.
final class ProgressThinner implements Progress {
    private static final long INTERVAL_NANOS = 50_000_000;

    private final Progress receiver;
    private final LongSupplier nanoTime;
    private boolean started;
    private long last;

    ProgressThinner(Progress receiver, LongSupplier nanoTime) {
        this.receiver = receiver;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void report(String what, long done, long total) {
        long now = nanoTime.getAsLong();
        if (!started || now - last >= INTERVAL_NANOS || done == total) {
            started = true;
            last = now;
            receiver.report(what, done, total);
        }
    }
}
