package org.unitscope.app.tasks;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Runs calls on the one engine thread; FX thread only.
public final class EngineRunner implements TaskRunner, AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("unitscope-engine").factory());
    private final TaskStatus status = new TaskStatus();
    private Optional<EngineTask<?>> current = Optional.empty();

    @Override
    public <V> void run(
            String title, EngineTask.Call<V> call, Consumer<V> done, Consumer<Throwable> failed) {
        stop();
        EngineTask<V> task = new EngineTask<>(title, call);
        current = Optional.of(task);
        task.messageProperty().subscribe(text -> show(task, title + ": " + text));
        task.progressProperty().subscribe(share -> show(task, share.doubleValue()));
        task.setOnSucceeded(event -> finish(task, () -> done.accept(task.getValue())));
        task.setOnFailed(event -> finish(task, () -> failed.accept(task.getException())));
        status.busyProperty().set(true);
        thread.execute(task);
    }

    private void show(EngineTask<?> task, String text) {
        if (isCurrent(task)) {
            status.textProperty().set(text);
        }
    }

    private void show(EngineTask<?> task, double share) {
        if (isCurrent(task)) {
            status.progressProperty().set(share);
        }
    }

    private void finish(EngineTask<?> task, Runnable handOver) {
        if (isCurrent(task)) {
            current = Optional.empty();
            status.busyProperty().set(false);
            status.textProperty().set("");
            handOver.run();
        }
    }

    private boolean isCurrent(EngineTask<?> task) {
        return current.filter(running -> running == task).isPresent();
    }

    @Override
    public void stop() {
        current.ifPresent(EngineTask::requestStop);
    }

    @Override
    public TaskStatus status() {
        return status;
    }

    /// Stops the running call and takes no more.
    @Override
    public void close() {
        stop();
        thread.shutdownNow();
    }
}
