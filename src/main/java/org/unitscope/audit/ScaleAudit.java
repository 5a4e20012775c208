package org.unitscope.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unitscope.analysis.Analysis;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.audit.OutOfBand.Cause;
import org.unitscope.graph.Graph;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.NodeRewrite.Edge;
import org.unitscope.transform.Rewritten;
import org.unitscope.transform.Scheme;
import org.unitscope.transform.unitscaling.AttentionParts;
import org.unitscope.transform.unitscaling.UnitScalingOptions;

/// Finds the tensors of a unit-scaled graph that are not of unit scale, `0.1 ≤ RMS ≤ 10`, and why.
///
/// A tensor's distance from unit scale, in octaves, is that of what it is computed from, plus what
/// its step adds: of another factor than the ideal one, of correlation that the rules for
/// independent elements do not see, and the rest ([Step]). The largest in the direction in which
/// the tensor is off is the cause, if it is an octave or more: so of a chain of tensors the first
/// is named with its own cause, and those after it inherit. The rest is attention's inside
/// attention, a missing factor where there is none, and else inputs that are not what the factor's
/// formula assumes. If nothing is as large as an octave, it is correlation that has added up where
/// independence would put the tensor inside, else several small steps.
public final class ScaleAudit {
    /// The smallest RMS inside the band.
    public static final double LOW = 0.1;

    /// The largest.
    public static final double HIGH = 10;

    private static final double LARGE_STEP = 1;

    private final Graph graph;
    private final Steps steps;
    private final Set<String> attention;
    private final Optional<UnitScalingOptions> options;

    private ScaleAudit(Rewritten rewritten, Steps steps) {
        graph = rewritten.graph();
        this.steps = steps;
        attention = AttentionParts.of(graph);
        options =
                Scheme.parse(rewritten.log().scheme()) instanceof Scheme.Unit unit
                        ? Optional.of(unit.options())
                        : Optional.empty();
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
        Steps steps = new Steps(graph, rewritten.log(), analysis, independent);
        return new ScaleAudit(rewritten, steps).all();
    }

    private List<OutOfBand> all() {
        List<OutOfBand> found = new ArrayList<>();
        for (TensorKey key : graph.tensors()) {
            double rms = steps.rms(key);
            if (Steps.isOutside(rms)) {
                found.add(judge(key, rms));
            }
        }
        return found;
    }

    private OutOfBand judge(TensorKey key, double rms) {
        if (key.tensor().equals(graph.loss())) {
            return new OutOfBand(key, rms, Cause.LOSS, "");
        }
        Optional<Step> made = steps.of(key);
        if (made.isEmpty()) {
            return new OutOfBand(key, rms, Cause.NO_FACTOR, "");
        }
        Step step = made.get();
        boolean readout =
                !key.role().isGradient()
                        && step.node()
                                .filter(node -> node.output().formula().equals("fan_in^-1"))
                                .isPresent();
        if (readout && !step.sourceIsOutside()) {
            return new OutOfBand(
                    key, rms, Cause.READOUT, step.node().orElseThrow().output().numbers());
        }
        double sign = Math.signum(steps.octaves(key));
        if (step.sourceIsOutside() && step.before() >= step.largest()) {
            String more = step.largest() >= LARGE_STEP ? "; " + largest(step, sign) : "";
            return new OutOfBand(key, rms, Cause.INHERITED, "from " + step.source() + more);
        }
        return own(key, rms, step, sign);
    }

    private OutOfBand own(TensorKey key, double rms, Step step, double sign) {
        double largest = step.largest();
        if (largest >= LARGE_STEP) {
            Cause cause =
                    step.cost() == largest
                            ? ofCost(step)
                            : step.correlation() == largest ? Cause.CORRELATION : ofRest(step);
            String detail =
                    cause == Cause.CONSTRAINT
                            ? largest(step, sign) + cycle(step)
                            : largest(step, sign);
            return new OutOfBand(key, rms, cause, detail + alone(key));
        }
        double alone = steps.alone(key);
        boolean addedUp =
                alone > 0 && !Steps.isOutside(alone) && sign * steps.excess(key) >= LARGE_STEP;
        String before =
                "%s from %s, %s"
                        .formatted(
                                octaves(sign * step.before()), step.source(), largest(step, sign));
        return addedUp
                ? new OutOfBand(
                        key,
                        rms,
                        Cause.CORRELATION,
                        octaves(steps.excess(key)) + " added up to here" + alone(key))
                : new OutOfBand(key, rms, Cause.SMALL_STEPS, before);
    }

    /// Why the factor is not the ideal one.
    private Cause ofCost(Step step) {
        if (step.node().isEmpty() || options.isEmpty()) {
            return Cause.NO_FACTOR;
        }
        NodeRewrite node = step.node().get();
        String place = node.path();
        boolean gradient = step.input().isPresent();
        boolean byHand = options.get().overrides().containsKey(place);
        if (gradient) {
            NodeRewrite.InputRewrite input = node.inputs().get(step.input().getAsInt());
            byHand =
                    (byHand && input.edge() == Edge.TIED)
                            || options.get().overrides().containsKey(place + "/" + input.name());
            if (!byHand && options.get().preset().keepsDerivative()) {
                return Cause.DERIVATIVE;
            }
        }
        return byHand ? Cause.BY_HAND : Cause.CONSTRAINT;
    }

    private Cause ofRest(Step step) {
        if (attention.contains(step.path())) {
            return Cause.ATTENTION;
        }
        return step.hasNoFactor() ? Cause.NO_FACTOR : Cause.ASSUMPTION;
    }

    private static String largest(Step step, double sign) {
        return octaves(sign * step.largest()) + " at " + step.path();
    }

    private static String cycle(Step step) {
        return step.node().stream()
                .flatMap(node -> node.inputs().stream())
                .flatMap(input -> input.cycle().stream())
                .findFirst()
                .map(way -> ", cycle from " + way)
                .orElse("");
    }

    private String alone(TensorKey key) {
        double alone = steps.alone(key);
        return alone > 0 && Math.abs(steps.excess(key)) >= LARGE_STEP
                ? String.format(Locale.ROOT, "; independent: %.3g", alone)
                : "";
    }

    private static String octaves(double octaves) {
        return String.format(Locale.ROOT, "%+.1f octaves", octaves);
    }
}
