package org.unitscope.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// One column of a run, in one role, as custom node data of Google's Model Explorer: a number for
/// every node, by which it colors them from white to red.
///
/// The format is `GraphNodeData` of `src/server/package/src/model_explorer/node_data_builder.py` in
/// google-ai-edge/model-explorer: `results`, of a node's id or an output tensor's name to an object
/// with `value`, and `gradient`, of stops from 0, the least value, to 1, the largest. Node ids are
/// the paths of [ExplorerGraph]; a model from elsewhere must have tensors of these names. NaN and
/// infinity are no JSON numbers: such nodes have no data.
public final class ExplorerNodeData {
    private ExplorerNodeData() {}

    /// The file.
    ///
    /// @param column of `tensors.csv`
    public static String of(RunRecord run, Role role, String column) {
        Map<String, Object> results = new LinkedHashMap<>();
        for (TensorRecord tensor : run.tensors()) {
            String cell = Cells.of(tensor, run).get(column);
            if (tensor.key().role() == role && cell != null) {
                double value = Double.parseDouble(cell);
                if (Double.isFinite(value)) {
                    results.put(tensor.path(), Map.of("value", value));
                }
            }
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("results", results);
        file.put("gradient", List.of(stop(0, "white"), stop(1, "red")));
        return Cells.json(file);
    }

    private static Map<String, Object> stop(int at, String color) {
        Map<String, Object> stop = new LinkedHashMap<>();
        stop.put("stop", at);
        stop.put("bgColor", color);
        return stop;
    }
}
