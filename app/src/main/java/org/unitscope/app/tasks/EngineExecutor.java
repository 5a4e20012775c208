package org.unitscope.app.tasks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The one thread that calls the engines. A new task asks the running one to stop first, so calls
/// never queue up behind obsolete work; FX thread only.
public final class EngineExecutor implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("unitscope-engine").factory());
    private EngineTask<?> current = new EngineTask<>("", (progress, token) -> "");

    /// Runs a task after the running one has stopped.
    public void submit(EngineTask<?> task) {
        current.requestStop();
        current = task;
        thread.execute(task);
    }

    /// Asks the running task to stop and keep what it has.
    public void stop() {
        current.requestStop();
    }

    /// Stops the running task and takes no more.
    @Override
    public void close() {
        current.requestStop();
        thread.shutdownNow();
    }
}
