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
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.task.Problems;
import org.unitscope.tensor.Shape;

/// Makes a graph from what an importer read: finds operators and edges, fills in defaults, infers
/// shapes, orders the nodes, and reports every problem at once. What only fails because something
/// before it failed is not reported.
public final class GraphAssembler {
    private static final double MOST_ELEMENTS = 0x1p40;

    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Problems problems = new Problems();
    private final Map<String, Node> finished = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final List<Node> ordered = new ArrayList<>();
    private final NodeBuilder builder;
    private double elements;

    /// For a catalogue.
    public GraphAssembler(OperatorCatalogue catalogue) {
        this.builder = new NodeBuilder(catalogue, drafts, finished, failed, problems);
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
    /// @param scaling constant factors
    public record Operation(
            String path,
            String where,
            String operator,
            Map<String, Object> attributes,
            List<Edge> inputs,
            Map<String, Edge> named,
            ScalingDraft scaling)
            implements Draft {
        /// Without factors.
        public Operation(
                String path,
                String where,
                String operator,
                Map<String, Object> attributes,
                List<Edge> inputs,
                Map<String, Edge> named) {
            this(path, where, operator, attributes, inputs, named, ScalingDraft.NONE);
        }
    }

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
        problems.add(where, what);
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
            throw new ModelFormatException(problems.list());
        }
        return new Graph(name, description, symbols, ordered, loss.orElseThrow().tensor());
    }

    private void checkLoss(Edge loss) {
        Optional<String> unknown = builder.unknown(loss);
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
                ? NodeBuilder.edges(operation).stream()
                        .map(edge -> drafts.get(edge.tensor().node()))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
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
                Optional<Node> node = builder.complete(operation);
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
}
