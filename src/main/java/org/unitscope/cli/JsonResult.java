package org.unitscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.run.RunFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.run.TensorTable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A run as one JSON object: the blocks of the manifest and, per tensor, the cells of `tensors.csv`
/// under their column names, numbers as numbers, what was not computed left out.
final class JsonResult {
    private static final List<String> TEXT =
            List.of(
                    "tensor",
                    "role",
                    "node",
                    "op",
                    "shape",
                    "format",
                    "applied_format",
                    "verdict",
                    "predicted_basis",
                    "predicted_verdict",
                    "not_predicted_because");

    private JsonResult() {}

    static String of(RunRecord run) {
        JsonMapper mapper = JsonMapper.shared();
        Map<String, Object> result =
                mapper.readValue(
                        RunFiles.manifest(run),
                        new TypeReference<LinkedHashMap<String, Object>>() {});
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (TensorRecord tensor : run.tensors()) {
            tensors.add(cells(TensorTable.row(tensor, run.spec().schemaVersion())));
        }
        result.put("tensors", tensors);
        return mapper.writeValueAsString(result);
    }

    private static Map<String, Object> cells(List<String> row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String column = TensorTable.COLUMNS.get(i);
            String cell = row.get(i);
            if (!cell.isEmpty()) {
                cells.put(column, value(column, cell));
            }
        }
        return cells;
    }

    /// JSON has no infinity and no NaN: those stay words.
    private static Object value(String column, String cell) {
        if (TEXT.contains(column) || cell.endsWith("Infinity") || cell.equals("NaN")) {
            return cell;
        }
        boolean whole = cell.matches("-?\\d+");
        return whole ? (Object) Long.valueOf(cell) : (Object) Double.valueOf(cell);
    }
}
