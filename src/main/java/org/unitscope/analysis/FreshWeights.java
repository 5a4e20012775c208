package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// A test for correlation on the graph alone. A tensor that a zero-mean weight was multiplied into
/// changes sign with it, so two tensors can only be correlated beyond their means if they have a
/// common origin and every zero-mean weight on the way to one is on the way to the other too.
///
/// It takes any use of a weight for a multiplication, and the outputs of a node with several as
/// made by weights of their own. A weight that is used twice counts as one.
final class FreshWeights {
    private final Map<OutputRef, Integer> numbers = new HashMap<>();
    private final Map<OutputRef, BitSet> origins = new HashMap<>();
    private final Map<OutputRef, BitSet> upstream = new HashMap<>();
    private final Map<OutputRef, BitSet> downstream = new HashMap<>();
    private final Analysis analysis;

    FreshWeights(Analysis analysis) {
        this.analysis = analysis;
        Graph graph = analysis.graph();
        List<Node> nodes = graph.nodes();
        nodes.forEach(this::addUpstream);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            for (OutputRef output : Analysis.outputs(nodes.get(i))) {
                downstream.put(output, downstreamOf(output));
            }
        }
    }

    private void addUpstream(Node node) {
        for (OutputRef output : Analysis.outputs(node)) {
            numbers.put(output, numbers.size());
            BitSet from = new BitSet();
            BitSet weights = new BitSet();
            from.set(number(output));
            for (OutputRef input : node.inputs()) {
                from.or(origins.getOrDefault(input, new BitSet()));
                weights.or(upstream.getOrDefault(input, new BitSet()));
            }
            boolean ofItsOwn = node.outputs().size() > 1 && !weights.isEmpty();
            if (isFresh(node) || ofItsOwn) {
                weights.set(number(output));
            }
            origins.put(output, from);
            upstream.put(output, weights);
        }
    }

    private int number(OutputRef tensor) {
        return numbers.getOrDefault(tensor, -1);
    }

    private static boolean isFresh(Node node) {
        return node instanceof Node.Parameter weight
                && weight.law().mean() == 0
                && weight.law().secondMoment() > 0;
    }

    /// The weights that a gradient of the tensor has passed.
    private BitSet downstreamOf(OutputRef tensor) {
        BitSet weights = new BitSet();
        for (Analysis.Pull use : analysis.uses(tensor)) {
            weights.or(passed(use));
        }
        return weights;
    }

    private BitSet passed(Analysis.Pull use) {
        BitSet weights = new BitSet();
        Node.Operation consumer = use.consumer();
        for (int i = 0; i < consumer.inputs().size(); i++) {
            OutputRef input = consumer.inputs().get(i);
            if (i != use.input() && isFresh(analysis.graph().node(input.node()))) {
                weights.set(number(input));
            }
        }
        for (OutputRef output : Analysis.outputs(consumer)) {
            weights.or(downstream.getOrDefault(output, new BitSet()));
        }
        return weights;
    }

    /// Two inputs of a node that may be correlated beyond their means, if there are such.
    Optional<int[]> correlatedInputs(Node.Operation node) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Node producer = analysis.graph().node(node.inputs().get(i).node());
            if (!producer.isIndex() && !(producer instanceof Node.Parameter)) {
                candidates.add(i);
            }
        }
        for (int a = 0; a < candidates.size(); a++) {
            for (int b = a + 1; b < candidates.size(); b++) {
                int i = candidates.get(a);
                int j = candidates.get(b);
                if (areCorrelated(node.inputs().get(i), node.inputs().get(j))) {
                    return Optional.of(new int[] {i, j});
                }
            }
        }
        return Optional.empty();
    }

    private boolean areCorrelated(OutputRef one, OutputRef other) {
        boolean related =
                origins.getOrDefault(one, new BitSet())
                        .intersects(origins.getOrDefault(other, new BitSet()));
        return related
                && upstream.getOrDefault(one, new BitSet())
                        .equals(upstream.getOrDefault(other, new BitSet()));
    }

    /// Two uses of a tensor whose gradients may be correlated beyond their means, if there are
    /// such.
    Optional<List<Analysis.Pull>> correlatedUses(OutputRef tensor) {
        List<Analysis.Pull> uses = analysis.uses(tensor);
        for (int a = 0; a < uses.size(); a++) {
            for (int b = a + 1; b < uses.size(); b++) {
                if (passed(uses.get(a)).equals(passed(uses.get(b)))) {
                    return Optional.of(List.of(uses.get(a), uses.get(b)));
                }
            }
        }
        return Optional.empty();
    }
}
