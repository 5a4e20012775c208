package org.unitscope.report.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.plan.ExponentRange;
import org.unitscope.plan.Patch;
import org.unitscope.report.plan.PlanResult;
import tools.jackson.databind.json.JsonMapper;

/// A plan as one JSON object: the changes, and every tensor with its exponent and those that leave
/// it inside its format, which shows that the plan does.
public final class PlanJson {
    private PlanJson() {}

    /// The changes alone: what `--patch` writes.
    public static String patches(PlanResult result) {
        return text(head(result)) + "\n";
    }

    /// The changes, the table under `compared`, and what is outside with the plan.
    public static String of(PlanResult result) {
        Map<String, Object> all = head(result);
        Map<String, Object> compared = new LinkedHashMap<>();
        result.rows().forEach((name, row) -> compared.put(name, row(row)));
        all.put("compared", compared);
        if (!result.refused().isEmpty()) {
            all.put("not_compared", result.refused());
        }
        all.put(
                "outside",
                result.after().outside().stream()
                        .map(key -> {
                            Map<String, Object> entry = new LinkedHashMap<>(tensor(key));
                            entry.put("why", result.plan().why(key));
                            return entry;
                        })
                        .toList());
        all.put("unknown", tensors(result.plan().before().unknown()));
        return text(all);
    }

    private static Map<String, Object> head(PlanResult result) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("model", result.plan().original().name());
        head.put("graph_sha256", CanonicalText.sha256(result.plan().original()));
        head.put("formats", result.formats());
        head.put("headroom_octaves", result.headroom());
        head.put("evidence", result.evidence());
        head.put("factors", result.plan().factors());
        List<Map<String, Object>> patches = new ArrayList<>();
        for (Patch patch : result.plan().patches()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("multiplies", patch.kind().word());
            entry.put("node", patch.node());
            if (patch.input() >= 0) {
                entry.put("input", patch.input());
                entry.put("tensor", patch.tensor().path());
            }
            entry.put("exponent", patch.exponent());
            entry.put("factor", StrictMath.scalb(1.0, patch.exponent()));
            entry.put("saves", tensors(patch.saves()));
            patches.add(entry);
        }
        head.put("patches", patches);
        head.put(
                "tensors",
                result.plan().before().judged().stream().map(key -> proof(key, result)).toList());
        return head;
    }

    /// The tensor's exponent, and those that would do: none where it is wider than its format.
    private static Map<String, Object> proof(TensorKey key, PlanResult result) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("tensor", key.tensor().path());
        entry.put("role", key.role().symbol());
        entry.put("exponent", result.plan().exponents().getOrDefault(key, 0));
        ExponentRange range = result.plan().before().ranges().get(key);
        if (range != null) {
            entry.put("lowest", range.low());
            entry.put("highest", range.high());
        }
        return entry;
    }

    private static Map<String, Object> row(PlanResult.Row row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("factors", row.count().factors());
        cells.put("forward", row.count().forward());
        cells.put("backward", row.count().backward());
        cells.put("parameters", row.count().parameters());
        cells.put("constants", row.count().constants());
        Map<String, Object> outside = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            outside.put(role.symbol(), row.outside(role));
        }
        cells.put("outside", outside);
        return cells;
    }

    private static List<Map<String, Object>> tensors(List<TensorKey> keys) {
        return keys.stream().map(PlanJson::tensor).toList();
    }

    private static Map<String, Object> tensor(TensorKey key) {
        Map<String, Object> entry = new LinkedHashMap<>(); // not Map.of: its order is drawn anew
        entry.put("tensor", key.tensor().path());
        entry.put("role", key.role().symbol());
        return entry;
    }

    private static String text(Map<String, Object> object) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(object);
    }
}
