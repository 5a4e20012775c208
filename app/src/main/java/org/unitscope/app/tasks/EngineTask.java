package org.unitscope.app.tasks;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.concurrent.Task;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// An engine call as a JavaFX task.
///
/// [#requestStop] asks the engine to stop and lets it return what it has, so the task still
/// *succeeds* with a partial result; `cancel()` of the superclass would throw that away.
///
/// @param <V> what the call returns
public final class EngineTask<V> extends Task<V> {
    private final Call<V> call;
    private final AtomicBoolean stop = new AtomicBoolean();

    /// A blocking call into the engine.
    ///
    /// @param <V> what it returns
    @FunctionalInterface
    public interface Call<V> {
        /// Runs on the engine thread.
        V run(Progress progress, CancellationToken token) throws Exception;
    }

    /// A task for one call.
    ///
    /// @param title a few words for the status bar
    public EngineTask(String title, Call<V> call) {
        this.call = call;
        updateTitle(title);
        updateMessage("starting");
    }

    @Override
    protected V call() throws Exception {
        ProgressThinner thinner = new ProgressThinner(this::publish, System::nanoTime);
        return call.run(thinner, () -> stop.get() || isCancelled());
    }

    private void publish(String what, long done, long total) {
        updateMessage(what);
        updateProgress(total > 0 ? done : -1, total > 0 ? total : -1);
    }

    /// Asks the engine to stop soon; any thread may call it.
    public void requestStop() {
        stop.set(true);
    }
}
