package org.unitscope.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.unitscope.compare.ModelAccuracy.Ending;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;

/// Holds the prediction of a model against samples of it: predicts, runs training steps in float32
/// without rounding from one seed after the other, and compares the mean over the seeds, tensor by
/// tensor, with the prediction and with the independence rules.
///
/// The same plan gives the same numbers on any machine and any number of threads, unless it ends by
/// time.
public final class AccuracyStudy {
    private final AccuracyPlan plan;
    private final Map<TensorKey, Expectation> expected;
    private final Map<TensorKey, Pooled> pooled = new LinkedHashMap<>();
    private final List<Long> seeds = new ArrayList<>();

    private AccuracyStudy(AccuracyPlan plan, Map<TensorKey, Expectation> expected) {
        this.plan = plan;
        this.expected = expected;
    }

    /// Studies a model. Blocks; when cancelled it returns within 250 ms what the finished seeds
    /// show.
    ///
    /// @throws CancelledException when cancelled before a seed was finished
    public static ModelAccuracy run(
            Graph graph,
            OperatorCatalogue catalogue,
            AccuracyPlan plan,
            Progress progress,
            CancellationToken token) {
        return run(graph, catalogue, plan, progress, token, System::nanoTime);
    }

    /// With a clock of one's own.
    static ModelAccuracy run(
            Graph graph,
            OperatorCatalogue catalogue,
            AccuracyPlan plan,
            Progress progress,
            CancellationToken token,
            LongSupplier nanoTime) {
        try (Workers workers = Workers.of(plan.threads(), token)) {
            // The clock runs while it is predicted.
            SeedRounds rounds = new SeedRounds(graph, catalogue, plan, workers, progress, nanoTime);
            AccuracyStudy study =
                    new AccuracyStudy(
                            plan,
                            Expectation.of(
                                    graph,
                                    catalogue,
                                    workers,
                                    (what, done, total) -> progress.report(what, 0, 1),
                                    token));
            Ending ending = study.sample(rounds, token);
            return study.result(graph, ending);
        }
    }

    private Ending sample(SeedRounds rounds, CancellationToken token) {
        while (true) {
            int wanted = Math.min(SeedRounds.ROUND, plan.mostSeeds() - seeds.size());
            List<SeedRounds.Finished> round = rounds.next(seeds.size());
            round.forEach(this::add);
            if (token.isCancelled()) {
                if (seeds.isEmpty()) {
                    throw new CancelledException();
                }
                return Ending.CANCELLED;
            }
            if (isPrecise()) {
                return Ending.PRECISE;
            }
            if (round.size() < wanted) {
                return Ending.TIME;
            }
            if (seeds.size() == plan.mostSeeds()) {
                return Ending.SEEDS;
            }
        }
    }

    private void add(SeedRounds.Finished seed) {
        seeds.add(seed.seed());
        seed.seen()
                .forEach((key, observation) ->
                        pooled.put(key, pooled.getOrDefault(key, Pooled.NONE).plus(observation)));
    }

    private boolean isPrecise() {
        return Arrays.stream(Role.values())
                .allMatch(role -> standardError(role) <= plan.wanted(role));
    }

    /// The standard error that the wanted share of a role's tensors does not exceed.
    private double standardError(Role role) {
        double[] errors =
                pooled.entrySet().stream()
                        .filter(entry -> entry.getKey().role() == role)
                        .filter(entry -> isCompared(entry.getKey(), entry.getValue()))
                        .mapToDouble(entry -> entry.getValue().standardError())
                        .sorted()
                        .toArray();
        return errors.length == 0 ? 0 : Spread.quantile(errors, plan.share());
    }

    private boolean isCompared(TensorKey key, Pooled sampled) {
        return expected.get(key) instanceof Expectation.Known known
                && !TensorAccuracy.isZero(
                        sampled.rms(), known.predicted().rms(), known.independent().rms());
    }

    private ModelAccuracy result(Graph graph, Ending ending) {
        List<TensorAccuracy> compared = new ArrayList<>();
        List<TensorAccuracy> zeros = new ArrayList<>();
        Map<TensorKey, String> unknown = new LinkedHashMap<>();
        expected.forEach((key, expectation) -> {
            Pooled sampled = pooled.get(key);
            switch (expectation) {
                case Expectation.Unknown none -> unknown.put(key, none.reason());
                case Expectation.Known known -> {
                    if (sampled == null) {
                        unknown.put(key, "the step does not reach it");
                    } else {
                        TensorAccuracy tensor = TensorAccuracy.of(key, known, sampled);
                        (tensor.isZero() ? zeros : compared).add(tensor);
                    }
                }
            }
        });
        return new ModelAccuracy(
                graph.name(), graph.symbols(), seeds, ending, compared, zeros, unknown);
    }
}
