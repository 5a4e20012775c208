package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Scaling;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.Signature;
import org.unitscope.tensor.Shape;

/// Writes a graph as a model file of version 1 that reads back as the same graph.
///
/// Blocks are unrolled and sizes are numbers; the named sizes are kept as `parameters` that nothing
/// refers to. Groups follow the paths, nodes the order of the graph.
public final class JsonModelWriter {
    private final Graph graph;
    private final OperatorCatalogue catalogue;

    /// Where a node stands in the graph.
    private final Map<String, Integer> positions = new HashMap<>();

    /// Names declared per group, the top being the empty path.
    private final ModelRemarks remarks;

    private final Map<String, Set<String>> declared = new HashMap<>();

    private JsonModelWriter(Graph graph, ModelRemarks remarks, OperatorCatalogue catalogue) {
        this.graph = graph;
        this.remarks = remarks;
        this.catalogue = catalogue;
        for (Node node : graph.nodes()) {
            positions.put(node.path(), positions.size());
            if (node instanceof Node.Operation) {
                declare(node.path());
            } else {
                declared.computeIfAbsent("", key -> new HashSet<>()).add(node.path());
            }
        }
    }

    private void declare(String path) {
        int from = 0;
        for (int dot = path.indexOf('.'); ; dot = path.indexOf('.', from)) {
            String group = from == 0 ? "" : path.substring(0, from - 1);
            String id = dot < 0 ? path.substring(from) : path.substring(from, dot);
            declared.computeIfAbsent(group, key -> new HashSet<>()).add(id);
            if (dot < 0) {
                return;
            }
            from = dot + 1;
        }
    }

    /// The text of the file.
    public static String text(Graph graph, OperatorCatalogue catalogue) {
        return text(graph, ModelRemarks.NONE, catalogue);
    }

    /// The text of the file of a model. Exceptions from precision are listed for the whole; notes
    /// of groups, which are written as they come, are left out.
    public static String text(Graph graph, ModelRemarks remarks, OperatorCatalogue catalogue) {
        return JsonLayout.text(new JsonModelWriter(graph, remarks, catalogue).model());
    }

    private Map<String, Object> noted(String path, Map<String, Object> written) {
        String note = remarks.notes().get(path);
        if (note != null) {
            written.put(RemarkReader.NOTE, note);
        }
        return written;
    }

    private Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("format", "unitscope-model");
        model.put("version", 1.0);
        model.put("name", graph.name());
        if (!graph.description().isEmpty()) {
            model.put("description", graph.description());
        }
        model.put("parameters", new LinkedHashMap<>(graph.symbols()));
        Map<String, Object> inputs = new LinkedHashMap<>();
        Map<String, Object> weights = new LinkedHashMap<>();
        List<Object> nodes = new ArrayList<>();
        Groups groups = new Groups(nodes);
        for (Node node : graph.nodes()) {
            switch (node) {
                case Node.RealInput x ->
                        inputs.put(
                                x.path(),
                                noted(
                                        x.path(),
                                        source(x.shape(), "law", LawWriter.value(x.law()))));
                case Node.IndexInput x ->
                        inputs.put(
                                x.path(),
                                noted(
                                        x.path(),
                                        source(x.shape(), "indices", LawWriter.index(x.law()))));
                case Node.Parameter weight -> {
                    if (!isInline(weight)) {
                        weights.put(weight.path(), parameter(weight));
                    }
                }
                case Node.Operation operation ->
                        groups.of(group(operation.path()))
                                .add(noted(operation.path(), operation(operation)));
            }
        }
        model.put("inputs", inputs);
        if (!weights.isEmpty()) {
            model.put("weights", weights);
        }
        model.put("nodes", nodes);
        model.put("loss", reference(graph.loss(), ""));
        if (!remarks.formats().isEmpty()) {
            model.put(RemarkReader.FORMATS, remarks.formats());
        }
        return model;
    }

    private static Map<String, Object> source(Shape shape, String key, Object law) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("shape", shape.extents().stream().map(e -> (double) e).toList());
        source.put(key, law);
        return source;
    }

    private static Map<String, Object> parameter(Node.Parameter weight) {
        return source(weight.shape(), "law", LawWriter.value(weight.law()));
    }

    private static String group(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /// Whether a parameter is written where its node is: it is that node's input of its name.
    private boolean isInline(Node.Parameter weight) {
        return graph.find(group(weight.path())).stream()
                .filter(Node.Operation.class::isInstance)
                .map(Node.Operation.class::cast)
                .anyMatch(node -> {
                    int input = names(node).indexOf(id(weight.path()));
                    return input >= 0
                            && input < node.inputs().size()
                            && node.inputs().get(input).equals(OutputRef.of(weight.path()));
                });
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private List<String> names(Node.Operation node) {
        return catalogue.of(node).signature().inputs().stream().map(Signature.Input::name).toList();
    }

    private Map<String, Object> operation(Node.Operation node) {
        String group = group(node.path());
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("id", id(node.path()));
        written.put("op", node.operator());
        List<Object> inputs = new ArrayList<>();
        Map<String, Object> weights = new LinkedHashMap<>();
        List<String> names = names(node);
        InputOrder order = InputOrder.of(node, graph, positions);
        order.listed().forEach(i -> inputs.add(reference(node.inputs().get(i), group)));
        for (int i : order.named()) {
            OutputRef input = node.inputs().get(i);
            boolean own = input.node().equals(node.path() + "." + names.get(i));
            weights.put(
                    names.get(i),
                    own && graph.node(input.node()) instanceof Node.Parameter weight
                            ? parameter(weight)
                            : reference(input, group));
        }
        if (!inputs.isEmpty()) {
            written.put("inputs", inputs);
        }
        if (!weights.isEmpty()) {
            written.put("weights", weights);
        }
        if (!node.attributes().values().isEmpty()) {
            written.put("attributes", node.attributes().values());
        }
        if (!node.scaling().isNone()) {
            written.put("scaling", scaling(node, names));
        }
        return written;
    }

    private Map<String, Object> scaling(Node.Operation node, List<String> names) {
        Scaling scaling = node.scaling();
        Map<String, Object> inputs = new LinkedHashMap<>();
        Map<String, Object> gradients = new LinkedHashMap<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!graph.node(node.inputs().get(i).node()).isIndex()) {
                if (scaling.input(i) != 1) {
                    inputs.put(names.get(i), scaling.input(i));
                }
                if (scaling.gradient(i) != scaling.output() * scaling.input(i)) {
                    gradients.put(names.get(i), scaling.gradient(i));
                }
            }
        }
        Map<String, Object> written = new LinkedHashMap<>();
        if (scaling.output() != 1) {
            written.put("output", scaling.output());
        }
        if (!inputs.isEmpty()) {
            written.put("inputs", inputs);
        }
        if (!gradients.isEmpty()) {
            written.put("gradients", gradients);
        }
        return written;
    }

    /// The tensor as a node of a group refers to it: by its path, from the top where a nearer group
    /// has a node of the first name.
    private String reference(OutputRef tensor, String group) {
        String first = tensor.node().split("\\.", 2)[0];
        boolean captured = false;
        for (String at = group; !at.isEmpty(); at = group(at)) {
            captured |= declared.getOrDefault(at, Set.of()).contains(first);
        }
        return (captured ? "/" : "") + tensor.path();
    }

    /// The lists of nodes that groups have, made as they are needed; a group that was left is
    /// opened again, so that nodes stay in order.
    private static final class Groups {
        private final List<Object> top;
        private final List<String> path = new ArrayList<>();
        private final List<List<Object>> open = new ArrayList<>();

        Groups(List<Object> top) {
            this.top = top;
        }

        List<Object> of(String group) {
            List<String> wanted = group.isEmpty() ? List.of() : List.of(group.split("\\."));
            int common = 0;
            while (common < Math.min(wanted.size(), path.size())
                    && wanted.get(common).equals(path.get(common))) {
                common++;
            }
            path.subList(common, path.size()).clear();
            open.subList(common, open.size()).clear();
            for (String id : wanted.subList(common, wanted.size())) {
                List<Object> inner = new ArrayList<>();
                Map<String, Object> written = new LinkedHashMap<>();
                written.put("id", id);
                written.put("nodes", inner);
                (open.isEmpty() ? top : open.getLast()).add(written);
                path.add(id);
                open.add(inner);
            }
            return open.isEmpty() ? top : open.getLast();
        }
    }
}
