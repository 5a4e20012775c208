package org.unitscope.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unitscope.tensor.Shape;

/// A model with its loss: nodes in topological order, every edge resolved, every shape known.
public final class Graph {
    private final String name;
    private final String description;
    private final Map<String, Double> symbols;
    private final Map<String, Node> nodes;
    private final Map<OutputRef, List<Use>> uses;
    private final OutputRef loss;

    /// One use of a tensor: input number `input` of `consumer`.
    public record Use(Node.Operation consumer, int input) {}

    /// A graph from nodes that are already in topological order.
    ///
    /// @param name short name for titles
    /// @param description a sentence or two for people; may be empty
    /// @param symbols the named sizes the file was expanded with, for example `batch` = 64
    /// @param loss the scalar whose gradient the backward pass starts from
    /// @throws IllegalArgumentException if paths repeat, an edge points forward or nowhere, or the
    ///   loss is not a scalar of the graph
    public Graph(
            String name,
            String description,
            Map<String, Double> symbols,
            List<Node> nodes,
            OutputRef loss) {
        this.name = name;
        this.description = description;
        this.symbols = Collections.unmodifiableMap(new TreeMap<>(symbols));
        this.loss = loss;
        Map<String, Node> byPath = new LinkedHashMap<>();
        Map<OutputRef, List<Use>> usesByTensor = new LinkedHashMap<>();
        for (Node node : nodes) {
            requireEdgesKnown(node, byPath);
            if (byPath.put(node.path(), node) != null) {
                throw new IllegalArgumentException("node path '" + node.path() + "' repeats");
            }
            if (node instanceof Node.Operation operation) {
                for (int input = 0; input < operation.inputs().size(); input++) {
                    usesByTensor
                            .computeIfAbsent(
                                    operation.inputs().get(input), key -> new ArrayList<>())
                            .add(new Use(operation, input));
                }
            }
        }
        this.nodes = Collections.unmodifiableMap(byPath);
        this.uses = usesByTensor;
        if (shape(loss).count() != 1) {
            throw new IllegalArgumentException("the loss '" + loss.path() + "' is not one number");
        }
    }

    private static void requireEdgesKnown(Node node, Map<String, Node> earlier) {
        for (OutputRef input : node.inputs()) {
            Node producer = earlier.get(input.node());
            if (producer == null || input.output() >= producer.outputs().size()) {
                throw new IllegalArgumentException(
                        "node '" + node.path() + "' uses '" + input.path() + "' before it exists");
            }
        }
    }

    /// Short name for titles.
    public String name() {
        return name;
    }

    /// A sentence or two for people; may be empty.
    public String description() {
        return description;
    }

    /// The named sizes the file was expanded with, sorted by name.
    public Map<String, Double> symbols() {
        return symbols;
    }

    /// All nodes, every one after those it uses.
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /// The node at a path, if there is one.
    public Optional<Node> find(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    /// The node at a path.
    ///
    /// @throws IllegalArgumentException if there is none
    public Node node(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("no node '" + path + "'"));
    }

    /// The shape of a tensor.
    public Shape shape(OutputRef tensor) {
        return node(tensor.node()).outputs().get(tensor.output());
    }

    /// Every use of a tensor, in topological order of the consumers; empty for a dead end.
    public List<Use> uses(OutputRef tensor) {
        return Collections.unmodifiableList(uses.getOrDefault(tensor, List.of()));
    }

    /// The scalar the backward pass starts from.
    public OutputRef loss() {
        return loss;
    }

    /// The keys of all real tensors and their gradients: per output in graph order first the
    /// tensor, then its gradient.
    public List<TensorKey> tensors() {
        List<TensorKey> keys = new ArrayList<>();
        for (Node node : nodes.values()) {
            for (int output = 0; output < node.outputs().size() && !node.isIndex(); output++) {
                OutputRef tensor = new OutputRef(node.path(), output);
                keys.add(new TensorKey(tensor, node.role()));
                keys.add(new TensorKey(tensor, node.role().gradient()));
            }
        }
        return keys;
    }

    /// Number of trained numbers.
    public long parameterCount() {
        return nodes.values().stream()
                .filter(Node.Parameter.class::isInstance)
                .mapToLong(node -> node.outputs().getFirst().count())
                .sum();
    }
}
