package org.unitscope.audit;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.unitscope.analysis.Analysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.RewriteLog;

/// Takes the step apart that made a tensor, see [Step].
///
/// @param analysis predictions
/// @param independent those of rules that take elements as independent
record Steps(
        Graph graph, RewriteLog log, Analysis analysis, Map<TensorKey, Prediction> independent) {
    /// The step; empty for parameters, inputs and what gets no gradient.
    Optional<Step> of(TensorKey key) {
        return key.role().isGradient() ? gradient(key) : value(key);
    }

    private Optional<Step> value(TensorKey key) {
        if (!(graph.node(key.tensor().node()) instanceof Node.Operation maker)) {
            return Optional.empty();
        }
        double sign = Math.signum(octaves(key));
        Optional<NodeRewrite> node = log.node(maker.path());
        return maker.inputs().stream()
                .filter(input -> !graph.node(input.node()).isIndex())
                .map(input -> new TensorKey(input, graph.node(input.node()).role()))
                .filter(input -> rms(input) > 0)
                .max(Comparator.comparingDouble(input -> sign * octaves(input)))
                .map(source -> {
                    double cost = node.map(NodeRewrite::outputCost).orElse(0.0);
                    return step(key, maker.path(), node, OptionalInt.empty(), source, cost);
                });
    }

    /// Through the use that gives most of the gradient.
    private Optional<Step> gradient(TensorKey key) {
        return analysis.uses(key.tensor()).stream()
                .max(Comparator.comparingDouble(pull -> pull.gradient().secondMoment()))
                .map(pull -> {
                    String path = pull.consumer().path();
                    Optional<NodeRewrite> node = log.node(path);
                    return step(
                            key,
                            path,
                            node,
                            OptionalInt.of(pull.input()),
                            new TensorKey(OutputRef.of(path), Role.ACTIVATION.gradient()),
                            node.map(one -> one.gradientCost(pull.input())).orElse(0.0));
                });
    }

    private Step step(
            TensorKey key,
            String path,
            Optional<NodeRewrite> node,
            OptionalInt input,
            TensorKey source,
            double cost) {
        double all = octaves(key);
        double before = octaves(source);
        double correlation = excess(key) - excess(source);
        double sign = Math.signum(all);
        return new Step(
                path,
                node,
                input,
                source,
                sign * before,
                isOutside(rms(source)) && sign * before > 0,
                sign * cost,
                sign * correlation,
                sign * (all - before - cost - correlation));
    }

    /// Octaves from RMS 1; 0 where there is no number.
    double octaves(TensorKey key) {
        return log2(rms(key));
    }

    /// What correlation has added up to here, in octaves.
    double excess(TensorKey key) {
        double alone = alone(key);
        return alone > 0 ? octaves(key) - log2(alone) : 0;
    }

    double rms(TensorKey key) {
        return rms(analysis.predictions(), key);
    }

    /// The RMS if all elements were independent.
    double alone(TensorKey key) {
        return rms(independent, key);
    }

    static boolean isOutside(double rms) {
        return rms > 0 && (rms < ScaleAudit.LOW || rms > ScaleAudit.HIGH);
    }

    private static double log2(double rms) {
        return rms > 0 && rms < Double.POSITIVE_INFINITY
                ? StrictMath.log(rms) / StrictMath.log(2)
                : 0;
    }

    private static double rms(Map<TensorKey, Prediction> predictions, TensorKey key) {
        return predictions.get(key) instanceof Prediction.Known known
                ? known.moments().rms()
                : Double.NaN;
    }
}
