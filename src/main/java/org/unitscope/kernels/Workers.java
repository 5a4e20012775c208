package org.unitscope.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;

/// A fixed pool of threads that runs numbered blocks of work. Blocks are cut by the caller from
/// sizes alone, never from the number of threads, so results do not depend on it. The token is
/// polled before every block; blocks are meant to take 50 ms or less.
public final class Workers implements AutoCloseable {
    private final int threads;
    private final CancellationToken token;
    private final ExecutorService pool;
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    private Workers(int threads, CancellationToken token) {
        this.threads = threads;
        this.token = token;
        this.pool =
                Executors.newFixedThreadPool(
                        Math.max(1, threads - 1),
                        Thread.ofPlatform().name("unitscope-worker-", 0).daemon().factory());
    }

    /// Work on elements `from` (inclusive) to `to` (exclusive).
    @FunctionalInterface
    public interface RangeBody {
        void accept(long from, long to);
    }

    /// A pool of this many threads, the calling one included.
    ///
    /// @throws IllegalArgumentException for fewer than 1
    public static Workers of(int threads, CancellationToken token) {
        if (threads < 1) {
            throw new IllegalArgumentException("workers need at least 1 thread, got " + threads);
        }
        return new Workers(threads, token);
    }

    /// Runs everything on the calling thread; never cancelled.
    public static Workers single() {
        return new Workers(1, CancellationToken.NONE);
    }

    /// How many threads work, the calling one included.
    public int threads() {
        return threads;
    }

    /// Runs the body once for every block 0 .. blocks − 1, in any order, and returns when all are
    /// done. A call from inside a body runs on its own thread.
    ///
    /// @throws CancelledException when cancelled; blocks that had begun are finished, others are
    ///   not run
    public void forEach(int blocks, IntConsumer body) {
        if (threads == 1 || blocks == 1 || inside.get()) {
            for (int block = 0; block < blocks; block++) {
                token.throwIfCancelled();
                body.accept(block);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, blocks); i++) {
            others.add(pool.submit(() -> drain(next, blocks, body)));
        }
        Throwable failure = null;
        try {
            drain(next, blocks, body);
        } catch (RuntimeException | Error own) {
            failure = own;
        }
        for (Future<?> other : others) {
            Throwable theirs = await(other);
            failure = failure == null ? theirs : failure;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    /// Waits until a thread has finished, whatever happens: nobody may still write when we return.
    /// An interrupt is kept for the caller.
    private static @Nullable Throwable await(Future<?> other) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    other.get();
                    return null;
                } catch (ExecutionException thrown) {
                    Throwable cause = thrown.getCause();
                    return cause instanceof Error || cause instanceof RuntimeException
                            ? cause
                            : new IllegalStateException(thrown);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void drain(AtomicInteger next, int blocks, IntConsumer body) {
        inside.set(true);
        try {
            for (int block = next.getAndIncrement();
                    block < blocks;
                    block = next.getAndIncrement()) {
                token.throwIfCancelled();
                body.accept(block);
            }
        } catch (RuntimeException | Error failure) {
            next.set(blocks);
            throw failure;
        } finally {
            inside.set(false);
        }
    }

    /// Runs the body on consecutive ranges of `size` elements (the last may be shorter).
    public void forRanges(long count, int size, RangeBody body) {
        int blocks = Math.toIntExact(Math.ceilDiv(count, (long) size));
        forEach(
                blocks,
                block -> {
                    long from = (long) block * size;
                    body.accept(from, Math.min(count, from + size));
                });
    }

    /// Ends the threads; they are daemons, so forgetting it does not keep a program alive.
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
