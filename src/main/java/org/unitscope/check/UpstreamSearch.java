package org.unitscope.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.unitscope.check.Limit.Side;
import org.unitscope.check.Upstream.Step;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Graph.Use;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;

/// Goes from a tensor that breaks a limit back to where that starts, one tensor at a time, along
/// what rules its scale:
///
/// * A gradient is a sum over its consumers, and the largest of the gradients that flow into them
///   rules it. (What each consumer adds is not recorded, so its own gain does not count in this.)
/// * What an operator made comes from the input that breaks the limit on the same side, parameters
///   last; of several from the largest, which rules sums; of none from the largest input.
/// * A drift comes from what has drifted farthest in the same direction. Where no gradient that
///   flows in has, the operands of the backward pass count: what was edited is a weight or an
///   activation, and the path goes on there.
///
/// @param values what is judged of every tensor: known numbers only
/// @param levels octaves of every tensor that has them
/// @param isDrift whether levels are differences to a baseline
record UpstreamSearch(
        Graph graph,
        Limit limit,
        Map<TensorKey, Double> values,
        Map<TensorKey, Double> levels,
        boolean isDrift) {
    /// A tensor that another comes from, and the operator in between.
    private record Source(TensorKey tensor, Node via) {}

    /// The path from this tensor, which breaks the limit.
    Upstream from(TensorKey broken) {
        Side side = side(broken).orElse(Side.NOWHERE);
        List<TensorKey> path = new ArrayList<>();
        List<Optional<Node>> via = new ArrayList<>();
        int start = 0;
        boolean isBroken = true;
        Optional<Source> next = Optional.of(new Source(broken, graph.node(node(broken))));
        while (next.isPresent()) {
            TensorKey at = next.get().tensor();
            path.add(at);
            isBroken = isBroken && side(at).equals(Optional.of(side));
            if (isBroken) {
                start = path.size() - 1;
            }
            next = next(at, side, isBroken);
            via.add(next.map(Source::via));
        }
        return new Upstream(steps(path, via), start);
    }

    private Optional<Side> side(TensorKey key) {
        Double value = values.get(key);
        return value == null ? Optional.empty() : limit.outside(value);
    }

    private Optional<Source> next(TensorKey at, Side side, boolean isBroken) {
        boolean isGradient = at.role().isGradient();
        List<Source> direct = isGradient ? consumers(at) : inputs(at, false);
        List<Source> second = isGradient ? operands(at) : inputs(at, true);
        if (isGradient && !isDrift) {
            return largest(direct);
        }
        if (isBroken) {
            Optional<Source> cause =
                    largest(broken(direct, side)).or(() -> largest(broken(second, side)));
            if (cause.isPresent()) {
                return cause;
            }
        }
        return largest(direct).or(() -> isGradient ? Optional.empty() : largest(second));
    }

    private List<Source> broken(List<Source> sources, Side side) {
        return sources.stream()
                .filter(source -> side(source.tensor()).equals(Optional.of(side)))
                .toList();
    }

    /// By scale, or by drift; those without a level last.
    private Optional<Source> largest(List<Source> sources) {
        Comparator<Source> bySize =
                Comparator.comparingDouble(source -> {
                    Double level = levels.get(source.tensor());
                    return level == null
                            ? Double.NEGATIVE_INFINITY
                            : isDrift ? Math.abs(level) : level;
                });
        return sources.stream().filter(this::isRecorded).max(bySize);
    }

    private boolean isRecorded(Source source) {
        return values.containsKey(source.tensor()) || levels.containsKey(source.tensor());
    }

    private static String node(TensorKey key) {
        return key.tensor().node();
    }

    /// The inputs of the operator that made a tensor, parameters or the others.
    private List<Source> inputs(TensorKey at, boolean parameters) {
        Node made = graph.node(node(at));
        Set<Source> sources = new LinkedHashSet<>();
        for (OutputRef input : made.inputs()) {
            Node producer = graph.node(input.node());
            if (!producer.isIndex() && (producer.role() == Role.WEIGHT) == parameters) {
                sources.add(new Source(new TensorKey(input, producer.role()), made));
            }
        }
        return List.copyOf(sources);
    }

    /// The gradients that flow into the consumers of a tensor.
    private List<Source> consumers(TensorKey at) {
        Set<Source> sources = new LinkedHashSet<>();
        for (Use use : graph.uses(at.tensor())) {
            for (int output = 0; output < use.consumer().outputs().size(); output++) {
                sources.add(
                        new Source(
                                new TensorKey(
                                        new OutputRef(use.consumer().path(), output),
                                        Role.ACTIVATION_GRADIENT),
                                use.consumer()));
            }
        }
        return List.copyOf(sources);
    }

    /// What else the consumers of a tensor take in.
    private List<Source> operands(TensorKey at) {
        Set<Source> sources = new LinkedHashSet<>();
        for (Use use : graph.uses(at.tensor())) {
            for (OutputRef input : use.consumer().inputs()) {
                Node producer = graph.node(input.node());
                if (!input.equals(at.tensor()) && !producer.isIndex()) {
                    sources.add(new Source(new TensorKey(input, producer.role()), use.consumer()));
                }
            }
        }
        return List.copyOf(sources);
    }

    private List<Step> steps(List<TensorKey> path, List<Optional<Node>> via) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            TensorKey at = path.get(i);
            Node operator = via.get(i).orElseGet(() -> maker(at));
            OptionalDouble level = level(at);
            OptionalDouble below =
                    i + 1 < path.size() ? level(path.get(i + 1)) : OptionalDouble.of(0);
            OptionalDouble octaves =
                    level.isPresent() && below.isPresent()
                            ? OptionalDouble.of(level.getAsDouble() - below.getAsDouble())
                            : OptionalDouble.empty();
            steps.add(new Step(at, operator.path(), operator.operator(), level, octaves));
        }
        return steps;
    }

    /// What makes a tensor of which nothing is known before it.
    private Node maker(TensorKey at) {
        List<Use> uses = at.role().isGradient() ? graph.uses(at.tensor()) : List.of();
        return uses.isEmpty() ? graph.node(node(at)) : uses.getFirst().consumer();
    }

    private OptionalDouble level(TensorKey key) {
        Double level = levels.get(key);
        return level == null ? OptionalDouble.empty() : OptionalDouble.of(level);
    }
}
