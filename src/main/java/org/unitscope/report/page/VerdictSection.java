package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.report.Html;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.RunTotals;
import org.unitscope.report.data.VerdictText;

/// The verdict: a sentence, three numbers, and what was not analyzed.
final class VerdictSection {
    private VerdictSection() {}

    static String of(ReportData data) {
        StringBuilder text = new StringBuilder();
        for (RunSection run : data.runs()) {
            if (run.run().isPartial()) {
                text.append(
                        Html.fill(
                                "<p class=\"banner\"><b>Partial run.</b> %s: sampling was cut short after %s of %s tensors. The rest is predicted only.</p>\n",
                                Html.escape(run.name()),
                                run.totals().sampled(),
                                run.totals().tensors()));
            }
        }
        text.append("<h2 id=\"verdict\">Verdict</h2>\n");
        VerdictText.sentences(data)
                .forEach(sentence ->
                        text.append("<p class=\"verdict\">")
                                .append(Html.escape(sentence))
                                .append("</p>\n"));
        text.append(tiles(data));
        text.append(notAnalyzed(data));
        return text.toString();
    }

    private static String tiles(ReportData data) {
        List<RunSection> runs = data.runs();
        StringBuilder text = new StringBuilder("<table class=\"tiles\"><tbody><tr>\n");
        tile(
                text,
                "tensors not representable",
                runs,
                run -> Long.toString(run.totals().notRepresentable()),
                run -> run.totals().notRepresentable(),
                run ->
                        "of %s%s"
                                .formatted(
                                        run.totals().judged(),
                                        run.totals().notRepresentable() == 0
                                                ? ""
                                                : ": " + VerdictText.kinds(run.totals())));
        extreme(text, "largest share flushed to zero", runs, RunTotals::worstFlushed);
        extreme(text, "largest share that overflows", runs, RunTotals::worstOverflow);
        return text.append("</tr></tbody></table>\n").toString();
    }

    private static void extreme(
            StringBuilder text,
            String label,
            List<RunSection> runs,
            Function<RunTotals, Optional<RunTotals.Extreme>> worst) {
        Function<RunSection, Optional<RunTotals.Extreme>> of =
                run -> worst.apply(run.totals()).filter(extreme -> extreme.share() > 0);
        tile(
                text,
                label,
                runs,
                run ->
                        worst.apply(run.totals())
                                .map(extreme -> Html.percent(extreme.share()))
                                .orElse("–"),
                run -> of.apply(run).map(RunTotals.Extreme::share).orElse(0.0),
                run ->
                        of.apply(run)
                                .map(extreme -> extreme.tensor().key().toString())
                                .orElse("no tensor"));
    }

    private static void tile(
            StringBuilder text,
            String label,
            List<RunSection> runs,
            Function<RunSection, String> number,
            Function<RunSection, ? extends Number> size,
            Function<RunSection, String> detail) {
        List<String> numbers = new ArrayList<>();
        List<String> details = new ArrayList<>();
        for (RunSection run : runs) {
            String letter = runs.size() > 1 ? run.letter() + ": " : "";
            numbers.add(Html.escape(number.apply(run)));
            details.add(Html.escape(letter + detail.apply(run)));
        }
        text.append("<td>").append(label).append("<div class=\"big\">");
        text.append(String.join(" → ", numbers));
        if (runs.size() == 2) {
            double before = size.apply(runs.getFirst()).doubleValue();
            double after = size.apply(runs.getLast()).doubleValue();
            text.append(" <small>").append(arrow(before, after)).append("</small>");
        }
        text.append("</div><div class=\"note\">");
        text.append(String.join("<br/>", details)).append("</div></td>\n");
    }

    private static String arrow(double before, double after) {
        if (before == after) {
            return "= same";
        }
        return after < before
                ? "<span class=\"better\">▼ better</span>"
                : "<span class=\"worse\">▲ worse</span>";
    }

    private static String notAnalyzed(ReportData data) {
        List<String> items = new ArrayList<>();
        for (RunSection run : data.runs()) {
            String letter = data.isComparison() ? run.letter() + ": " : "";
            VerdictText.notAnalyzed(run).forEach(gap -> items.add(letter + gap));
        }
        data.comparisons().stream()
                .filter(comparison -> comparison.counts().unaligned() > 0)
                .forEach(comparison ->
                        items.add(
                                "%s tensors of %s and %s of %s have no counterpart, see the list of unaligned tensors"
                                        .formatted(
                                                comparison.counts().onlyInFirst(),
                                                comparison.a().letter(),
                                                comparison.counts().onlyInSecond(),
                                                comparison.b().letter())));
        if (items.isEmpty()) {
            return "<p>Every tensor was predicted, sampled and judged.</p>\n";
        }
        StringBuilder text = new StringBuilder("<p>Not analyzed:</p>\n<ul>\n");
        items.forEach(item -> text.append("<li>").append(Html.escape(item)).append("</li>\n"));
        return text.append("</ul>\n").toString();
    }
}
