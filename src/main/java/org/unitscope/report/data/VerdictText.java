package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.report.Html;
import org.unitscope.run.RunRecord;
import org.unitscope.statistics.Verdict;

/// What a report says in words: the verdict in a sentence a run or comparison, and what was not
/// analyzed. Plain text.
public final class VerdictText {
    private VerdictText() {}

    /// The verdict: of a single run, or of each comparison.
    public static List<String> sentences(ReportData data) {
        return data.isComparison()
                ? data.comparisons().stream().map(VerdictText::sentence).toList()
                : List.of(sentence(data.runs().getFirst()));
    }

    private static String sentence(RunSection run) {
        RunTotals totals = run.totals();
        if (totals.judged() == 0) {
            return "Nothing was sampled and no law of elements was predicted, so nothing is judged: the scales below are predictions.";
        }
        if (totals.notRepresentable() == 0) {
            return totals.judged() == 1
                    ? "The one tensor is representable in its format%s.".formatted(basis(totals))
                    : "All %s tensors are representable in their formats%s."
                            .formatted(totals.judged(), basis(totals));
        }
        return "%s of %s tensors are not representable in their formats: %s%s."
                .formatted(
                        totals.notRepresentable(), totals.judged(), kinds(totals), basis(totals));
    }

    private static String sentence(ComparisonSection comparison) {
        RunTotals a = comparison.a().totals();
        RunTotals b = comparison.b().totals();
        return "From %s (%s) to %s (%s), %s fixed and %s broken: %s of %s are not representable in %s, %s of %s in %s%s."
                .formatted(
                        comparison.a().letter(),
                        comparison.a().name(),
                        comparison.b().letter(),
                        comparison.b().name(),
                        are(comparison.counts().of(VerdictChange.FIXED)),
                        are(comparison.counts().of(VerdictChange.BROKEN)),
                        some(a.notRepresentable()),
                        a.judged(),
                        comparison.a().letter(),
                        some(b.notRepresentable()),
                        b.judged(),
                        comparison.b().letter(),
                        basis(a).isEmpty() ? basis(b) : basis(a));
    }

    private static String are(long count) {
        return count == 0 ? "none is" : count == 1 ? "1 tensor is" : count + " tensors are";
    }

    private static String some(long count) {
        return count == 0 ? "none" : Long.toString(count);
    }

    /// `3 overflow, 210 are lost, 54 are at risk`.
    public static String kinds(RunTotals totals) {
        List<String> parts = new ArrayList<>();
        add(parts, totals.of(Verdict.OVERFLOW), " overflows", " overflow");
        add(parts, totals.of(Verdict.LOST), " is lost", " are lost");
        add(parts, totals.of(Verdict.AT_RISK), " is at risk", " are at risk");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            parts.add(count + (count == 1 ? one : many));
        }
    }

    private static String basis(RunTotals totals) {
        if (totals.judgedByPrediction() == 0) {
            return "";
        }
        return totals.judgedByPrediction() == totals.judged()
                ? " (judged by predicted laws: nothing was sampled)"
                : " (%s of them judged by predicted laws)".formatted(totals.judgedByPrediction());
    }

    /// What the run does not tell, a clause each; empty if it tells all.
    public static List<String> notAnalyzed(RunSection section) {
        RunRecord run = section.run();
        RunTotals totals = section.totals();
        List<String> gaps = new ArrayList<>();
        if (run.isPartial()) {
            gaps.add(
                    "the run was cut short: %s of %s tensors were sampled"
                            .formatted(totals.sampled(), totals.tensors()));
        } else if (totals.sampled() == 0) {
            gaps.add("nothing was sampled: all numbers are predictions");
        }
        totals.notPredicted()
                .forEach((reason, count) ->
                        gaps.add(
                                "%s %s not predicted%s"
                                        .formatted(
                                                count,
                                                count == 1 ? "tensor is" : "tensors are",
                                                reason.isEmpty() ? "" : ": " + reason)));
        long unjudged = totals.tensors() - totals.judged();
        if (unjudged > 0) {
            gaps.add("%s of %s tensors have no verdict".formatted(unjudged, totals.tensors()));
        }
        if (run.spec().schemaVersion() < 2) {
            gaps.add(
                    "the run is of schema version 1: it holds whole octaves, so that shares after a factor are bounds");
        }
        if (run.spec().schemaVersion() < 3) {
            gaps.add(
                    "the run is of schema version %s, which holds no predicted fates"
                            .formatted(run.spec().schemaVersion()));
        }
        return gaps;
    }

    /// `38.2 % (embed.position gA)`, or a dash.
    public static String extreme(Optional<RunTotals.Extreme> extreme) {
        return extreme.map(worst ->
                        Html.percent(worst.share())
                                + (worst.share() == 0 ? "" : " (" + worst.tensor().key() + ")"))
                .orElse("–");
    }

    /// The sizes of a run, `batch 2, layers 12`, alphabetically.
    public static String sizes(RunSection run) {
        return run.run().spec().symbols().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + RunSection.size(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
