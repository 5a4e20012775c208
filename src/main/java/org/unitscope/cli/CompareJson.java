package org.unitscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.comparison.AlignedBy;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.ComparisonTable;
import org.unitscope.comparison.FlushedTotals;
import org.unitscope.comparison.MissingGradients;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.ScaleState;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.report.output.JsonCells;
import tools.jackson.databind.json.JsonMapper;

/// Comparisons as one JSON object: the runs, and per comparison against the first the counts and
/// the rows of the CSV, numbers as numbers, what there is not left out.
final class CompareJson {
    private CompareJson() {}

    static String of(List<RunComparison> comparisons, double tolerance) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<ComparedRun> runs = new ArrayList<>(List.of(comparisons.getFirst().a()));
        comparisons.forEach(comparison -> runs.add(comparison.b()));
        result.put("tolerance_octaves", tolerance);
        result.put("runs", runs.stream().map(CompareJson::run).toList());
        result.put(
                "comparisons",
                comparisons.stream().map(comparison -> comparison(comparison, tolerance)).toList());
        return JsonMapper.shared().writeValueAsString(result);
    }

    private static Map<String, Object> run(ComparedRun run) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("source", run.source());
        cells.put("model", run.run().spec().modelName());
        cells.put("formats", run.run().spec().formats());
        cells.put("seed", run.run().spec().seed());
        cells.put("tensors", run.run().tensors().size());
        cells.put("sampled", run.run().measuredCount());
        FlushedTotals flushed = FlushedTotals.of(run.run());
        flushed.share().ifPresent(share -> cells.put("gradient_values_flushed_fraction", share));
        cells.put("gradient_tensors", flushed.tensors());
        cells.put("gradient_tensors_over_1_percent", flushed.over());
        return cells;
    }

    private static Map<String, Object> comparison(RunComparison comparison, double tolerance) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("run_a", comparison.a().source());
        cells.put("run_b", comparison.b().source());
        cells.put("differences", comparison.differences());
        cells.put("counts", counts(comparison.counts(tolerance)));
        MissingGradients missing = MissingGradients.of(comparison.pairs(), true);
        missing.share()
                .ifPresent(share -> {
                    cells.put("gradient_values_missing_in_a_fraction", share);
                    cells.put("gradient_tensors_missing_over_1_percent_in_a", missing.over());
                });
        MissingGradients after = MissingGradients.of(comparison.pairs(), false);
        after.share()
                .ifPresent(share -> {
                    cells.put("gradient_values_missing_in_b_fraction", share);
                    cells.put("gradient_tensors_missing_over_1_percent_in_b", after.over());
                });
        if (!comparison.sharesSeed()) {
            cells.put("within_3_standard_errors", comparison.chance().within());
            cells.put("judged_by_standard_errors", comparison.chance().judged());
        }
        cells.put(
                "pairs",
                comparison.pairs().stream()
                        .map(pair ->
                                JsonCells.pair(ComparisonTable.row(comparison, pair, tolerance)))
                        .toList());
        cells.put(
                "unaligned",
                comparison.unaligned().stream()
                        .map(one -> JsonCells.pair(ComparisonTable.row(comparison, one)))
                        .toList());
        return cells;
    }

    private static Map<String, Object> counts(ComparisonCounts counts) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("aligned", counts.aligned());
        for (AlignedBy rule : AlignedBy.values()) {
            cells.put("aligned_by_" + rule.label(), counts.of(rule));
        }
        for (VerdictChange change : VerdictChange.values()) {
            cells.put(change.label().replace(' ', '_'), counts.of(change));
        }
        for (ScaleState state : ScaleState.values()) {
            cells.put("scale_" + state.label().replace(' ', '_'), counts.of(state));
        }
        cells.put("unaligned", counts.unaligned());
        cells.put("unaligned_only_in_a", counts.onlyInFirst());
        cells.put("unaligned_only_in_b", counts.onlyInSecond());
        return cells;
    }
}
