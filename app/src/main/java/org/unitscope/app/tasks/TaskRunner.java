package org.unitscope.app.tasks;

import java.util.function.Consumer;

/// Runs engine calls one at a time.
public interface TaskRunner {
    /// Runs a call off the FX thread and hands its result back on it. A call that is still running
    /// is asked to stop and its result is dropped.
    ///
    /// @param title a few words for the status bar
    /// @param done receives the result
    /// @param failed receives what the call threw
    <V> void run(
            String title, EngineTask.Call<V> call, Consumer<V> done, Consumer<Throwable> failed);

    /// Asks the running call to stop and return what it has.
    void stop();

    /// What is going on.
    TaskStatus status();
}
