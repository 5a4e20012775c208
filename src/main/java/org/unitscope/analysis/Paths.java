package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unitscope.analysis.Explanation.Step;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Term;

/// The way to a tensor from its source, along what counts most: of an activation the input with the
/// largest part of the mean square (terms that name no input count for the first input that is not
/// a parameter), of a gradient the use with the largest mean square, on to the loss.
record Paths(Analysis analysis) {
    private static final double LOG_2 = StrictMath.log(2);

    /// Where a tensor comes from.
    ///
    /// @param node the node whose rule gave it
    /// @param share of the mean square
    private record Origin(TensorKey key, Node node, double share) {}

    /// Steps from the source to a tensor that has a state.
    List<Step> to(TensorKey key) {
        List<TensorKey> keys = new ArrayList<>(List.of(key));
        List<Origin> origins = new ArrayList<>();
        for (Optional<Origin> origin = origin(key);
                origin.isPresent();
                origin = origin(keys.getLast())) {
            origins.add(origin.get());
            keys.add(origin.get().key());
        }
        List<Step> steps = new ArrayList<>();
        TensorKey source = keys.getLast();
        Node first = analysis.graph().node(source.tensor().node());
        steps.add(new Step(source, first.path(), first.operator(), rms(source), 0, 1));
        for (int i = origins.size() - 1; i >= 0; i--) {
            Origin origin = origins.get(i);
            TensorKey to = keys.get(i);
            double octaves = log2(rms(to)) - log2(rms(origin.key()));
            steps.add(
                    new Step(
                            to,
                            origin.node().path(),
                            origin.node().operator(),
                            rms(to),
                            octaves,
                            origin.share()));
        }
        return Collections.unmodifiableList(steps);
    }

    private double rms(TensorKey key) {
        return Math.sqrt(second(key));
    }

    private double second(TensorKey key) {
        return analysis.state(key).orElseThrow().secondMoment();
    }

    private static double log2(double x) {
        return StrictMath.log(x) / LOG_2;
    }

    /// Empty at a source, and where an octave has no meaning: at or after a tensor of zeros.
    private Optional<Origin> origin(TensorKey key) {
        if (!(second(key) > 0)) {
            return Optional.empty();
        }
        Optional<Origin> origin =
                key.role().isGradient() ? backward(key.tensor()) : forward(key.tensor());
        return origin.filter(from -> second(from.key()) > 0);
    }

    private Optional<Origin> forward(OutputRef tensor) {
        if (!(analysis.graph().node(tensor.node()) instanceof Node.Operation node)) {
            return Optional.empty();
        }
        List<Integer> real = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!analysis.graph().node(node.inputs().get(i).node()).isIndex()) {
                real.add(i);
            }
        }
        if (real.isEmpty()) {
            return Optional.empty();
        }
        int usual =
                real.stream()
                        .filter(i -> role(node.inputs().get(i)) != Role.WEIGHT)
                        .findFirst()
                        .orElse(real.getFirst());
        double[] parts = new double[node.inputs().size()];
        Derivation derivation =
                analysis.formulas(node).ofOutput(analysis.forward(node), tensor.output());
        for (Term term : derivation.terms()) {
            parts[term.input().orElse(usual)] += term.value();
        }
        int largest = real.stream().max(Comparator.comparingDouble(i -> parts[i])).orElseThrow();
        OutputRef input = node.inputs().get(largest);
        double total = derivation.total();
        return Optional.of(
                new Origin(
                        new TensorKey(input, role(input)),
                        node,
                        total == 0 ? 0 : parts[largest] / total));
    }

    private Role role(OutputRef tensor) {
        return analysis.graph().node(tensor.node()).role();
    }

    private Optional<Origin> backward(OutputRef tensor) {
        if (tensor.equals(analysis.graph().loss())) {
            return Optional.empty();
        }
        Optional<Analysis.Pull> largest =
                analysis.uses(tensor).stream()
                        .max(Comparator.comparingDouble(use -> use.gradient().secondMoment()));
        double whole =
                analysis.state(new TensorKey(tensor, Role.ACTIVATION_GRADIENT))
                        .map(TensorState::secondMoment)
                        .orElse(0.0);
        return largest.flatMap(use ->
                Analysis.outputs(use.consumer()).stream()
                        .filter(analysis.backward()::containsKey)
                        .map(output -> new TensorKey(output, Role.ACTIVATION_GRADIENT))
                        .max(Comparator.comparingDouble(this::second))
                        .map(key ->
                                new Origin(
                                        key,
                                        use.consumer(),
                                        use.gradient().secondMoment() / whole)));
    }
}
