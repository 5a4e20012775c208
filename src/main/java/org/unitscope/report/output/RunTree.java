package org.unitscope.report.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.unitscope.format.FormatFacts;
import org.unitscope.report.data.Advice;
import org.unitscope.report.data.AdviceText;
import org.unitscope.report.data.Agreement;
import org.unitscope.report.data.FormatUse;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.RunTotals;
import org.unitscope.report.data.TensorProblem;
import org.unitscope.report.data.VerdictText;
import org.unitscope.run.RunFiles;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.Verdict;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One run of a report as a tree of maps and lists, for JSON.
final class RunTree {
    private RunTree() {}

    static Map<String, Object> of(RunSection run) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("letter", run.letter());
        tree.put("name", run.name());
        tree.put("provenance", run.provenance());
        tree.put("command", run.command());
        tree.put("partial", run.run().isPartial());
        tree.put(
                "spec",
                JsonMapper.shared()
                        .readValue(
                                RunFiles.spec(run.run().spec()),
                                new TypeReference<TreeMap<String, Object>>() {}));
        tree.put("totals", totals(run.totals()));
        tree.put("not_analyzed", VerdictText.notAnalyzed(run));
        tree.put("problems", run.problems().stream().map(RunTree::problem).toList());
        tree.put("agreement", agreement(run.agreement()));
        tree.put("formats", run.formats().stream().map(RunTree::format).toList());
        int version = run.run().spec().schemaVersion();
        tree.put(
                "tensors",
                run.run().tensors().stream().map(tensor -> tensor(tensor, version)).toList());
        return tree;
    }

    private static Map<String, Object> totals(RunTotals totals) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("tensors", totals.tensors());
        tree.put("elements", totals.elements());
        tree.put("sampled", totals.sampled());
        tree.put("with_nonfinite_elements", totals.nonfinite());
        tree.put("judged", totals.judged());
        tree.put("judged_by_prediction", totals.judgedByPrediction());
        tree.put("not_representable", totals.notRepresentable());
        for (Verdict verdict : Verdict.values()) {
            tree.put(verdict.label().replace(' ', '_'), totals.of(verdict));
        }
        extreme(tree, "worst_underflow", totals.worstFlushed());
        extreme(tree, "worst_overflow", totals.worstOverflow());
        tree.put("not_predicted", totals.notPredicted());
        JsonCells.put(tree, "gradient_values_flushed_fraction", totals.gradients().share());
        return tree;
    }

    private static void extreme(
            Map<String, Object> tree, String name, Optional<RunTotals.Extreme> extreme) {
        extreme.ifPresent(worst -> {
            Map<String, Object> cells = key(worst.tensor());
            cells.put("fraction", JsonCells.number(worst.share()));
            tree.put(name, cells);
        });
    }

    private static Map<String, Object> key(TensorRecord tensor) {
        Map<String, Object> cells = new TreeMap<>();
        cells.put("tensor", tensor.path());
        cells.put("role", tensor.key().role().symbol());
        return cells;
    }

    private static Map<String, Object> problem(TensorProblem problem) {
        Map<String, Object> cells = key(problem.tensor());
        cells.put("rank", problem.rank());
        cells.put("verdict", problem.judgement().verdict().map(Verdict::label).orElse(""));
        cells.put("judged_by", problem.judgement().isPredicted() ? "predicted" : "sampled");
        cells.put("alike", problem.alike().stream().map(TensorRecord::path).toList());
        if (problem.advice().kind() != Advice.Kind.NOT_ASKED) {
            cells.put("advice", advice(problem.advice(), problem.tensor()));
        }
        return cells;
    }

    private static Map<String, Object> advice(Advice advice, TensorRecord tensor) {
        Map<String, Object> cells = new TreeMap<>();
        cells.put("kind", advice.kind().name().toLowerCase(Locale.ROOT));
        cells.put("text", AdviceText.of(advice, tensor));
        advice.factors()
                .ifPresent(range -> {
                    cells.put("log2_factor_from", range.low());
                    cells.put("log2_factor_to", range.high());
                });
        advice.after()
                .ifPresent(after -> {
                    cells.put("log2_factor", advice.shift());
                    cells.put("after", fates(after));
                });
        advice.before().ifPresent(before -> cells.put("before", fates(before)));
        if (advice.kind() == Advice.Kind.TOO_WIDE) {
            cells.put(
                    "representable_in",
                    advice.formats().stream().map(format -> format.name()).toList());
        }
        return cells;
    }

    private static Map<String, Object> fates(FormatFates fates) {
        Map<String, Object> cells = new TreeMap<>();
        cells.put("underflow_fraction", bounds(fates.underflow()));
        cells.put("subnormal_fraction", bounds(fates.subnormal()));
        cells.put("overflow_fraction", bounds(fates.overflow()));
        cells.put("flushed_energy_fraction", bounds(fates.flushedEnergy()));
        cells.put(
                "sqnr_db",
                List.of(
                        JsonCells.number(fates.sqnrDecibels().low()),
                        JsonCells.number(fates.sqnrDecibels().estimate()),
                        JsonCells.number(fates.sqnrDecibels().high())));
        return cells;
    }

    private static List<Double> bounds(FormatFates.Bounded share) {
        return List.of(share.low(), share.high());
    }

    private static Map<String, Object> agreement(Agreement agreement) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("band_octaves", Agreement.BAND);
        tree.put("compared", agreement.compared());
        tree.put("zero_in_both", agreement.bothZero());
        tree.put(
                "outside",
                agreement.outside().stream()
                        .map(point -> {
                            Map<String, Object> cells = key(point.tensor());
                            JsonCells.put(cells, "delta_log2", point.change().octaves());
                            return cells;
                        })
                        .toList());
        return tree;
    }

    private static Map<String, Object> format(FormatUse use) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("name", use.format().toString());
        tree.put("title", use.format().format().title());
        tree.put("conversion", use.format().conversion().title());
        Map<String, Object> facts = new TreeMap<>();
        FormatFacts.of(use.format().format()).forEach(fact -> facts.put(fact.name(), fact.text()));
        tree.put("constants", facts);
        Map<String, Object> judged = new TreeMap<>();
        use.judged().forEach((role, count) -> judged.put(role.symbol(), count));
        Map<String, Object> rounded = new TreeMap<>();
        use.rounded().forEach((role, count) -> rounded.put(role.symbol(), count));
        tree.put("judged", judged);
        tree.put("rounded", rounded);
        return tree;
    }

    private static Map<String, Object> tensor(TensorRecord tensor, int version) {
        Map<String, Object> cells = JsonCells.tensor(tensor, version);
        tensor.measured()
                .ifPresent(m -> cells.put("elements", elements(m.statistics().histogram())));
        return cells;
    }

    /// Counts by octave, and of what has none.
    private static Map<String, Object> elements(OctaveHistogram histogram) {
        Map<String, Object> counts = new TreeMap<>();
        histogram.toMap().forEach((octave, count) -> counts.put(octave.toString(), count));
        counts.put("zero", histogram.zeros());
        counts.put("infinite", histogram.infinite());
        counts.put("nan", histogram.nan());
        return counts;
    }
}
