package org.unitscope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.audit.OutOfBand;
import org.unitscope.run.RunFiles;
import org.unitscope.transform.RewriteLog;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A rewrite as one JSON object: the log as runs keep it, and every tensor that is not of unit
/// scale under `exceptions`, blocks not taken together.
final class RewriteJson {
    private RewriteJson() {}

    static String of(RewriteLog log, List<OutOfBand> outside) {
        ObjectNode result = (ObjectNode) JsonMapper.shared().readTree(RunFiles.log(log));
        result.putPOJO("exceptions", outside.stream().map(RewriteJson::exception).toList());
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(result);
    }

    private static Map<String, Object> exception(OutOfBand one) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("tensor", one.key().tensor().path());
        cells.put("role", one.key().role().symbol());
        cells.put("rms", one.rms());
        cells.put("cause", one.cause().name().toLowerCase(java.util.Locale.ROOT));
        cells.put("detail", one.detail());
        return cells;
    }
}
