package org.unitscope.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.Analysis;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.audit.OutOfBand.Cause;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.Rewritten;

/// Finds the tensors of a unit-scaled graph that are not of unit scale, `0.1 ≤ RMS ≤ 10`, and why.
///
/// The first of these that holds is the cause: it is the loss; the rules that take all elements as
/// independent put it inside the band, so correlation is the reason; the step that makes it,
/// forward or backward, is off by an octave or more because its factor was tied, or has none; what
/// it is made of is outside already; else no single step is large.
public final class ScaleAudit {
    /// The smallest RMS inside the band.
    public static final double LOW = 0.1;

    /// The largest.
    public static final double HIGH = 10;

    private static final double LARGE_STEP = 1;

    private final Graph graph;
    private final RewriteLog log;
    private final Analysis analysis;
    private final Map<TensorKey, Prediction> independent;

    private ScaleAudit(
            Rewritten rewritten, Analysis analysis, Map<TensorKey, Prediction> independent) {
        graph = rewritten.graph();
        log = rewritten.log();
        this.analysis = analysis;
        this.independent = independent;
    }

    /// All of them, in graph order. Tensors that are zero, as biases, are not counted.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static List<OutOfBand> of(
            Rewritten rewritten,
            OperatorCatalogue catalogue,
            Progress progress,
            CancellationToken token) {
        Graph graph = rewritten.graph();
        Analysis analysis = MomentAnalysis.analysis(graph, catalogue, progress, token);
        Map<TensorKey, Prediction> independent =
                MomentAnalysis.analyzeIndependent(graph, catalogue, progress, token);
        return new ScaleAudit(rewritten, analysis, independent).all();
    }

    private List<OutOfBand> all() {
        List<OutOfBand> found = new ArrayList<>();
        for (TensorKey key : graph.tensors()) {
            double rms = rms(analysis.predictions(), key);
            if (isOutside(rms)) {
                found.add(judge(key, rms));
            }
        }
        return found;
    }

    private static boolean isOutside(double rms) {
        return rms > 0 && (rms < LOW || rms > HIGH);
    }

    private static double rms(Map<TensorKey, Prediction> predictions, TensorKey key) {
        return predictions.get(key) instanceof Prediction.Known known
                ? known.moments().rms()
                : Double.NaN;
    }

    private OutOfBand judge(TensorKey key, double rms) {
        if (key.tensor().equals(graph.loss())) {
            return new OutOfBand(key, rms, Cause.LOSS, "");
        }
        double alone = rms(independent, key);
        if (alone > 0 && !isOutside(alone)) {
            return new OutOfBand(key, rms, Cause.CORRELATION, "independent: " + number(alone));
        }
        return key.role().isGradient() ? gradient(key, rms) : value(key, rms);
    }

    private OutOfBand value(TensorKey key, double rms) {
        Optional<NodeRewrite> made = log.node(key.tensor().node());
        if (made.isEmpty()) {
            return new OutOfBand(key, rms, Cause.NO_FACTOR, "");
        }
        NodeRewrite node = made.get();
        if (node.output().formula().equals("fan_in^-1")) {
            return new OutOfBand(key, rms, Cause.READOUT, node.output().numbers());
        }
        if (Math.abs(node.outputCost()) >= LARGE_STEP) {
            return new OutOfBand(key, rms, Cause.CONSTRAINT, tied(node, node.outputCost()));
        }
        if (isSoftmax(node)) {
            return new OutOfBand(key, rms, Cause.ATTENTION, "");
        }
        return graph.node(node.path()).inputs().stream()
                .map(input -> new TensorKey(input, graph.node(input.node()).role()))
                .filter(input -> isOutside(rms(analysis.predictions(), input)))
                .findFirst()
                .map(input -> new OutOfBand(key, rms, Cause.INHERITED, "from " + input))
                .orElseGet(() -> new OutOfBand(key, rms, Cause.SMALL_STEPS, ""));
    }

    /// What the use says that gives most of the gradient.
    private OutOfBand gradient(TensorKey key, double rms) {
        Optional<Analysis.Pull> largest =
                analysis.uses(key.tensor()).stream()
                        .max(Comparator.comparingDouble(pull -> second(pull.gradient())));
        if (largest.isEmpty()) {
            return new OutOfBand(key, rms, Cause.NO_FACTOR, "");
        }
        Node.Operation consumer = largest.get().consumer();
        Optional<NodeRewrite> node = log.node(consumer.path());
        double cost = node.map(n -> n.gradientCost(largest.get().input())).orElse(0.0);
        if (node.isPresent() && Math.abs(cost) >= LARGE_STEP) {
            return new OutOfBand(key, rms, Cause.CONSTRAINT, tied(node.get(), cost));
        }
        if (node.filter(ScaleAudit::isSoftmax).isPresent()) {
            return new OutOfBand(key, rms, Cause.ATTENTION, "");
        }
        TensorKey result = new TensorKey(OutputRef.of(consumer.path()), Role.ACTIVATION.gradient());
        boolean outside = isOutside(rms(analysis.predictions(), result));
        return outside
                ? new OutOfBand(key, rms, Cause.INHERITED, "from " + result)
                : new OutOfBand(key, rms, Cause.SMALL_STEPS, "through " + consumer.path());
    }

    private static double second(TensorState state) {
        return state.secondMoment();
    }

    private static boolean isSoftmax(NodeRewrite node) {
        return node.operator().equals("softmax");
    }

    private static String tied(NodeRewrite node, double octaves) {
        String cycle =
                node.inputs().stream()
                        .flatMap(input -> input.cycle().stream())
                        .findFirst()
                        .map(way -> ", cycle from " + way)
                        .orElse("");
        return String.format(Locale.ROOT, "%+.1f octaves at %s%s", octaves, node.path(), cycle);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
