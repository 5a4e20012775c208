package org.unitscope.operators;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Signature.InputKind;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.tensor.Shape;

/// Makes a graph from what an importer read: finds operators and edges, fills in defaults, infers
/// shapes, orders the nodes, and reports every problem at once. What only fails because something
/// before it failed is not reported.
public final class GraphAssembler {
    private static final double MOST_ELEMENTS = 0x1p36;

    private final OperatorCatalogue catalogue;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Node> finished = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final List<Node> ordered = new ArrayList<>();
    private double elements;

    /// For a catalogue.
    public GraphAssembler(OperatorCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// What an importer read of one node.
    ///
    /// @see Source
    /// @see Operation
    public sealed interface Draft {
        /// Path of the node.
        String path();

        /// File and position, for problems.
        String where();
    }

    /// An input or a parameter: complete.
    public record Source(Node node, String where) implements Draft {
        @Override
        public String path() {
            return node.path();
        }
    }

    /// A use of an operator.
    ///
    /// @param attributes as given, without defaults
    /// @param inputs in order, for the inputs that are not in `named`
    /// @param named by the operator's input name
    public record Operation(
            String path,
            String where,
            String operator,
            Map<String, Object> attributes,
            List<Edge> inputs,
            Map<String, Edge> named)
            implements Draft {}

    /// A reference to an output.
    public record Edge(OutputRef tensor, String where) {}

    /// Adds a node.
    public void add(Draft draft) {
        Draft earlier = drafts.putIfAbsent(draft.path(), draft);
        if (earlier != null) {
            problem(
                    draft.where(),
                    "node '%s' is there already, at %s; give it another id"
                            .formatted(draft.path(), earlier.where()));
        }
    }

    /// Adds a node that could not be read; the problem was noted. What uses it fails silently.
    public void addFailed(String path, String where) {
        Draft draft = new Operation(path, where, "", Map.of(), List.of(), Map.of());
        if (drafts.putIfAbsent(path, draft) == null) {
            failed.add(path);
        }
    }

    /// Notes a problem found elsewhere, to be reported with the others.
    public void problem(String where, String what) {
        problems.add(new Problem(where, what));
    }

    /// The paths known so far, for suggestions.
    public Set<String> paths() {
        return drafts.keySet();
    }

    /// The graph.
    ///
    /// @param loss empty if it could not be read, which was reported then
    /// @throws ModelFormatException with every problem
    public Graph assemble(
            String name, String description, Map<String, Double> symbols, Optional<Edge> loss)
            throws ModelFormatException {
        for (Draft draft : List.copyOf(drafts.values())) {
            if (draft instanceof Operation) {
                visit(draft);
            }
        }
        for (Draft draft : drafts.values()) {
            if (draft instanceof Source source && !finished.containsKey(draft.path())) {
                finish(source.node());
            }
        }
        loss.ifPresent(this::checkLoss);
        if (elements > MOST_ELEMENTS) {
            problem(
                    drafts.values().iterator().next().where(),
                    "all tensors together have %.3g elements, at most %.3g make sense here; set smaller sizes"
                            .formatted(elements, MOST_ELEMENTS));
        }
        if (!problems.isEmpty()) {
            throw new ModelFormatException(problems);
        }
        return new Graph(name, description, symbols, ordered, loss.orElseThrow().tensor());
    }

    private void checkLoss(Edge loss) {
        Optional<String> unknown = unknown(loss);
        if (unknown.isPresent()) {
            problem(loss.where(), "the loss: " + unknown.get());
            return;
        }
        Node node = finished.get(loss.tensor().node());
        if (node != null && node.outputs().get(loss.tensor().output()).count() != 1) {
            problem(
                    loss.where(),
                    "the loss '%s' must be one number, its shape is %s"
                            .formatted(
                                    loss.tensor().path(),
                                    node.outputs().get(loss.tensor().output())));
        }
    }

    /// Depth first with a stack of its own, so that a long chain needs no deep recursion.
    private void visit(Draft start) {
        LinkedHashMap<String, Draft> open = new LinkedHashMap<>();
        List<Draft> stack = new ArrayList<>(List.of(start));
        while (!stack.isEmpty()) {
            Draft draft = stack.getLast();
            if (isDone(draft.path())) {
                stack.removeLast();
                continue;
            }
            if (open.put(draft.path(), draft) == null) {
                boolean waits = false;
                for (Draft needed : needs(draft).reversed()) {
                    if (open.containsKey(needed.path()) && !isDone(needed.path())) {
                        reportCycle(open, needed, draft);
                    } else if (!isDone(needed.path())) {
                        stack.add(needed);
                        waits = true;
                    }
                }
                if (waits) {
                    continue;
                }
            }
            stack.removeLast();
            open.remove(draft.path());
            build(draft);
        }
    }

    private boolean isDone(String path) {
        return finished.containsKey(path) || failed.contains(path);
    }

    private List<Draft> needs(Draft draft) {
        return draft instanceof Operation operation
                ? edges(operation).stream()
                        .map(edge -> drafts.get(edge.tensor().node()))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
    }

    private static List<Edge> edges(Operation operation) {
        List<Edge> edges = new ArrayList<>(operation.inputs());
        edges.addAll(operation.named().values());
        return edges;
    }

    private void reportCycle(Map<String, Draft> open, Draft first, Draft last) {
        List<String> paths = new ArrayList<>(open.keySet());
        List<String> cycle =
                new ArrayList<>(paths.subList(paths.indexOf(first.path()), paths.size()));
        // The stack also holds siblings that wait; keep the chain in which each uses the one
        // before.
        List<String> chain = new ArrayList<>(List.of(last.path()));
        for (int i = cycle.size() - 2; i >= 0; i--) {
            Draft candidate = drafts.get(cycle.get(i));
            Draft user = drafts.get(chain.getLast());
            if (candidate != null && user != null && needs(candidate).contains(user)) {
                chain.add(candidate.path());
            }
        }
        chain.add(last.path());
        problem(
                last.where(),
                "the graph has a cycle: "
                        + String.join(" -> ", chain)
                        + "; break one of its edges");
        failed.add(last.path());
    }

    private void build(Draft draft) {
        switch (draft) {
            case Source source -> finish(source.node());
            case Operation operation -> {
                if (failed.contains(operation.path())) {
                    return;
                }
                int before = problems.size();
                Optional<Node> node = complete(operation);
                if (node.isPresent() && problems.size() == before) {
                    finish(node.get());
                } else {
                    failed.add(operation.path());
                }
            }
        }
    }

    private void finish(Node node) {
        finished.put(node.path(), node);
        ordered.add(node);
        for (Shape shape : node.outputs()) {
            elements += shape.count();
        }
    }

    private Optional<Node> complete(Operation draft) {
        Optional<Operator> operator = catalogue.find(draft.operator());
        boolean edgesKnown = true;
        for (Edge edge : edges(draft)) {
            Optional<String> unknown = unknown(edge);
            unknown.ifPresent(
                    sentence -> problem(edge.where(), "node '" + draft.path() + "': " + sentence));
            edgesKnown &= unknown.isEmpty();
        }
        if (operator.isEmpty()) {
            problem(
                    draft.where(),
                    "node '%s': %s".formatted(draft.path(), catalogue.unknown(draft.operator())));
            return Optional.empty();
        }
        AttributeMap attributes = attributes(draft, operator.get().signature());
        Optional<List<Edge>> inputs = arrange(draft, operator.get().signature());
        if (!edgesKnown || inputs.isEmpty()) {
            return Optional.empty();
        }
        boolean upstream =
                inputs.get().stream().anyMatch(edge -> failed.contains(edge.tensor().node()));
        if (upstream || !kindsFit(draft, operator.get().signature(), inputs.get())) {
            return Optional.empty();
        }
        return infer(draft, operator.get(), attributes, inputs.get());
    }

    private Optional<String> unknown(Edge edge) {
        Draft draft = drafts.get(edge.tensor().node());
        if (draft == null) {
            List<String> nearest = NearestNames.of(edge.tensor().node(), drafts.keySet());
            String hint =
                    nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
            return Optional.of("there is no tensor '" + edge.tensor().path() + "'" + hint);
        }
        int outputs =
                switch (draft) {
                    case Source source -> 1;
                    case Operation operation ->
                            catalogue
                                    .find(operation.operator())
                                    .map(operator -> operator.signature().outputs().size())
                                    .orElse(Integer.MAX_VALUE);
                };
        return edge.tensor().output() < outputs
                ? Optional.empty()
                : Optional.of(
                        "'%s' has %d output(s), there is no '%s'"
                                .formatted(draft.path(), outputs, edge.tensor().path()));
    }

    private AttributeMap attributes(Operation draft, Signature signature) {
        Map<String, Object> values = new TreeMap<>();
        for (Signature.Attribute attribute : signature.attributes()) {
            Object given = draft.attributes().get(attribute.name());
            if (given != null) {
                attribute
                        .check(given)
                        .ifPresent(rule -> attributeProblem(draft, attribute, given, rule));
                values.put(attribute.name(), given);
            } else if (attribute.fallback().isPresent()) {
                values.put(attribute.name(), attribute.fallback().get());
            } else {
                problem(
                        draft.where(),
                        "node '%s' (%s): the attribute '%s' must be given"
                                .formatted(draft.path(), draft.operator(), attribute.name()));
            }
        }
        List<String> known =
                signature.attributes().stream().map(Signature.Attribute::name).toList();
        for (String name : draft.attributes().keySet()) {
            if (!known.contains(name)) {
                problem(
                        draft.where(),
                        "node '%s' (%s): there is no attribute '%s'; %s"
                                .formatted(
                                        draft.path(),
                                        draft.operator(),
                                        name,
                                        known.isEmpty()
                                                ? "it has none"
                                                : "it has " + String.join(", ", known)));
            }
        }
        return new AttributeMap(values);
    }

    private void attributeProblem(
            Operation draft, Signature.Attribute attribute, Object given, String rule) {
        problem(
                draft.where(),
                "node '%s' (%s): the attribute '%s' %s, got %s"
                        .formatted(draft.path(), draft.operator(), attribute.name(), rule, given));
    }

    /// The edges in the signature's order: named ones at their place, the others from left to
    /// right.
    private Optional<List<Edge>> arrange(Operation draft, Signature signature) {
        List<String> names = signature.inputs().stream().map(Input::name).toList();
        for (Map.Entry<String, Edge> named : draft.named().entrySet()) {
            if (!names.contains(named.getKey())) {
                problem(
                        named.getValue().where(),
                        "node '%s' (%s): there is no input '%s'; it has %s"
                                .formatted(
                                        draft.path(),
                                        draft.operator(),
                                        named.getKey(),
                                        String.join(", ", names)));
                return Optional.empty();
            }
        }
        List<Edge> rest = new ArrayList<>(draft.inputs());
        List<Edge> arranged = new ArrayList<>();
        boolean ended = false;
        for (Input input : signature.inputs()) {
            Edge edge = draft.named().get(input.name());
            if (edge == null && !rest.isEmpty()) {
                edge = rest.removeFirst();
            }
            if (edge == null ? !input.optional() : ended) {
                rest.clear();
                return wrongCount(draft, names);
            }
            ended |= edge == null;
            if (edge != null) {
                arranged.add(edge);
            }
        }
        return rest.isEmpty() ? Optional.of(arranged) : wrongCount(draft, names);
    }

    private Optional<List<Edge>> wrongCount(Operation draft, List<String> names) {
        problem(
                draft.where(),
                "node '%s' (%s): needs %s, got %d input(s)%s"
                        .formatted(
                                draft.path(),
                                draft.operator(),
                                String.join(", ", names),
                                draft.inputs().size(),
                                draft.named().isEmpty()
                                        ? ""
                                        : " and weights "
                                                + String.join(", ", draft.named().keySet())));
        return Optional.empty();
    }

    private boolean kindsFit(Operation draft, Signature signature, List<Edge> inputs) {
        boolean fit = true;
        for (int i = 0; i < inputs.size(); i++) {
            boolean wanted = signature.inputs().get(i).kind() == InputKind.INDEX;
            Node node = finished.get(inputs.get(i).tensor().node());
            if (node != null && node.isIndex() != wanted) {
                fit = false;
                problem(
                        inputs.get(i).where(),
                        "node '%s' (%s): the input '%s' takes %s, but '%s' holds %s"
                                .formatted(
                                        draft.path(),
                                        draft.operator(),
                                        signature.inputs().get(i).name(),
                                        wanted ? "indices" : "real numbers",
                                        node.path(),
                                        wanted ? "real numbers" : "indices"));
            }
        }
        return fit;
    }

    private Optional<Node> infer(
            Operation draft, Operator operator, AttributeMap attributes, List<Edge> inputs) {
        List<Shape> shapes = new ArrayList<>();
        List<Optional<IndexLaw>> laws = new ArrayList<>();
        for (Edge edge : inputs) {
            Node producer = finished.get(edge.tensor().node());
            if (producer == null) {
                return Optional.empty();
            }
            shapes.add(producer.outputs().get(edge.tensor().output()));
            laws.add(
                    producer instanceof Node.IndexInput index
                            ? Optional.of(index.law())
                            : Optional.empty());
        }
        if (attributes.values().size() < operator.signature().attributes().size()) {
            return Optional.empty();
        }
        try {
            List<Shape> outputs = operator.inferShapes(new ShapeRequest(attributes, shapes, laws));
            if (!outputs.stream().allMatch(shape -> fitsArray(draft, shape))) {
                return Optional.empty();
            }
            return Optional.of(
                    new Node.Operation(
                            draft.path(),
                            operator.name(),
                            attributes,
                            inputs.stream().map(Edge::tensor).toList(),
                            outputs));
        } catch (ShapeException mismatch) {
            problem(
                    draft.where(),
                    "node '%s' (%s): %s (%s)"
                            .formatted(
                                    draft.path(),
                                    operator.name(),
                                    mismatch.getMessage(),
                                    origins(operator.signature(), inputs, shapes)));
            return Optional.empty();
        }
    }

    private boolean fitsArray(Operation draft, Shape shape) {
        double count = 1;
        for (int extent : shape.extents()) {
            count *= extent;
        }
        if (count <= Integer.MAX_VALUE) {
            return true;
        }
        problem(
                draft.where(),
                "node '%s' (%s): its result %s has %.3g elements, at most 2147483647 fit; set smaller sizes"
                        .formatted(draft.path(), draft.operator(), shape, count));
        return false;
    }

    /// Which shape comes from where: `input [64, 8] from 'x' (mlp.json:7:3), weight ...`.
    private String origins(Signature signature, List<Edge> inputs, List<Shape> shapes) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> {
                    Draft origin = drafts.get(inputs.get(i).tensor().node());
                    return "%s %s from '%s'%s"
                            .formatted(
                                    signature.inputs().get(i).name(),
                                    shapes.get(i),
                                    inputs.get(i).tensor().path(),
                                    origin == null ? "" : " at " + origin.where());
                })
                .collect(Collectors.joining(", "));
    }
}
