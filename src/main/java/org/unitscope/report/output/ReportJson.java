package org.unitscope.report.output;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.comparison.ComparisonTable;
import org.unitscope.comparison.RunComparison;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.VerdictText;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Every number of a report as one JSON object: sorted keys, numbers with all their digits. Equal
/// data gives equal bytes; the time of a run is in its `provenance` only.
public final class ReportJson {
    /// Version of the layout.
    static final int VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private ReportJson() {}

    /// The text of the file.
    public static String of(ReportData data) {
        Map<String, Object> report = new TreeMap<>();
        report.put("report_version", VERSION);
        report.put("title", data.title());
        report.put("command", data.command());
        report.put("verdict", VerdictText.sentences(data));
        report.put("runs", data.runs().stream().map(RunTree::of).toList());
        report.put("comparisons", data.comparisons().stream().map(ReportJson::comparison).toList());
        return MAPPER.writeValueAsString(report) + "\n";
    }

    private static Map<String, Object> comparison(ComparisonSection section) {
        RunComparison comparison = section.comparison();
        double tolerance = RunComparison.DEFAULT_TOLERANCE;
        Map<String, Object> tree = new TreeMap<>();
        tree.put("run_a", section.a().letter());
        tree.put("run_b", section.b().letter());
        tree.put("tolerance_octaves", tolerance);
        tree.put("differences", comparison.differences());
        tree.put("counts", counts(section));
        tree.put("pairs", rows(comparison, tolerance));
        tree.put(
                "unaligned",
                comparison.unaligned().stream()
                        .map(one -> JsonCells.pair(ComparisonTable.row(comparison, one)))
                        .toList());
        return tree;
    }

    private static List<Map<String, Object>> rows(RunComparison comparison, double tolerance) {
        return comparison.pairs().stream()
                .map(pair -> JsonCells.pair(ComparisonTable.row(comparison, pair, tolerance)))
                .toList();
    }

    private static Map<String, Object> counts(ComparisonSection section) {
        Map<String, Object> counts = new TreeMap<>();
        counts.put("aligned", section.counts().aligned());
        counts.put("unaligned_only_in_a", section.counts().onlyInFirst());
        counts.put("unaligned_only_in_b", section.counts().onlyInSecond());
        section.counts()
                .verdicts()
                .forEach((change, count) -> counts.put(change.label().replace(' ', '_'), count));
        section.counts()
                .scales()
                .forEach((state, count) ->
                        counts.put("scale_" + state.label().replace(' ', '_'), count));
        return counts;
    }
}
