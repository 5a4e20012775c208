package org.unitscope.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.Assumption;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Term;

/// Finds the assumptions that are broken at a tensor and at all that it is computed from, in both
/// passes. One warning per assumption, at the nearest place.
final class Warnings {
    private final Analysis analysis;
    private final FreshWeights fresh;
    private final Map<TensorKey, List<Measure>> measured = new HashMap<>();

    /// @param node path of the node whose rule makes the assumption
    private record Measure(Assumption assumption, String node, double value) {}

    Warnings(Analysis analysis) {
        this.analysis = analysis;
        fresh = new FreshWeights(analysis);
    }

    /// A warning that grows with every place.
    private record Found(TensorKey where, double measure, double worst, Set<String> places) {}

    /// Of a tensor that has a state.
    List<Warning> of(TensorKey key) {
        Map<Assumption, Found> found = new LinkedHashMap<>();
        own(key).forEach(measure -> add(found, key, measure));
        Set<TensorKey> ancestors = ancestors(key);
        for (TensorKey ancestor : ancestors) {
            measures(ancestor).forEach(measure -> add(found, ancestor, measure));
        }
        tied(ancestors).forEach((weight, measure) -> add(found, weight, measure));
        return found.entrySet().stream()
                .map(entry ->
                        new Warning(
                                entry.getKey(),
                                entry.getValue().where(),
                                entry.getValue().measure(),
                                entry.getValue().worst(),
                                entry.getValue().places().size()))
                .toList();
    }

    private static void add(Map<Assumption, Found> found, TensorKey where, Measure measure) {
        Assumption assumption = measure.assumption();
        double value = measure.value();
        if (!assumption.isBroken(value)) {
            return;
        }
        Found before = found.get(assumption);
        Set<String> places = before == null ? new HashSet<>() : before.places();
        places.add(measure.node());
        if (before == null) {
            found.put(assumption, new Found(where, value, value, places));
        } else if (assumption.isWorse(value, before.worst())) {
            found.put(assumption, new Found(before.where(), before.measure(), value, places));
        }
    }

    /// What concerns the tensor alone.
    private List<Measure> own(TensorKey key) {
        List<Measure> measures = new ArrayList<>();
        String node = key.tensor().node();
        TensorState state = analysis.state(key).orElseThrow();
        measures.add(
                new Measure(
                        Assumption.LITTLE_SCATTER,
                        node,
                        new PredictedDetails(state).relativeScatter()));
        if (key.role() == Role.WEIGHT_GRADIENT) {
            analysis.uses(key.tensor()).stream()
                    .flatMap(use -> analysis.backward(use.consumer()).gradients().stream())
                    .filter(gradient -> gradient.rows().rows() > 1)
                    .mapToDouble(gradient -> gradient.rows().sequences())
                    .min()
                    .ifPresent(
                            least -> measures.add(new Measure(Assumption.WIDE_BATCH, node, least)));
        }
        return measures;
    }

    /// The tensor and all it is computed from, the nearest first.
    private Set<TensorKey> ancestors(TensorKey key) {
        Set<TensorKey> seen = new LinkedHashSet<>(List.of(key));
        Queue<TensorKey> open = new ArrayDeque<>(List.of(key));
        while (!open.isEmpty()) {
            for (TensorKey parent : parents(open.remove())) {
                if (seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return seen;
    }

    private List<TensorKey> parents(TensorKey key) {
        List<TensorKey> parents = new ArrayList<>();
        if (!key.role().isGradient()) {
            addInputs(parents, analysis.graph().node(key.tensor().node()));
            return parents;
        }
        for (Analysis.Pull use : analysis.uses(key.tensor())) {
            Analysis.outputs(use.consumer()).stream()
                    .filter(analysis.backward()::containsKey)
                    .map(output -> new TensorKey(output, Role.ACTIVATION_GRADIENT))
                    .forEach(parents::add);
            addInputs(parents, use.consumer());
        }
        return parents;
    }

    private void addInputs(List<TensorKey> parents, Node node) {
        Graph graph = analysis.graph();
        for (OutputRef input : node.inputs()) {
            Node producer = graph.node(input.node());
            if (!producer.isIndex()) {
                parents.add(new TensorKey(input, producer.role()));
            }
        }
    }

    /// What the rule that gave a tensor assumes; of a gradient, the rules of all uses.
    private List<Measure> measures(TensorKey key) {
        return measured.computeIfAbsent(key, k -> k.role().isGradient() ? backward(k) : forward(k));
    }

    private List<Measure> forward(TensorKey key) {
        List<Measure> measures = new ArrayList<>();
        if (analysis.graph().node(key.tensor().node()) instanceof Node.Operation node) {
            Application application = analysis.forward(node);
            addAssumptions(measures, node, application);
            addUntracked(measures, key, node, application.inputs());
            fresh.correlatedInputs(node)
                    .ifPresent(pair ->
                            measures.add(
                                    new Measure(
                                            Assumption.UNCORRELATED_INPUTS,
                                            node.path(),
                                            overlap(
                                                    node,
                                                    application,
                                                    key.tensor().output(),
                                                    pair))));
        }
        return measures;
    }

    private void addAssumptions(
            List<Measure> measures, Node.Operation node, Application application) {
        analysis.formulas(node)
                .derivations()
                .assumptions(application)
                .forEach((assumption, value) ->
                        measures.add(new Measure(assumption, node.path(), value)));
    }

    /// `2 √(p q)`, p and q being the parts of the two inputs; NaN where the rule does not say.
    private double overlap(
            Node.Operation node, Application application, int output, int... inputs) {
        Derivation derivation = analysis.formulas(node).ofOutput(application, output);
        double product = 1;
        for (int input : inputs) {
            double part = 0;
            for (Term term : derivation.terms()) {
                part += term.input().orElse(-1) == input ? derivation.share(term) : 0;
            }
            product *= part;
        }
        return product > 0 ? 2 * Math.sqrt(product) : Double.NaN;
    }

    private List<Measure> backward(TensorKey key) {
        List<Measure> measures = new ArrayList<>();
        for (Analysis.Pull use : analysis.uses(key.tensor())) {
            Application application = analysis.backward(use.consumer());
            addAssumptions(measures, use.consumer(), application);
            addUntracked(measures, key, use.consumer(), application.gradients());
        }
        double whole = analysis.state(key).map(TensorState::secondMoment).orElse(0.0);
        Optional<List<Analysis.Pull>> correlated = fresh.correlatedUses(key.tensor());
        if (correlated.isPresent() && whole > 0) {
            double product = 1;
            for (Analysis.Pull use : correlated.get()) {
                product *= use.gradient().secondMoment() / whole;
            }
            measures.add(
                    new Measure(
                            Assumption.UNCORRELATED_GRADIENTS,
                            key.tensor().node(),
                            2 * Math.sqrt(product)));
        }
        return measures;
    }

    /// Only where pairs get lost: what has untracked inputs inherits that.
    private void addUntracked(
            List<Measure> measures, TensorKey key, Node.Operation node, List<TensorState> inputs) {
        Optional<TensorState> state = analysis.state(key);
        boolean lost =
                state.isPresent()
                        && isUntracked(state.get())
                        && inputs.stream().noneMatch(Warnings::isUntracked);
        if (lost) {
            measures.add(
                    new Measure(Assumption.TRACKED_PAIRS, node.path(), state.get().rows().rows()));
        }
    }

    /// Tensors of queries by keys have laws instead of kernels.
    private static boolean isUntracked(TensorState state) {
        return state.rows().rows() > 1 && !state.isTracked() && state.grid() == GridLaw.None.NONE;
    }

    /// Parameters that several of the rules on the way use.
    private Map<TensorKey, Measure> tied(Set<TensorKey> ancestors) {
        Set<String> nodes = new HashSet<>();
        for (TensorKey key : ancestors) {
            if (key.role().isGradient()) {
                analysis.uses(key.tensor()).forEach(use -> nodes.add(use.consumer().path()));
            } else {
                nodes.add(key.tensor().node());
            }
        }
        Map<TensorKey, Measure> tied = new LinkedHashMap<>();
        for (TensorKey key : ancestors) {
            OutputRef tensor = key.tensor();
            if (analysis.graph().node(tensor.node()) instanceof Node.Parameter weight) {
                long uses =
                        analysis.graph().uses(tensor).stream()
                                .filter(use -> nodes.contains(use.consumer().path()))
                                .count();
                double mean = weight.law().mean();
                if (weight.law().secondMoment() > mean * mean) {
                    tied.put(
                            new TensorKey(tensor, Role.WEIGHT),
                            new Measure(Assumption.UNTIED_WEIGHTS, weight.path(), uses));
                }
            }
        }
        return tied;
    }
}
