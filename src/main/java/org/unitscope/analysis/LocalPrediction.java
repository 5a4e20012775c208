package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.MomentRule;
import org.unitscope.statistics.Moments;

/// What one rule predicts when it is fed what was sampled: the states of its inputs, outputs and
/// output gradients are scaled so that their mean squares are the sampled ones. Correlations, means
/// relative to the scale and shapes stay as predicted; so does how softmax weights spread.
///
/// @param sampled moments of all tensors of a run
record LocalPrediction(Analysis analysis, Map<TensorKey, Moments> sampled) {
    /// The split for a tensor that has a state; empty where something was not sampled, or where a
    /// scale is zero or not finite.
    Optional<ErrorSplit> split(TensorKey key) {
        Moments found = sampled.get(key);
        if (found == null) {
            return Optional.empty();
        }
        double predicted = analysis.state(key).orElseThrow().moments().rms();
        // What a rule does not see, the covariance of tensors that meet, stays the same share.
        Optional<Double> alone = new LocalPrediction(analysis, asPredicted()).local(key);
        return local(key)
                .flatMap(second -> alone.map(own -> second / own * predicted * predicted))
                .map(second -> new ErrorSplit(found.rms(), Math.sqrt(second), predicted))
                .filter(split ->
                        isScale(split.sampled())
                                && isScale(split.local())
                                && isScale(split.predicted()));
    }

    private Map<TensorKey, Moments> asPredicted() {
        Map<TensorKey, Moments> moments = new HashMap<>();
        for (TensorKey key : analysis.graph().tensors()) {
            analysis.state(key).ifPresent(state -> moments.put(key, state.moments()));
        }
        return moments;
    }

    private static boolean isScale(double rms) {
        return rms > 0 && Double.isFinite(rms);
    }

    private Optional<Double> local(TensorKey key) {
        if (!analysis.isRuled(key)) {
            return Optional.empty();
        }
        if (key.role().isGradient()) {
            return gradient(key.tensor());
        }
        return switch (analysis.graph().node(key.tensor().node())) {
            case Node.Operation node ->
                    scaled(node.inputs())
                            .map(inputs ->
                                    analysis.formulas(node)
                                            .forward()
                                            .apply(analysis.invocation(node), inputs)
                                            .get(key.tensor().output())
                                            .secondMoment());
            default -> analysis.state(key).map(TensorState::secondMoment);
        };
    }

    private Optional<Double> gradient(OutputRef tensor) {
        if (tensor.equals(analysis.graph().loss())) {
            return Optional.of(1.0);
        }
        TensorState sum = null;
        for (Analysis.Pull use : analysis.uses(tensor)) {
            Optional<TensorState> pulled = pulled(use);
            if (pulled.isEmpty()) {
                return Optional.empty();
            }
            sum = sum == null ? pulled.get() : sum.plus(pulled.get());
        }
        return Optional.ofNullable(sum).map(TensorState::secondMoment);
    }

    private Optional<TensorState> pulled(Analysis.Pull use) {
        Node.Operation node = use.consumer();
        Optional<List<TensorState>> inputs = scaled(node.inputs());
        Optional<List<TensorState>> outputs = scaled(Analysis.outputs(node));
        Optional<List<TensorState>> gradients = gradients(node);
        if (inputs.isEmpty() || outputs.isEmpty() || gradients.isEmpty()) {
            return Optional.empty();
        }
        MomentRule.Backward rule = analysis.formulas(node).backward();
        return rule.apply(analysis.invocation(node), inputs.get(), outputs.get(), gradients.get())
                .get(use.input());
    }

    /// Forward states at their sampled scale; empty where one was not sampled.
    private Optional<List<TensorState>> scaled(List<OutputRef> tensors) {
        List<TensorState> states = new ArrayList<>();
        for (OutputRef tensor : tensors) {
            TensorState state = analysis.forward().get(tensor);
            Node node = analysis.graph().node(tensor.node());
            Optional<Double> factor =
                    node.isIndex() ? Optional.of(1.0) : factor(new TensorKey(tensor, node.role()));
            if (state == null || factor.isEmpty()) {
                return Optional.empty();
            }
            states.add(scaled(state, factor.get()));
        }
        return Optional.of(states);
    }

    /// A gradient that holds `a x` holds `a c / f x'` once it is scaled by c, and `x' = f x`.
    private Optional<List<TensorState>> gradients(Node.Operation node) {
        List<TensorState> states = new ArrayList<>();
        for (OutputRef output : Analysis.outputs(node)) {
            TensorState state = analysis.backward().get(output);
            if (state == null) {
                states.add(TensorState.of(0, 0));
                continue;
            }
            Optional<Double> own = factor(new TensorKey(output, Role.ACTIVATION));
            Optional<Double> factor = factor(new TensorKey(output, Role.ACTIVATION_GRADIENT));
            if (own.isEmpty() || factor.isEmpty()) {
                return Optional.empty();
            }
            double alignment = state.alignment() * factor.get() / own.get();
            states.add(scaled(state, factor.get()).aligned(alignment));
        }
        return Optional.of(states);
    }

    /// Sampled over predicted RMS; 1 where both are zero.
    private Optional<Double> factor(TensorKey key) {
        Moments found = sampled.get(key);
        double predicted = analysis.state(key).map(state -> state.moments().rms()).orElse(0.0);
        if (found == null) {
            return Optional.empty();
        }
        if (predicted == 0 && found.rms() == 0) {
            return Optional.of(1.0);
        }
        double factor = found.rms() / predicted;
        return isScale(factor) ? Optional.of(factor) : Optional.empty();
    }

    /// Softmax weights, and what they mix, keep their law, which a factor would make unknown.
    private static TensorState scaled(TensorState state, double factor) {
        return factor == 1 ? state : state.scaled(factor).with(law(state, factor));
    }

    private static GridLaw law(TensorState state, double factor) {
        GridLaw scaled = state.grid().scaled(factor);
        return scaled == GridLaw.None.NONE ? state.grid() : scaled;
    }
}
