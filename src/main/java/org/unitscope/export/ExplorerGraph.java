package org.unitscope.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The graph of a run's model in the JSON of Google's Model Explorer, blocks as its layers, and the
/// row of every tensor in the attributes of its node. Node ids are the node paths, so the file of
/// [ExplorerNodeData] fits.
///
/// The format is a `GraphCollection` as `common/input_graph.ts` of google-ai-edge/model-explorer
/// declares it (`label`, `graphs` of `id` and `nodes`) with the nodes of `graph_builder.py`: `id`,
/// `label`, `namespace` with slashes, `incomingEdges` of `sourceNodeId`, `sourceNodeOutputId` and
/// `targetNodeInputId`, `attrs` and `outputsMetadata` of keys and values that are strings.
public final class ExplorerGraph {
    private ExplorerGraph() {}

    /// The file.
    public static String of(RunRecord run, Graph graph) {
        Map<String, List<Map<String, String>>> attributes = new HashMap<>();
        for (TensorRecord tensor : run.tensors()) {
            String role = tensor.key().role().symbol();
            Cells.of(tensor, run)
                    .forEach((column, cell) ->
                            attributes
                                    .computeIfAbsent(
                                            tensor.key().tensor().node(), key -> new ArrayList<>())
                                    .add(pair(name(tensor, role, column), cell)));
        }
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            nodes.add(node(node, attributes.getOrDefault(node.path(), List.of())));
        }
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", graph.name());
        one.put("nodes", nodes);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("label", graph.name());
        file.put("graphs", List.of(one));
        return Cells.json(file);
    }

    private static String name(TensorRecord tensor, String role, String column) {
        int output = tensor.key().tensor().output();
        return role + (output == 0 ? "" : "#" + output) + " " + column;
    }

    private static Map<String, Object> node(Node node, List<Map<String, String>> attributes) {
        Map<String, Object> cells = new LinkedHashMap<>();
        int dot = node.path().lastIndexOf('.');
        cells.put("id", node.path());
        cells.put("label", node.operator());
        cells.put("namespace", dot < 0 ? "" : node.path().substring(0, dot).replace('.', '/'));
        cells.put("attrs", attributes);
        List<Map<String, String>> edges = new ArrayList<>();
        for (OutputRef input : node.inputs()) {
            Map<String, String> edge = new LinkedHashMap<>();
            edge.put("sourceNodeId", input.node());
            edge.put("sourceNodeOutputId", Integer.toString(input.output()));
            edge.put("targetNodeInputId", Integer.toString(edges.size()));
            edges.add(edge);
        }
        cells.put("incomingEdges", edges);
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (int output = 0; output < node.outputs().size(); output++) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("id", Integer.toString(output));
            metadata.put(
                    "attrs",
                    List.of(
                            pair("tensor_name", new OutputRef(node.path(), output).path()),
                            pair("shape", node.outputs().get(output).toString())));
            outputs.add(metadata);
        }
        cells.put("outputsMetadata", outputs);
        return cells;
    }

    private static Map<String, String> pair(String key, String value) {
        Map<String, String> pair = new LinkedHashMap<>();
        pair.put("key", key);
        pair.put("value", value);
        return pair;
    }
}
