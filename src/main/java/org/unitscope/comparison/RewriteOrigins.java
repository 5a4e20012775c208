package org.unitscope.comparison;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.run.RunFiles;
import org.unitscope.run.RunStore;
import org.unitscope.task.WorkbenchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The origins in a run's `rewrite-log.json`: member `origins` of its object, new path to old path.
/// Everything else in the log is for others.
final class RewriteOrigins {
    private static final String ORIGINS = "origins";

    private RewriteOrigins() {}

    /// The origins, none where there is no log or no such member.
    ///
    /// @throws WorkbenchException if the log is not JSON, or the member no map of texts
    static Map<String, String> read(Path folder) throws WorkbenchException, IOException {
        Path file = RunStore.file(folder, RunFiles.REWRITE_LOG);
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<String, String> origins = new TreeMap<>();
        try {
            JsonNode member = JsonMapper.shared().readTree(Files.readString(file)).path(ORIGINS);
            if (!member.isMissingNode() && !member.isObject()) {
                throw problem(file, "its '" + ORIGINS + "' must be an object of paths");
            }
            for (Map.Entry<String, JsonNode> origin : member.properties()) {
                if (!origin.getValue().isString()) {
                    throw problem(file, "the origin of '" + origin.getKey() + "' must be a path");
                }
                origins.put(origin.getKey(), origin.getValue().asString());
            }
        } catch (JacksonException broken) {
            throw problem(file, "broken JSON: " + broken.getOriginalMessage());
        } catch (CharacterCodingException wrong) {
            throw problem(file, "the file is not UTF-8 text");
        }
        return origins;
    }

    private static WorkbenchException problem(Path file, String what) {
        return new WorkbenchException(
                file.toString(), what + "; repair it, or remove it to compare without it");
    }
}
