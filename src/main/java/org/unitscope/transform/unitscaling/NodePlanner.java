package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.transform.NodeRewrite.Edge;
import org.unitscope.transform.RewriteException;
import org.unitscope.transform.unitscaling.ResidualWeights.Place;

/// Finds the factors of every operation: the ideal ones of its rule, tied where its edges lie on
/// cycles, and those of residual adds and of attention made of several nodes.
final class NodePlanner {
    private static final String BY_HAND = " was given by hand";

    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final UnitScalingOptions options;
    private final Cycles cycles;
    private final Map<String, IdealFactors> given = new HashMap<>();
    private final Map<String, String> why = new HashMap<>();
    private final Map<String, String> mirrors;

    NodePlanner(Graph graph, OperatorCatalogue catalogue, UnitScalingOptions options) {
        this.graph = graph;
        this.catalogue = catalogue;
        this.options = options;
        cycles = Cycles.of(graph);
        AttentionChain.all(graph).forEach(this::plan);
        mirrors =
                options.preset().style() == ScalingStyle.LIBRARY
                        ? MirroredProducts.of(graph, catalogue)
                        : Map.of();
    }

    /// The drafts of all operations, in graph order.
    Map<String, NodeDraft> drafts() throws RewriteException {
        Map<String, NodeDraft> drafts = new java.util.LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                drafts.put(node.path(), draft(operation));
            }
        }
        int attention = 0;
        int others = 0;
        List<Residual> residuals = Residual.all(graph);
        for (Residual residual : residuals) {
            weigh(
                    residual,
                    new Place(residuals.size(), attention, others, residual.attention()),
                    drafts);
            attention += residual.attention() ? 1 : 0;
            others += residual.attention() ? 0 : 1;
        }
        return drafts;
    }

    /// The library's attention: logits over head width, κ on the result, and on the gradients of
    /// queries, keys and values. Every path from the result inward meets κ once in each pass.
    private void plan(AttentionChain chain) {
        if (options.preset().style() == ScalingStyle.PAPER) {
            return;
        }
        for (String path : chain.paths()) {
            given.put(path, IdealFactors.same(2));
            why.put(path, "part of attention: nothing but what is said at its ends");
        }
        if (options.preset().style() == ScalingStyle.MU_S) {
            return;
        }
        Factor kappa =
                rounded(
                        org.unitscope.operators.AttentionFactors.library(
                                chain.width(), chain.keys(), chain.causal()));
        double logits = 1 / chain.width() / chain.factor();
        Factor toWidth =
                rounded(
                        Factor.of(
                                logits,
                                "1 / head width over the constants before softmax",
                                "head width = " + Factor.whole(chain.width())));
        boolean own = chain.scales().isEmpty();
        Factor before = own ? toWidth : Factor.ONE;
        Factor back = own ? times(kappa, toWidth) : kappa;
        given.put(chain.products().path(), IdealFactors.of(before, back, back));
        if (!own) {
            given.put(chain.scales().getFirst().path(), IdealFactors.of(toWidth, toWidth));
        }
        given.put(chain.mixed().path(), IdealFactors.of(kappa, Factor.ONE, kappa));
        why.put(
                chain.products().path(),
                "attention: its factor κ acts on the gradients of queries and keys here");
        why.put(chain.mixed().path(), "attention: its factor κ acts on the result and on values");
    }

    /// The same constant wherever it stands, so that a power of two near it does as well.
    private Factor rounded(Factor factor) {
        double value = rounded(factor.value());
        return value == factor.value()
                ? factor
                : Factor.of(value, "nearest power of two to " + factor.formula(), factor.numbers());
    }

    private static Factor times(Factor a, Factor b) {
        return Factor.of(
                a.value() * b.value(),
                a.formula() + " · " + b.formula(),
                a.numbers() + ", " + b.numbers());
    }

    private NodeDraft draft(Node.Operation node) throws RewriteException {
        List<Edge> edges = new ArrayList<>();
        List<Optional<Cycles.Cycle>> ways = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Graph.Use use = new Graph.Use(node, i);
            Optional<Cycles.Cycle> cycle = cycles.through(use);
            ways.add(cycle);
            Edge edge = edge(node.inputs().get(i), cycle.isPresent());
            boolean mirrored = edge == Edge.TIED && mirrors.containsKey(node.path());
            edges.add(mirrored ? Edge.MIRRORED : edge == Edge.TIED ? onCycle(node) : edge);
        }
        NodeDraft draft = new NodeDraft(node, ideal(node), edges.toArray(Edge[]::new), ways);
        if (given.containsKey(node.path())) {
            draft.because(why.getOrDefault(node.path(), ""));
            set(draft, draft.ideal().output().value());
        } else {
            constrain(draft);
        }
        String mirror = mirrors.get(node.path());
        if (mirror != null && !draft.inputs(Edge.MIRRORED).isEmpty()) {
            draft.because("'" + mirror + "' undoes the ratio of this product on every path");
        }
        return draft;
    }

    private Edge onCycle(Node.Operation node) {
        if (given.containsKey(node.path())) {
            return Edge.TOGETHER;
        }
        boolean free =
                options.constraint() == Constraint.NONE && !options.preset().keepsDerivative();
        return free ? Edge.UNTIED : Edge.TIED;
    }

    private Edge edge(OutputRef tensor, boolean cyclic) {
        Node producer = graph.node(tensor.node());
        if (producer.isIndex()) {
            return Edge.INDEX;
        }
        if (producer instanceof Node.Parameter) {
            return graph.uses(tensor).size() > 1 ? Edge.SHARED : Edge.PARAMETER;
        }
        return cyclic ? Edge.TIED : Edge.CUT;
    }

    private IdealFactors ideal(Node.Operation node) throws RewriteException {
        IdealFactors special = given.get(node.path());
        if (special != null) {
            return special.first(node.inputs().size());
        }
        boolean product = node.operator().equals("linear") || node.operator().equals("conv1d");
        if (options.preset().style() == ScalingStyle.MU_S && !product) {
            return IdealFactors.same(node.inputs().size());
        }
        ScalingRequest request =
                new ScalingRequest(
                        Invocations.of(graph, node), options.preset().style(), isReadout(node));
        IdealFactors ideal =
                catalogue
                        .of(node)
                        .unitScaling(request)
                        .orElseThrow(() ->
                                new RewriteException(
                                        "node '%s' (%s) has no rule for unit scaling: none holds for inputs %s of mean 0 and scale 1"
                                                .formatted(
                                                        node.path(),
                                                        node.operator(),
                                                        shapes(node))));
        return ideal;
    }

    /// Where there is a rule it may still need more, as a loss more than one class.
    private String shapes(Node.Operation node) {
        return node.inputs().stream()
                .map(input -> graph.shape(input).toString())
                .collect(Collectors.joining(", "));
    }

    /// A product whose result is what the loss takes.
    private boolean isReadout(Node.Operation node) {
        return node.operator().equals("linear")
                && graph.node(graph.loss().node()) instanceof Node.Operation loss
                && loss.inputs().getFirst().node().equals(node.path());
    }

    private void constrain(NodeDraft draft) throws RewriteException {
        IdealFactors ideal = draft.ideal();
        Optional<Double> byHand = override(draft.node().path());
        double output = byHand.orElse(ideal.output().value());
        List<Integer> tied = draft.inputs(Edge.TIED);
        if (!tied.isEmpty()
                && byHand.isEmpty()
                && !ideal.outputFixed()
                && !options.preset().keepsDerivative()) {
            List<Double> factors =
                    tied.stream()
                            .map(i -> ideal.gradients().get(i).orElse(Factor.ONE).value())
                            .toList();
            output = options.constraint().common(output, factors);
        }
        set(draft, byHand.isPresent() ? output : rounded(output));
    }

    /// Sets the result's factor, and those of the gradients as they are tied or free.
    private void set(NodeDraft draft, double output) throws RewriteException {
        draft.output(output);
        boolean special = given.containsKey(draft.node().path());
        List<String> names = names(draft.node());
        for (int i = 0; i < draft.node().inputs().size(); i++) {
            double ideal =
                    i < draft.ideal().gradients().size()
                            ? draft.ideal().gradients().get(i).map(Factor::value).orElse(1.0)
                            : 1;
            boolean tied = draft.edge(i) == Edge.TIED;
            boolean follows = tied || options.preset().keepsDerivative();
            double factor =
                    draft.edge(i) == Edge.INDEX
                            ? 1
                            : follows ? output : special ? ideal : rounded(ideal);
            Optional<Double> byHand = override(draft.node().path() + "/" + names.get(i));
            if (byHand.isPresent() && follows && byHand.get() != output) {
                throw new RewriteException(
                        "the gradient of input '%s' of '%s' %s and must have the result's factor %s, not %s; %s"
                                .formatted(
                                        names.get(i),
                                        draft.node().path(),
                                        tied ? "lies on a cycle" : "is the derivative's in mus",
                                        output,
                                        byHand.get(),
                                        tied
                                                ? "set both, or choose the constraint none"
                                                : "leave that factor out"));
            }
            boolean shared = draft.edge(i) == Edge.SHARED;
            // What a shared parameter's uses agree on is found later, from the ideal factors.
            draft.gradient(i, shared ? factor : byHand.orElse(factor));
            if (byHand.isPresent() && !shared) {
                draft.because("the factor of the gradient of " + names.get(i) + BY_HAND);
            }
        }
        byHand(draft);
        if (options.preset().keepsDerivative()) {
            draft.because("gradients are the derivative's: none has a factor of its own");
        }
    }

    private void byHand(NodeDraft draft) {
        if (override(draft.node().path()).isPresent()) {
            draft.because("the factor of the result" + BY_HAND);
        }
    }

    private Optional<Double> override(String place) {
        return Optional.ofNullable(options.overrides().get(place));
    }

    private List<String> names(Node.Operation node) {
        return catalogue.of(node).signature().inputs().stream()
                .map(org.unitscope.operators.Signature.Input::name)
                .toList();
    }

    private double rounded(double factor) {
        return options.powersOfTwo() ? PowersOfTwo.nearest(factor) : factor;
    }

    /// Weights of a residual. The branch's acts where it ends in the forward pass, and where it
    /// begins in the backward pass, so that both are of unit scale inside.
    private void weigh(Residual residual, Place place, Map<String, NodeDraft> drafts) {
        double skip = options.residual().skip(place);
        double branch = options.residual().branch(place);
        NodeDraft old = drafts.get(residual.add().path());
        if (old == null) {
            return;
        }
        IdealFactors weights =
                IdealFactors.of(
                        Factor.ONE,
                        residual.skip() == 0 ? weight(skip, "skip") : weight(1, "branch, delayed"),
                        residual.skip() == 0 ? weight(1, "branch, delayed") : weight(skip, "skip"));
        NodeDraft add =
                new NodeDraft(
                        residual.add(),
                        weights,
                        new Edge[] {old.edge(0), old.edge(1)},
                        List.of(old.cycle(0), old.cycle(1)));
        int other = 1 - residual.skip();
        boolean delayed = residual.exit().isEmpty() && !options.preset().keepsDerivative();
        add.input(residual.skip(), skip);
        add.input(other, branch);
        add.gradient(residual.skip(), skip);
        add.gradient(other, delayed ? 1 : branch);
        add.because(
                "residual %d of %d (%s): skip %s, branch %s"
                        .formatted(
                                place.attention() + place.others() + 1,
                                place.count(),
                                options.residual().word(),
                                skip,
                                branch));
        if (delayed) {
            residual.entries()
                    .forEach(use -> {
                        NodeDraft entry = drafts.get(use.consumer().path());
                        if (entry != null) {
                            entry.delay(use.input(), branch);
                            entry.because(
                                    "a residual branch begins: its weight %s acts on the gradient of input %d here"
                                            .formatted(branch, use.input() + 1));
                        }
                    });
        } else {
            add.because(
                    residual.exit()
                            .map(exit ->
                                    "the branch's weight acts here in both passes, since '%s' is also used outside of the branch"
                                            .formatted(exit))
                            .orElse("the branch's weight acts here in both passes"));
        }
        drafts.put(residual.add().path(), add);
    }

    private static Factor weight(double value, String name) {
        return Factor.of(value, name, "");
    }
}
