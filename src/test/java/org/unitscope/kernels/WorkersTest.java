package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void runsEveryBlockOnce(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        try (Workers workers = Workers.of(threads, CancellationToken.NONE)) {
            workers.forEach(100, runs::incrementAndGet);
        }
        for (int block = 0; block < 100; block++) {
            assertThat(runs.get(block)).isEqualTo(1);
        }
    }

    @Test
    void callsFromInsideABodyDoNotDeadlock() {
        AtomicInteger count = new AtomicInteger();
        try (Workers workers = Workers.of(2, CancellationToken.NONE)) {
            workers.forEach(4, outer -> workers.forEach(8, inner -> count.incrementAndGet()));
        }
        assertThat(count).hasValue(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void stopsBeforeTheNextBlockWhenCancelled(int threads) {
        AtomicInteger runs = new AtomicInteger();
        try (Workers workers = Workers.of(threads, () -> runs.get() >= 5)) {
            assertThatThrownBy(() -> workers.forEach(1000, block -> runs.incrementAndGet()))
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(runs.get()).isBetween(5, 5 + threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rethrowsWhatABlockThrew(int threads) {
        try (Workers workers = Workers.of(threads, CancellationToken.NONE)) {
            assertThatThrownBy(() ->
                            workers.forEach(
                                    50,
                                    block -> {
                                        if (block == 20) {
                                            throw new IllegalStateException("block 20");
                                        }
                                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("block 20");
        }
    }

    /// Whoever catches the failure may free or reuse the arrays that the other blocks write.
    @Test
    void returnsOnlyWhenNoBlockRunsAnyMore() {
        AtomicInteger running = new AtomicInteger();
        try (Workers workers = Workers.of(3, CancellationToken.NONE)) {
            for (int round = 0; round < 200; round++) {
                assertThatThrownBy(() ->
                                workers.forEach(
                                        6,
                                        block -> {
                                            running.incrementAndGet();
                                            try {
                                                if (block == 0) {
                                                    throw new AssertionError("block 0");
                                                }
                                                Thread.onSpinWait();
                                            } finally {
                                                running.decrementAndGet();
                                            }
                                        }))
                        .isInstanceOf(AssertionError.class);
                assertThat(running).hasValue(0);
            }
        }
    }

    @Test
    void rangesCoverEveryElementOnce() {
        AtomicIntegerArray seen = new AtomicIntegerArray(1001);
        Workers.single()
                .forRanges(
                        1001,
                        100,
                        (from, to) -> {
                            for (int i = (int) from; i < to; i++) {
                                seen.incrementAndGet(i);
                            }
                        });
        for (int i = 0; i < 1001; i++) {
            assertThat(seen.get(i)).isEqualTo(1);
        }
    }
}
