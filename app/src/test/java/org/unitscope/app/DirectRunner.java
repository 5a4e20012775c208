package org.unitscope.app;

import java.util.function.Consumer;
import org.unitscope.app.tasks.EngineTask;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// Runs calls at once on the calling thread, so that view models are tested without a toolkit.
public final class DirectRunner implements TaskRunner {
    private final TaskStatus status = new TaskStatus();
    private CancellationToken token = CancellationToken.NONE;

    /// The token that later calls get.
    public void cancelWhen(CancellationToken condition) {
        token = condition;
    }

    @Override
    public <V> void run(
            String title, EngineTask.Call<V> call, Consumer<V> done, Consumer<Throwable> failed) {
        V result;
        try {
            result = call.run(Progress.NONE, token);
        } catch (Exception thrown) {
            failed.accept(thrown);
            return;
        }
        done.accept(result);
    }

    @Override
    public void stop() {
        token = () -> true;
    }

    @Override
    public TaskStatus status() {
        return status;
    }
}
