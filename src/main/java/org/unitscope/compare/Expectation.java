package org.unitscope.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.PredictedDetails;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Graph;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// What is expected of a tensor before anything is sampled, by the prediction and by the
/// independence rules; or why nothing is.
sealed interface Expectation {
    /// One set of rules.
    ///
    /// @param scatter of one seed's RMS, as a share of it
    record Rule(double rms, double scatter, OctaveShares octaves) {}

    record Known(Rule predicted, Rule independent) implements Expectation {}

    record Unknown(String reason) implements Expectation {}

    /// For every real tensor and gradient, in graph order.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    static Map<TensorKey, Expectation> of(
            Graph graph,
            OperatorCatalogue catalogue,
            Workers workers,
            Progress progress,
            CancellationToken token) {
        Map<TensorKey, Prediction> predicted =
                MomentAnalysis.analyze(graph, catalogue, progress, token);
        Map<TensorKey, Prediction> independent =
                MomentAnalysis.analyzeIndependent(graph, catalogue, progress, token);
        List<TensorKey> keys = List.copyOf(predicted.keySet());
        Expectation[] made = new Expectation[keys.size()];
        workers.forEach(
                made.length,
                i -> {
                    TensorKey key = keys.get(i);
                    made[i] =
                            of(
                                    Objects.requireNonNull(predicted.get(key)),
                                    Objects.requireNonNull(independent.get(key)));
                    synchronized (made) {
                        progress.report("law of " + key, i, made.length);
                    }
                });
        Map<TensorKey, Expectation> result = new LinkedHashMap<>();
        for (int i = 0; i < made.length; i++) {
            result.put(keys.get(i), made[i]);
        }
        return result;
    }

    private static Expectation of(Prediction predicted, Prediction independent) {
        if (predicted instanceof Prediction.Known p && independent instanceof Prediction.Known q) {
            return new Known(rule(p), rule(q));
        }
        Prediction.Unknown unknown =
                (Prediction.Unknown)
                        (predicted instanceof Prediction.Unknown ? predicted : independent);
        return new Unknown(unknown.reason());
    }

    private static Rule rule(Prediction.Known known) {
        PredictedDetails details = known.details().orElseThrow();
        return new Rule(
                known.moments().rms(), details.relativeScatter(), OctaveShares.of(details.law()));
    }
}
