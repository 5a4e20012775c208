package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Scaling;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.transform.Rewrites;

/// The fewest power-of-two factors of gradients that bring every gradient of a model inside its
/// format; the forward pass is not touched.
///
/// The gradient of every tensor gets an exponent e: it is computed as `2^e` times what the model as
/// given computes. All uses of a tensor must agree on it, as their gradients are summed. A use
/// whose consumer has another exponent than the tensor needs a factor, `2^(e(tensor) −
/// e(consumer))`; the exponent of the loss is 0. So on a cut edge one factor changes all that lies
/// behind it, while a cycle must be entered and left on every path. Counted are the factors that
/// are not 1, those of parameters' gradients too.
///
/// Inside is: representable by the project's verdict with the head-room asked for, of the predicted
/// law, in the format that the recipe judges the tensor's role by. The count is the least possible
/// for these ranges, see [FewestChanges].
///
/// @param graph with the factors
/// @param scales the factors, in graph order
/// @param outside gradients that are not inside without the factors
/// @param impossible those that no factor brings inside: wider than the format
/// @param unknown gradients whose law is not predicted; no condition is set for them
public record GradientPlan(
        Graph graph,
        List<Scale> scales,
        List<TensorKey> outside,
        List<TensorKey> impossible,
        List<TensorKey> unknown) {
    /// Copies the lists.
    public GradientPlan {
        scales = List.copyOf(scales);
        outside = List.copyOf(outside);
        impossible = List.copyOf(impossible);
        unknown = List.copyOf(unknown);
    }

    /// One factor.
    ///
    /// @param node whose gradient it multiplies
    /// @param input of which input
    /// @param producer the tensor that gradient belongs to
    /// @param exponent the factor is two to this
    /// @param saves gradients that were outside and lie behind this factor with no other factor in
    ///   between
    public record Scale(
            String node, int input, OutputRef producer, int exponent, List<TensorKey> saves) {
        /// Copies the list.
        public Scale {
            saves = List.copyOf(saves);
        }
    }

    /// Plans; empty if the graph is too entangled for the exact search.
    ///
    /// @param headroom octaves from the largest magnitude to overflow, at least 0
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static Optional<GradientPlan> of(
            Graph graph,
            OperatorCatalogue catalogue,
            PrecisionRecipe recipe,
            double headroom,
            Progress progress,
            CancellationToken token) {
        Gradients gradients =
                Gradients.of(graph, catalogue, recipe, rule(headroom), progress, token);
        return new Search(graph, gradients).plan();
    }

    /// The gradients of a graph that are not inside: what a plan is held against.
    ///
    /// Parameters as in [#of].
    public static List<TensorKey> outside(
            Graph graph,
            OperatorCatalogue catalogue,
            PrecisionRecipe recipe,
            double headroom,
            Progress progress,
            CancellationToken token) {
        return Gradients.of(graph, catalogue, recipe, rule(headroom), progress, token).outside();
    }

    private static VerdictRule rule(double headroom) {
        VerdictRule usual = VerdictRule.DEFAULT;
        return new VerdictRule(
                usual.lostEnergyFraction(),
                usual.lostValueFraction(),
                usual.riskValueFraction(),
                headroom);
    }

    /// How many factors of a graph are not 1.
    public static int factors(Graph graph) {
        int count = 0;
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                Scaling scaling = operation.scaling();
                count += scaling.output() == 1 ? 0 : 1;
                count += (int) scaling.inputs().stream().filter(f -> f != 1).count();
                count += (int) scaling.gradients().stream().filter(f -> f != 1).count();
            }
        }
        return count;
    }

    /// Ranges of all gradients that are predicted and not zero; the loss's own, which is 1 whatever
    /// the factors, is not among them.
    private record Gradients(
            Map<TensorKey, ExponentRange> ranges,
            List<TensorKey> outside,
            List<TensorKey> impossible,
            List<TensorKey> unknown) {
        static Gradients of(
                Graph graph,
                OperatorCatalogue catalogue,
                PrecisionRecipe recipe,
                VerdictRule rule,
                Progress progress,
                CancellationToken token) {
            Gradients found =
                    new Gradients(
                            new HashMap<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>());
            Map<TensorKey, Prediction> predictions =
                    MomentAnalysis.analyze(graph, catalogue, progress, token);
            for (TensorKey key : graph.tensors()) {
                token.throwIfCancelled();
                if (key.role().isGradient() && !key.tensor().equals(graph.loss())) {
                    switch (predictions.get(key)) {
                        case Prediction.Known known -> found.add(graph, key, known, recipe, rule);
                        case Prediction.Unknown unknown -> found.unknown.add(key);
                        case null -> {}
                    }
                }
            }
            return found;
        }

        private void add(
                Graph graph,
                TensorKey key,
                Prediction.Known known,
                PrecisionRecipe recipe,
                VerdictRule rule) {
            if (known.moments().secondMoment() == 0) {
                return;
            }
            Optional<ExponentRange> range =
                    ExponentRange.of(
                            known.details().orElseThrow().law(),
                            graph.shape(key.tensor()).count(),
                            recipe.stored(key).orElse(recipe.judge(key.role())),
                            rule);
            range.ifPresent(r -> ranges.put(key, r));
            if (range.isEmpty()) {
                impossible.add(key);
            }
            if (range.filter(r -> r.contains(0)).isEmpty()) {
                outside.add(key);
            }
        }
    }

    /// The search over one graph: a vertex for every node whose gradient the loss reaches.
    private static final class Search {
        private final Graph graph;
        private final Gradients gradients;
        private final Map<String, Integer> vertices = new HashMap<>();
        private final List<FewestChanges.Edge> edges = new ArrayList<>();
        private final List<Graph.Use> uses = new ArrayList<>();
        private final Map<Integer, ExponentRange> ranges = new HashMap<>();

        Search(Graph graph, Gradients gradients) {
            this.graph = graph;
            this.gradients = gradients;
            reach();
            vertices.forEach((path, v) -> restrict(graph.node(path), v));
            ranges.put(vertex(graph.loss().node()), new ExponentRange(0, 0));
        }

        private int vertex(String path) {
            return vertices.computeIfAbsent(path, p -> vertices.size());
        }

        private void reach() {
            vertex(graph.loss().node());
            for (Node node : graph.nodes().reversed()) {
                if (node instanceof Node.Operation operation && vertices.containsKey(node.path())) {
                    for (int i = 0; i < operation.inputs().size(); i++) {
                        Node producer = graph.node(operation.inputs().get(i).node());
                        if (!producer.isIndex()) {
                            edges.add(
                                    new FewestChanges.Edge(
                                            vertex(producer.path()), vertex(node.path())));
                            uses.add(new Graph.Use(operation, i));
                        }
                    }
                }
            }
        }

        /// Outputs of one node have one exponent; where they exclude each other the first counts.
        private void restrict(Node node, int vertex) {
            for (TensorKey key : keys(node)) {
                ExponentRange range = gradients.ranges().get(key);
                if (range != null) {
                    ExponentRange before = ranges.getOrDefault(vertex, range);
                    ranges.put(vertex, before.and(range).orElse(before));
                }
            }
        }

        private static List<TensorKey> keys(Node node) {
            List<TensorKey> keys = new ArrayList<>();
            for (int output = 0; output < node.outputs().size(); output++) {
                keys.add(new TensorKey(new OutputRef(node.path(), output), node.role().gradient()));
            }
            return keys;
        }

        Optional<GradientPlan> plan() {
            return FewestChanges.of(vertices.size(), ranges, edges)
                    .map(labels -> FewestChanges.centered(labels, ranges, edges))
                    .map(this::plan);
        }

        private GradientPlan plan(int[] exponents) {
            int[] regions = FewestChanges.regions(exponents, edges);
            Map<String, Node> changed = new HashMap<>();
            List<Scale> scales = new ArrayList<>();
            for (int i = 0; i < edges.size(); i++) {
                FewestChanges.Edge edge = edges.get(i);
                int exponent = exponents[edge.from()] - exponents[edge.to()];
                if (exponent != 0) {
                    Graph.Use use = uses.get(i);
                    scales.add(scale(use, exponent, regions, edge.from()));
                    changed.merge(
                            use.consumer().path(),
                            times(use.consumer(), use.input(), exponent),
                            (before, now) -> times((Node.Operation) before, use.input(), exponent));
                }
            }
            return new GradientPlan(
                    Rewrites.replaced(graph, changed),
                    scales.reversed(),
                    gradients.outside(),
                    gradients.impossible(),
                    gradients.unknown());
        }

        private Scale scale(Graph.Use use, int exponent, int[] regions, int behind) {
            List<TensorKey> saves =
                    gradients.outside().stream()
                            .filter(gradients.ranges()::containsKey)
                            .filter(key -> vertices.containsKey(key.tensor().node()))
                            .filter(key -> regions[vertex(key.tensor().node())] == regions[behind])
                            .toList();
            OutputRef producer = use.consumer().inputs().get(use.input());
            return new Scale(use.consumer().path(), use.input(), producer, exponent, saves);
        }

        private static Node.Operation times(Node.Operation node, int input, int exponent) {
            Scaling old = node.scaling();
            List<Double> factors = new ArrayList<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                factors.add(
                        i == input ? StrictMath.scalb(old.gradient(i), exponent) : old.gradient(i));
            }
            return node.with(new Scaling(old.output(), old.inputs(), factors));
        }
    }
}
