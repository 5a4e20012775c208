package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.Node;
import org.unitscope.operators.GraphAssembler.Draft;
import org.unitscope.operators.GraphAssembler.Edge;
import org.unitscope.operators.GraphAssembler.Operation;
import org.unitscope.operators.GraphAssembler.Source;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Signature.InputKind;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problems;
import org.unitscope.tensor.Shape;

/// Turns one draft into a node, once all it uses is finished: operator, attributes with defaults,
/// inputs in the signature's order, shapes.
///
/// @param finished nodes by path, growing while the assembler works
/// @param failed paths of drafts that could not be finished
/// @param problems gets what is wrong
record NodeBuilder(
        OperatorCatalogue catalogue,
        Map<String, Draft> drafts,
        Map<String, Node> finished,
        Set<String> failed,
        Problems problems) {

    private void problem(String where, String what) {
        problems.add(where, what);
    }

    /// All edges into an operation, in no particular order of inputs.
    static List<Edge> edges(Operation operation) {
        List<Edge> edges = new ArrayList<>(operation.inputs());
        edges.addAll(operation.named().values());
        return edges;
    }

    /// The finished node, or empty if it cannot be: because of a problem noted here, or silently
    /// because of one before it.
    Optional<Node> complete(Operation draft) {
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
        Optional<AttributeMap> attributes = attributes(draft, operator.get().signature());
        Optional<List<Edge>> inputs = arrange(draft, operator.get().signature());
        if (!edgesKnown || inputs.isEmpty()) {
            return Optional.empty();
        }
        boolean upstream =
                inputs.get().stream().anyMatch(edge -> failed.contains(edge.tensor().node()));
        if (upstream || !kindsFit(draft, operator.get().signature(), inputs.get())) {
            return Optional.empty();
        }
        // Shape rules may rely on what the signature promises.
        return attributes.flatMap(fit -> infer(draft, operator.get(), fit, inputs.get()));
    }

    /// Why there is no such tensor; empty if there is.
    Optional<String> unknown(Edge edge) {
        Draft draft = drafts.get(edge.tensor().node());
        if (draft == null) {
            List<String> nearest = NearestNames.of(edge.tensor().node(), drafts.keySet());
            String hint =
                    nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
            return Optional.of("there is no tensor '" + edge.tensor().path() + "'" + hint);
        }
        Node done = finished.get(draft.path());
        int outputs = done != null ? done.outputs().size() : promised(draft);
        return edge.tensor().output() < outputs
                ? Optional.empty()
                : Optional.of(
                        "'%s' has %d output(s), there is no '%s'"
                                .formatted(draft.path(), outputs, edge.tensor().path()));
    }

    /// How many outputs a node has at most, before its shapes are known.
    private int promised(Draft draft) {
        return switch (draft) {
            case Source source -> 1;
            case Operation operation ->
                    catalogue
                            .find(operation.operator())
                            .map(operator -> operator.signature().outputs().size())
                            .orElse(Integer.MAX_VALUE);
        };
    }

    /// What was given, with defaults; empty if some of it is wrong.
    private Optional<AttributeMap> attributes(Operation draft, Signature signature) {
        Map<String, Object> values = new TreeMap<>();
        boolean fit = true;
        for (Signature.Attribute attribute : signature.attributes()) {
            Object given = draft.attributes().get(attribute.name());
            if (given != null) {
                Optional<String> broken = attribute.check(given);
                broken.ifPresent(rule -> attributeProblem(draft, attribute, given, rule));
                fit &= broken.isEmpty();
                values.put(attribute.name(), given);
            } else if (attribute.isRequired()) {
                fit = false;
                problem(
                        draft.where(),
                        "node '%s' (%s): the attribute '%s' must be given"
                                .formatted(draft.path(), draft.operator(), attribute.name()));
            }
            attribute.fallback().ifPresent(value -> values.putIfAbsent(attribute.name(), value));
        }
        List<String> known =
                signature.attributes().stream().map(Signature.Attribute::name).toList();
        for (String name : draft.attributes().keySet()) {
            if (!known.contains(name)) {
                fit = false;
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
        return fit ? Optional.of(new AttributeMap(values)) : Optional.empty();
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
                            outputs,
                            draft.scaling().resolve(operator.signature(), inputs.size())));
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
