package org.unitscope.report.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.unitscope.comparison.Judgement;
import org.unitscope.comparison.ScaleChange;
import org.unitscope.comparison.TensorPair;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.Html;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.RunTotals;
import org.unitscope.report.data.TensorProblem;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// Every tensor, folded away on screens: of a run with its numbers, of a comparison with those of
/// both runs side by side.
final class FullTable {
    private static final List<String> RUN =
            List.of(
                    "<tensor",
                    "<role",
                    "<op",
                    "<shape",
                    "predicted",
                    "sampled",
                    "± s.e.",
                    "Δ octaves",
                    "largest",
                    "<format",
                    "flushed",
                    "subnormal",
                    "overflow",
                    "SQNR dB",
                    "<verdict");

    private FullTable() {}

    static String of(ReportData data, int mostRows) {
        StringBuilder text =
                new StringBuilder("<h2 id=\"tensors\" class=\"break\">All tensors</h2>\n");
        text.append(
                "<p class=\"note\">Scales are RMS. Flushed, subnormal and overflow are shares of the non-zero elements; a ~ stands before what is predicted of a tensor that was not sampled. More digits, and every other number, are in the JSON and CSV of this report and in the run's <code>tensors.csv</code>.</p>\n");
        if (data.isComparison()) {
            data.comparisons().forEach(comparison -> text.append(pairs(comparison, mostRows)));
        } else {
            text.append(run(data.runs().getFirst(), mostRows));
        }
        return text.toString();
    }

    private static String run(RunSection run, int mostRows) {
        Map<TensorKey, String> listed = new HashMap<>();
        for (TensorProblem problem : run.worst()) {
            listed.put(problem.tensor().key(), ProblemCards.anchor(run, problem));
        }
        HtmlTable table = new HtmlTable("full", RUN);
        List<TensorRecord> tensors = run.run().tensors();
        tensors.stream()
                .limit(mostRows)
                .forEach(tensor ->
                        table.rowOfHtml(row(tensor, listed.getOrDefault(tensor.key(), "")), ""));
        return folded(tensors.size(), mostRows, table);
    }

    private static String folded(int rows, int mostRows, HtmlTable table) {
        String cut =
                rows <= mostRows
                        ? ""
                        : "<p class=\"note\">%s rows are left out here; the HTML report and the CSV have them all.</p>\n"
                                .formatted(rows - mostRows);
        return "<details><summary>%s tensors</summary>\n<div class=\"scroll\">%s</div>%s</details>\n"
                .formatted(rows, table.finish(), cut);
    }

    private static List<String> row(TensorRecord tensor, String anchor) {
        String path = Html.escape(tensor.path());
        String sure = tensor.measured().isPresent() ? "" : "~";
        return List.of(
                anchor.isEmpty() ? path : "<a href=\"#" + anchor + "\">" + path + "</a>",
                tensor.key().role().symbol(),
                Html.escape(tensor.operator()),
                tensor.shape().toString(),
                Html.number(Scales.predicted(tensor)),
                Html.number(Scales.sampled(tensor)),
                tensor.measured().map(m -> Html.number(m.rmsStandardError())).orElse("–"),
                Words.octaves(
                        new ScaleChange(Scales.predicted(tensor), Scales.sampled(tensor))
                                .octaves()),
                tensor.measured().map(m -> Html.number(m.statistics().amax())).orElse("–"),
                tensor.format().toString(),
                share(sure, underflow(tensor)),
                share(sure, subnormal(tensor)),
                share(sure, RunTotals.overflowShare(tensor)),
                tensor.measured()
                        .map(m -> Html.number(m.statistics().sqnrDecibels()))
                        .orElse(Html.number(tensor.forecast().sqnrDecibels())),
                Words.verdict(Judgement.of(tensor).verdict()));
    }

    private static OptionalDouble underflow(TensorRecord tensor) {
        return Judgement.of(tensor).flushed();
    }

    private static OptionalDouble subnormal(TensorRecord tensor) {
        return tensor.measured()
                .map(m -> OptionalDouble.of(m.statistics().fates().subnormalFraction()))
                .orElse(tensor.forecast().subnormal());
    }

    private static String share(String sure, OptionalDouble share) {
        return share.isEmpty() ? "–" : Html.escape(sure + Html.percent(share.getAsDouble()));
    }

    private static String pairs(ComparisonSection section, int mostRows) {
        String a = " " + section.a().letter();
        String b = " " + section.b().letter();
        HtmlTable table =
                new HtmlTable(
                        "full",
                        List.of(
                                "<tensor",
                                "<role",
                                "<op",
                                "<shape",
                                "predicted" + a,
                                "predicted" + b,
                                "sampled" + a,
                                "sampled" + b,
                                "Δ octaves",
                                "flushed" + a,
                                "flushed" + b,
                                "overflow" + a,
                                "overflow" + b,
                                "<verdict" + a,
                                "<verdict" + b,
                                "<change"));
        List<TensorPair> pairs = section.comparison().pairs();
        pairs.stream().limit(mostRows).forEach(pair -> table.rowOfHtml(row(pair), ""));
        return "<h3>%s against %s</h3>\n%s"
                .formatted(
                        section.b().letter(),
                        section.a().letter(),
                        folded(pairs.size(), mostRows, table));
    }

    private static List<String> row(TensorPair pair) {
        TensorRecord a = pair.a();
        TensorRecord b = pair.b();
        String path = a.path().equals(b.path()) ? a.path() : a.path() + " | " + b.path();
        return List.of(
                Html.escape(path),
                pair.role().symbol(),
                Html.escape(a.operator()),
                a.shape().toString(),
                Html.number(pair.predicted().before()),
                Html.number(pair.predicted().after()),
                Html.number(pair.measured().before()),
                Html.number(pair.measured().after()),
                Words.octaves(pair.scale().octaves()),
                flushed(pair.before()),
                flushed(pair.after()),
                share(a.measured().isPresent() ? "" : "~", RunTotals.overflowShare(a)),
                share(b.measured().isPresent() ? "" : "~", RunTotals.overflowShare(b)),
                Words.verdict(pair.before().verdict()),
                Words.verdict(pair.after().verdict()),
                pair.verdictChange().label());
    }

    private static String flushed(Judgement judgement) {
        return share(judgement.isPredicted() ? "~" : "", judgement.flushed());
    }
}
