package org.unitscope.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.Measurement;
import org.unitscope.sampling.Rounding;
import org.unitscope.sampling.SamplingEngine;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;

/// Computes runs: the one place where both engines are called.
public final class Runs {
    private Runs() {}

    /// Predicts, samples if asked, and returns a row for every tensor and role. Blocks; when
    /// cancelled it returns within 250 ms what is finished ([RunRecord#isPartial]).
    ///
    /// @throws CancelledException when cancelled before the prediction was complete
    public static RunRecord execute(
            RunRequest request,
            OperatorCatalogue catalogue,
            Progress progress,
            CancellationToken token) {
        Instant started = Instant.now();
        Graph graph = request.model().graph();
        Map<TensorKey, Prediction> predictions =
                MomentAnalysis.analyze(graph, catalogue, progress, token);
        Rounding rounding = new Rounding(request.recipe(), graph, catalogue);
        Map<TensorKey, Forecast> forecasts =
                request.forecasts()
                        ? forecasts(graph, rounding, predictions, request.threads(), token)
                        : Map.of();
        Map<TensorKey, Measurement> measured = new HashMap<>();
        if (request.sample()) {
            sample(request, catalogue, progress, token, measured);
        }
        List<TensorRecord> tensors = new ArrayList<>();
        predictions.forEach((key, prediction) ->
                tensors.add(
                        record(
                                graph,
                                rounding,
                                key,
                                prediction,
                                measured.get(key),
                                forecasts.getOrDefault(key, Forecast.NONE))));
        Duration elapsed = Duration.between(started, Instant.now());
        return new RunRecord(
                spec(request),
                RunEnvironment.here(
                        started.truncatedTo(ChronoUnit.SECONDS), elapsed, request.threads()),
                tensors);
    }

    /// Makes the laws of all elements, so that whoever shows them never waits, and what they say of
    /// the format that each tensor is judged against.
    private static Map<TensorKey, Forecast> forecasts(
            Graph graph,
            Rounding rounding,
            Map<TensorKey, Prediction> predictions,
            int threads,
            CancellationToken token) {
        List<TensorKey> keys = List.copyOf(predictions.keySet());
        Map<TensorKey, Forecast> forecasts = new ConcurrentHashMap<>();
        try (Workers workers = Workers.of(threads, token)) {
            workers.forEach(
                    keys.size(),
                    i -> {
                        TensorKey key = keys.get(i);
                        forecasts.put(
                                key,
                                Forecast.of(
                                        Objects.requireNonNull(predictions.get(key)),
                                        graph.shape(key.tensor()).count(),
                                        rounding.judged(key)));
                    });
        }
        return forecasts;
    }

    private static void sample(
            RunRequest request,
            OperatorCatalogue catalogue,
            Progress progress,
            CancellationToken token,
            Map<TensorKey, Measurement> measured) {
        try (Workers workers = Workers.of(request.threads(), token)) {
            SamplingEngine.run(
                    request.model().graph(),
                    catalogue,
                    request.recipe(),
                    request.seed(),
                    workers,
                    progress,
                    measured::put);
        } catch (CancelledException cancelled) {
            progress.report("cancelled", measured.size(), measured.size());
        }
    }

    private static TensorRecord record(
            Graph graph,
            Rounding rounding,
            TensorKey key,
            Prediction prediction,
            @Nullable Measurement measurement,
            Forecast forecast) {
        Node node = graph.node(key.tensor().node());
        return new TensorRecord(
                key,
                node.operator(),
                graph.shape(key.tensor()),
                rounding.judged(key),
                rounding.applied(key),
                prediction,
                Optional.ofNullable(measurement),
                forecast);
    }

    private static RunSpec spec(RunRequest request) {
        Graph graph = request.model().graph();
        Map<String, String> inputLaws = new TreeMap<>();
        Map<String, String> weightLaws = new TreeMap<>();
        for (Node node : graph.nodes()) {
            switch (node) {
                case Node.RealInput input -> inputLaws.put(input.path(), input.law().toString());
                case Node.IndexInput input -> inputLaws.put(input.path(), input.law().toString());
                case Node.Parameter weight ->
                        weightLaws.put(weight.path(), weight.law().toString());
                case Node.Operation operation -> {}
            }
        }
        return new RunSpec(
                RunStore.SCHEMA_VERSION,
                request.model().file().toString().replace('\\', '/'),
                request.model().sha256(),
                CanonicalText.sha256(graph),
                graph.name(),
                graph.symbols(),
                request.recipe().toString(),
                request.seed(),
                request.sample(),
                1,
                inputLaws,
                weightLaws,
                request.model().scheme());
    }
}
