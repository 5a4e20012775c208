package org.unitscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.report.output.JsonCells;
import org.unitscope.run.RunFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A run as one JSON object: the blocks of the manifest and, per tensor, the cells of `tensors.csv`
/// under their column names, numbers as numbers, what was not computed left out.
final class JsonResult {
    private JsonResult() {}

    static String of(RunRecord run) {
        JsonMapper mapper = JsonMapper.shared();
        Map<String, Object> result =
                mapper.readValue(
                        RunFiles.manifest(run),
                        new TypeReference<LinkedHashMap<String, Object>>() {});
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (TensorRecord tensor : run.tensors()) {
            tensors.add(JsonCells.tensor(tensor, run.spec().schemaVersion()));
        }
        result.put("tensors", tensors);
        return mapper.writeValueAsString(result);
    }
}
