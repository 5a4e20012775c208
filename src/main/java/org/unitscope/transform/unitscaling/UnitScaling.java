package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.Signature;
import org.unitscope.task.NearestNames;
import org.unitscope.transform.GradientRatios;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.RewriteException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.Rewrites;
import org.unitscope.transform.Rewritten;

/// Unit scaling of a graph: every weight of unit variance, every operation with a factor of its
/// result and one per gradient, so that activations and gradients begin at unit scale.
///
/// 1. The ideal factors of each operation, from shapes alone ([NodePlanner]).
/// 2. Where a gradient flows on a cut edge of the undirected graph, its factor is free; elsewhere
///    it is tied to the result's ([Cycles], [Constraint]).
/// 3. Residual adds are weighted; a branch's weight is delayed in the backward pass ([Residual]).
/// 4. Uses of a shared parameter get one ratio ([GradientRatios]).
///
/// The forward pass is then a function with constants written in, and every parameter's gradient a
/// positive constant times its derivative: checked here for every tensor, as part of the rewrite.
public final class UnitScaling {
    private static final String ATTENTION =
            "'%s' is part of attention, whose factors this preset sets together";

    /// A factor by hand that is what the rewrite makes it, as far as people write digits.
    private static final double SAME = 1e-6;

    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final UnitScalingOptions options;
    private final List<String> warnings = new ArrayList<>();
    private final List<RewriteLog.WeightRewrite> weights = new ArrayList<>();

    private UnitScaling(Graph graph, OperatorCatalogue catalogue, UnitScalingOptions options) {
        this.graph = graph;
        this.catalogue = catalogue;
        this.options = options;
    }

    /// The unit-scaled graph.
    ///
    /// @throws RewriteException if an operation has no rule, the graph has factors already, an
    ///   override is for nothing, or gradients of different ratios would be summed
    public static Rewritten rewrite(
            Graph graph, OperatorCatalogue catalogue, UnitScalingOptions options)
            throws RewriteException {
        return new UnitScaling(graph, catalogue, options).run();
    }

    private Rewritten run() throws RewriteException {
        requirePlain();
        requireOverridesKnown();
        Map<String, NodeDraft> drafts = new NodePlanner(graph, catalogue, options).drafts();
        unite(drafts);
        requireOverridesUsed(drafts);
        Graph scaled = rebuilt(drafts, true);
        GradientRatios ratios = GradientRatios.of(scaled);
        report(ratios.conflicts());
        List<NodeRewrite> nodes =
                drafts.values().stream().map(draft -> draft.log(names(draft.node()))).toList();
        RewriteLog log =
                new RewriteLog(
                        "unit:" + options.text(), nodes, weights, ratios.parameters(), warnings);
        return new Rewritten(scaled, log);
    }

    private List<String> names(Node.Operation node) {
        return catalogue.of(node).signature().inputs().stream().map(Signature.Input::name).toList();
    }

    private void requirePlain() throws RewriteException {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                double factor = operation.attributes().number("factor", 1);
                boolean byHand =
                        operation.operator().equals("scale")
                                && operation.attributes().number("backward", factor) != factor;
                if (byHand || !operation.scaling().isNone()) {
                    throw new RewriteException(
                            "node '%s' has factors of its own for the gradient: the model is unit-scaled already; rewrite the model it was made from"
                                    .formatted(node.path()));
                }
            }
        }
    }

    private void requireOverridesKnown() throws RewriteException {
        Set<String> places = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                places.add(node.path());
                List<String> names = names(operation);
                for (int i = 0; i < operation.inputs().size(); i++) {
                    String place = node.path() + "/" + names.get(i);
                    places.add(place);
                    if (graph.node(operation.inputs().get(i).node()).isIndex()
                            && options.overrides().containsKey(place)) {
                        throw new RewriteException(
                                "a factor is given for '%s', but indices have no gradient"
                                        .formatted(place));
                    }
                }
            }
        }
        for (Residual residual : Residual.all(graph)) {
            String add = residual.add().path();
            for (String place : options.overrides().keySet()) {
                if (place.equals(add) || place.startsWith(add + "/")) {
                    throw new RewriteException(
                            "a factor is given for '%s', but '%s' adds a residual branch with the weights of the residual rule; choose another rule"
                                    .formatted(place, add));
                }
            }
        }
        for (String place : options.overrides().keySet()) {
            if (!places.contains(place)) {
                List<String> nearest = NearestNames.of(place, places);
                throw new RewriteException(
                        "a factor is given for '%s', which is no operation and no input of one%s"
                                .formatted(
                                        place,
                                        nearest.isEmpty()
                                                ? ""
                                                : "; did you mean "
                                                        + String.join(" or ", nearest)
                                                        + "?"));
            }
        }
    }

    /// Refuses a factor by hand where something else decides: it would be ignored.
    private void requireOverridesUsed(Map<String, NodeDraft> drafts) throws RewriteException {
        for (NodeDraft draft : drafts.values()) {
            String path = draft.node().path();
            requireUsed(path, draft.output(), ATTENTION.formatted(path));
            List<String> names = names(draft.node());
            for (int i = 0; i < draft.node().inputs().size(); i++) {
                String decides =
                        draft.edge(i) == NodeRewrite.Edge.SHARED
                                ? "all uses of '%s' must have one ratio"
                                        .formatted(draft.node().inputs().get(i).path())
                                : ATTENTION.formatted(path);
                requireUsed(path + "/" + names.get(i), draft.gradient(i), decides);
            }
        }
    }

    private void requireUsed(String place, double used, String decides) throws RewriteException {
        Double wanted = options.overrides().get(place);
        if (wanted != null && !(Math.abs(wanted / used - 1) < SAME)) {
            throw new RewriteException(
                    "a factor is given for '%s', but %s, which makes it %s; leave that factor out"
                            .formatted(place, decides, used));
        }
    }

    /// Brings the uses of every shared parameter to one ratio ρ, such that their gradients, of unit
    /// scale each with the ideal factors and taken as uncorrelated, add up to unit scale.
    private void unite(Map<String, NodeDraft> drafts) {
        if (options.preset().keepsDerivative()) {
            return;
        }
        GradientRatios ratios = GradientRatios.of(rebuilt(drafts, false));
        for (Node node : graph.nodes()) {
            List<Graph.Use> uses =
                    graph.uses(OutputRef.of(node.path())).stream()
                            .filter(use -> ratio(ratios, use).isPresent())
                            .toList();
            if (!(node instanceof Node.Parameter) || uses.size() < 2) {
                continue;
            }
            double inverse = 0;
            for (Graph.Use use : uses) {
                double ideal = ratio(ratios, use).orElseThrow() * share(drafts, use);
                inverse += 1 / (ideal * ideal);
            }
            double common = 1 / Math.sqrt(inverse);
            double rounded = options.powersOfTwo() ? PowersOfTwo.nearest(common) : common;
            for (Graph.Use use : uses) {
                NodeDraft draft = drafts.get(use.consumer().path());
                if (draft != null) {
                    double factor = rounded * draft.output() / ratio(ratios, use).orElseThrow();
                    // Quotients of powers of two are ones, up to rounding.
                    boolean power = options.powersOfTwo() && PowersOfTwo.isNearly(factor);
                    draft.gradient(use.input(), power ? PowersOfTwo.nearest(factor) : factor);
                    draft.because(
                            "'%s' has %d uses: its gradient's factor is such that all have the ratio %s"
                                    .formatted(node.path(), uses.size(), rounded));
                }
            }
        }
    }

    /// The ratio at the result of a use's node.
    private static Optional<Double> ratio(GradientRatios ratios, Graph.Use use) {
        return ratios.of(OutputRef.of(use.consumer().path()));
    }

    /// What the ideal factor of a use makes of the ratio.
    private static double share(Map<String, NodeDraft> drafts, Graph.Use use) {
        NodeDraft draft = drafts.get(use.consumer().path());
        return draft == null ? 1 : draft.gradient(use.input()) / draft.output();
    }

    private void report(List<String> conflicts) throws RewriteException {
        if (conflicts.isEmpty()) {
            return;
        }
        String where =
                String.join(", ", conflicts.subList(0, Math.min(5, conflicts.size())))
                        + (conflicts.size() > 5 ? " and " + (conflicts.size() - 5) + " more" : "");
        String what =
                "gradients of different ratios are summed at "
                        + where
                        + ", so the gradients above are no longer those of the function";
        if (options.constraint() != Constraint.NONE) {
            throw new RewriteException(
                    what
                            + (options.overrides().isEmpty()
                                    ? "; choose another constraint"
                                    : "; change the factors given by hand, or choose the constraint none"));
        }
        warnings.add(what);
    }

    private Graph rebuilt(Map<String, NodeDraft> drafts, boolean withWeights) {
        Map<String, Node> changed = new HashMap<>();
        drafts.forEach((path, draft) -> changed.put(path, draft.node().with(draft.scaling())));
        if (withWeights) {
            for (Node node : graph.nodes()) {
                if (node instanceof Node.Parameter weight) {
                    changed.put(node.path(), unit(weight));
                }
            }
        }
        return Rewrites.replaced(graph, changed);
    }

    /// A parameter of unit variance. What is constant, as biases and gains, stays.
    private Node.Parameter unit(Node.Parameter weight) {
        double mean = weight.law().mean();
        double deviation = Math.sqrt(Math.max(0, weight.law().secondMoment() - mean * mean));
        if (deviation == 0 || deviation == 1) {
            return weight;
        }
        double factor = 1 / deviation;
        ValueLaw law =
                weight.law() instanceof ValueLaw.Normal normal
                        ? new ValueLaw.Normal(factor * normal.mean(), 1)
                        : weight.law().scaled(factor);
        weights.add(
                new RewriteLog.WeightRewrite(
                        weight.path(), factor, weight.law().toString(), law.toString()));
        return new Node.Parameter(weight.path(), weight.shape(), law);
    }
}
