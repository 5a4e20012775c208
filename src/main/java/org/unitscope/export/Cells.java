package org.unitscope.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.run.TensorTable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Cells of `tensors.csv` as the exports take them.
final class Cells {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Cells() {}

    /// Column to text of a tensor's row, in order, without empty ones.
    static Map<String, String> of(TensorRecord tensor, RunRecord run) {
        int version = run.spec().schemaVersion();
        List<String> columns = TensorTable.columns(version);
        List<String> row = TensorTable.row(tensor, version);
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!row.get(i).isEmpty()) {
                cells.put(columns.get(i), row.get(i));
            }
        }
        return cells;
    }

    /// JSON with `\n`, ended by one.
    static String json(Object value) {
        return MAPPER.writeValueAsString(value).replace("\r\n", "\n") + "\n";
    }
}
