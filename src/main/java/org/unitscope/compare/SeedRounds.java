package org.unitscope.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;
import org.unitscope.tensor.Shape;

/// Runs seeds of one model, a round at a time. Several at once where there are threads and memory
/// for it, which leaves no thread waiting at the small operators; the numbers are the same.
final class SeedRounds {
    /// Seeds of a round: after each it is asked whether they are enough, so it must not depend on
    /// the machine.
    static final int ROUND = 4;

    private static final int ALWAYS = 2;
    private static final double SECOND = 1e9;

    /// Elements are counted in thousandths of a seed.
    private static final int STEPS = 1000;

    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final AccuracyPlan plan;
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final long started;
    private final boolean severalAtOnce;
    private final SeedProgress progress;

    /// Longest time of a finished seed, in nanoseconds.
    private final long[] longest = {0};

    SeedRounds(
            Graph graph,
            OperatorCatalogue catalogue,
            AccuracyPlan plan,
            Workers workers,
            Progress progress,
            LongSupplier nanoTime) {
        this.graph = graph;
        this.catalogue = catalogue;
        this.plan = plan;
        this.workers = workers;
        this.nanoTime = nanoTime;
        started = nanoTime.getAsLong();
        severalAtOnce = fits(graph, workers.threads());
        this.progress = new SeedProgress(progress, plan.mostSeeds());
    }

    /// A step holds each tensor and some of its gradients.
    private static boolean fits(Graph graph, int threads) {
        long elements = 0;
        for (Node node : graph.nodes()) {
            for (Shape shape : node.outputs()) {
                elements += shape.count();
            }
        }
        return 2.0 * Float.BYTES * elements * threads < Runtime.getRuntime().maxMemory() / 2.0;
    }

    /// One seed that was finished.
    record Finished(long seed, Map<TensorKey, Observation> seen) {}

    /// Runs a round.
    ///
    /// @param done how many seeds have been run before
    /// @return the seeds that were finished, in order: fewer than a round when cancelled, when the
    ///   time is used up, or at the last seeds
    List<Finished> next(int done) {
        int count = Math.min(ROUND, plan.mostSeeds() - done);
        @Nullable Finished[] slots = new @Nullable Finished[count];
        try {
            if (severalAtOnce) {
                workers.forEach(count, i -> slots[i] = run(done + i));
            } else {
                for (int i = 0; i < count; i++) {
                    slots[i] = run(done + i);
                }
            }
        } catch (CancelledException cancelled) {
            progress.report("cancelled", 0, 0);
        }
        List<Finished> finished = new ArrayList<>();
        for (@Nullable Finished slot : slots) {
            if (slot != null) {
                finished.add(slot);
            }
        }
        return finished;
    }

    private @Nullable Finished run(int index) {
        long begun = nanoTime.getAsLong();
        if (index >= ALWAYS && !timeLeft(begun)) {
            return null;
        }
        long seed = plan.firstSeed() + index;
        Map<TensorKey, Observation> seen =
                Observation.ofStep(
                        graph, catalogue, seed, workers, progress.of(index, "seed " + seed));
        synchronized (longest) {
            longest[0] = Math.max(longest[0], nanoTime.getAsLong() - begun);
        }
        return new Finished(seed, seen);
    }

    /// Whether another seed would be finished in time, if it takes as long as the slowest did.
    private boolean timeLeft(long now) {
        synchronized (longest) {
            return (now - started + longest[0]) / SECOND <= plan.mostSeconds();
        }
    }

    /// Progress of several seeds at once, as one: calls come from several threads.
    private static final class SeedProgress {
        private final Progress whole;
        private final double[] parts;

        SeedProgress(Progress whole, int seeds) {
            this.whole = whole;
            parts = new double[seeds];
        }

        Progress of(int index, String name) {
            return (what, done, total) ->
                    report(name + ", " + what, index, total == 0 ? 1 : (double) done / total);
        }

        void report(String what, int index, double part) {
            synchronized (parts) {
                parts[index] = Math.max(parts[index], part);
                double sum = 0;
                for (double seed : parts) {
                    sum += seed;
                }
                whole.report(what, (long) (STEPS * sum), (long) STEPS * parts.length);
            }
        }
    }
}
