package org.unitscope.analysis;

import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.statistics.Moments;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// Explains the predictions of one analysis. Safe to use from one thread at a time.
public final class Explanations {
    private final Analysis analysis;
    private final Paths paths;
    private final Warnings warnings;

    /// Of a finished analysis.
    public Explanations(Analysis analysis) {
        this.analysis = analysis;
        paths = new Paths(analysis);
        warnings = new Warnings(analysis);
    }

    /// Predicts a graph to explain it.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static Explanations of(
            Graph graph, OperatorCatalogue catalogue, Progress progress, CancellationToken token) {
        return new Explanations(MomentAnalysis.analysis(graph, catalogue, progress, token));
    }

    /// Why there is nothing to explain; empty where there is.
    ///
    /// @throws IllegalArgumentException for a tensor that the graph does not have
    public Optional<String> obstacle(TensorKey key) {
        return switch (analysis.predictions().get(key)) {
            case Prediction.Known known -> Optional.empty();
            case Prediction.Unknown unknown -> Optional.of(unknown.reason());
            case null -> throw new IllegalArgumentException("no tensor " + key);
        };
    }

    /// Explains a tensor.
    ///
    /// @throws IllegalArgumentException if there is an [#obstacle]
    public Explanation explain(TensorKey key) {
        return explain(key, Map.of());
    }

    /// Explains a tensor beside a sample.
    ///
    /// @param sampled moments of all tensors of a run
    /// @throws IllegalArgumentException if there is an [#obstacle]
    public Explanation explain(TensorKey key, Map<TensorKey, Moments> sampled) {
        obstacle(key)
                .ifPresent(reason -> {
                    throw new IllegalArgumentException(key + ": " + reason);
                });
        TensorState state = analysis.state(key).orElseThrow();
        TensorDerivations derivations = new TensorDerivations(analysis);
        return new Explanation(
                key,
                state.moments(),
                derivations.of(key),
                derivations.uses(key),
                paths.to(key),
                warnings.of(key),
                new LocalPrediction(analysis, sampled).split(key));
    }
}
