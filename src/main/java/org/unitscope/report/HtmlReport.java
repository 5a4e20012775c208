package org.unitscope.report;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unitscope.analysis.Prediction;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.Verdict;
import org.unitscope.statistics.VerdictRule;

/// One self-contained HTML page about a run: verdict, scale heatmap, table. No scripts, nothing
/// loaded from elsewhere, light and dark. Equal records give equal bytes but for the time of the
/// run.
public final class HtmlReport {
    private static final int NAMED = 5;

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--fg:#1f2328;--muted:#59636e;--bg:#fff;--line:#d1d9e0;--bad:#a3123a;--warn:#9a5b00}
            @media(prefers-color-scheme:dark){:root{--fg:#e6edf3;--muted:#9198a1;--bg:#0d1117;--line:#3d444d;--bad:#ff7b72;--warn:#f2b134}}
            body{font:14px/1.45 system-ui,sans-serif;color:var(--fg);background:var(--bg);margin:2rem auto;max-width:1500px;padding:0 1rem}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin-top:2rem}p.about{color:var(--muted);margin-top:0}
            table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums}
            th,td{padding:2px 8px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
            th:first-child,td:first-child,td.text,th.text{text-align:left}
            svg{max-width:100%;height:auto}svg text{font:10px system-ui,sans-serif;fill:var(--fg)}svg text.head{font-weight:600;font-size:12px}
            svg .hatch{stroke:var(--muted);stroke-width:1}svg .clamped{fill:#000;stroke:#fff;stroke-width:.7}
            .overflow,.lost{color:var(--bad);font-weight:600}.atrisk{color:var(--warn);font-weight:600}
            svg .c{fill:var(--l)}@media(prefers-color-scheme:dark){svg .c{fill:var(--d)}}
            .scroll{overflow-x:auto}@media print{body{margin:0;max-width:none}.scroll{overflow:visible}}
            """;

    private HtmlReport() {}

    /// The page.
    public static String page(RunRecord run) {
        String name = Html.escape(run.spec().modelName());
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>"
                + name
                + " – scale report</title>\n<style>\n"
                + STYLE
                + "</style></head>\n<body>\n<h1>"
                + name
                + "</h1>\n"
                + about(run)
                + "<h2>Verdict</h2>\n"
                + verdict(run)
                + "<h2>Scale of every tensor</h2>\n"
                + "<p>Left half of a cell: predicted; right half: sampled; hatched: not computed;"
                + " a corner mark: beyond the color bar. Columns: A activation, W weight, gA and gW"
                + " their gradients.</p>\n"
                + HeatmapSvg.of(run)
                + "<h2>Numbers</h2>\n"
                + table(run)
                + "</body></html>\n";
    }

    private static String about(RunRecord run) {
        String sizes =
                run.spec().symbols().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " " + plain(entry.getValue()))
                        .collect(Collectors.joining(", "));
        return "<p class=\"about\">"
                + Html.escape(run.spec().model())
                + " · formats "
                + Html.escape(run.spec().formats())
                + " · seed "
                + run.spec().seed()
                + " · "
                + Html.escape(sizes)
                + "<br>"
                + Html.escape(run.environment().tool())
                + " · "
                + Html.escape(run.environment().started())
                + (run.isPartial()
                        ? " · partial: "
                                + run.measuredCount()
                                + " of "
                                + run.tensors().size()
                                + " sampled"
                        : "")
                + "</p>\n";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String verdict(RunRecord run) {
        Map<Verdict, List<TensorRecord>> groups = new EnumMap<>(Verdict.class);
        run.tensors().stream()
                .filter(tensor -> tensor.measured().isPresent())
                .collect(Collectors.groupingBy(HtmlReport::verdictOf))
                .forEach(groups::put);
        if (groups.isEmpty()) {
            return "<p>Nothing was sampled, so nothing is judged: the scales below are predictions.</p>\n";
        }
        StringBuilder text = new StringBuilder("<p>");
        text.append(
                groups.entrySet().stream()
                        .map(entry ->
                                Html.fill(
                                        "<span class=\"%s\">%d %s</span>",
                                        css(entry.getKey()),
                                        entry.getValue().size(),
                                        entry.getKey().label()))
                        .collect(Collectors.joining(", ")));
        text.append(".</p>\n<ul>\n");
        for (Verdict bad : List.of(Verdict.OVERFLOW, Verdict.LOST, Verdict.AT_RISK)) {
            groups.getOrDefault(bad, List.of()).stream()
                    .sorted(Comparator.comparingDouble(Scales::distance).reversed())
                    .limit(NAMED)
                    .forEach(tensor -> text.append(reason(tensor)));
        }
        return text.append("</ul>\n").toString();
    }

    private static Verdict verdictOf(TensorRecord tensor) {
        return tensor.measured().map(m -> m.statistics().verdict()).orElseThrow();
    }

    private static String css(Verdict verdict) {
        return verdict.label().replace(" ", "");
    }

    private static String reason(TensorRecord tensor) {
        TensorStatistics statistics = tensor.measured().orElseThrow().statistics();
        return Html.fill(
                "<li><b>%s</b>: %s</li>\n",
                Html.escape(tensor.key().toString()),
                Html.escape(VerdictRule.DEFAULT.explain(statistics)));
    }

    private static String table(RunRecord run) {
        StringBuilder text = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        for (String head :
                List.of(
                        "tensor",
                        "role",
                        "operator",
                        "shape",
                        "predicted RMS",
                        "basis",
                        "sampled RMS",
                        "± s.e.",
                        "sampled − predicted",
                        "amax",
                        "format",
                        "underflow",
                        "subnormal",
                        "overflow",
                        "SQNR dB",
                        "verdict")) {
            text.append("<th>").append(head).append("</th>");
        }
        text.append("</tr></thead><tbody>\n");
        run.tensors().forEach(tensor -> text.append(row(tensor)));
        return text.append("</tbody></table></div>\n").toString();
    }

    private static String row(TensorRecord tensor) {
        StringBuilder row = new StringBuilder("<tr>");
        cell(row, Html.escape(tensor.path()));
        cell(row, tensor.key().role().symbol());
        cell(row, Html.escape(tensor.operator()));
        cell(row, tensor.shape().toString());
        cell(row, Html.number(Scales.predicted(tensor)));
        cell(
                row,
                switch (tensor.predicted()) {
                    case Prediction.Known known -> known.basis().title();
                    case Prediction.Unknown unknown -> Html.escape(unknown.reason());
                });
        cell(row, Html.number(Scales.sampled(tensor)));
        Optional<Measurement> measured = tensor.measured();
        cell(row, measured.map(m -> Html.number(m.rmsStandardError())).orElse("–"));
        cell(row, Html.deviation(Scales.deviation(tensor)));
        if (measured.isEmpty()) {
            cell(row, "–");
            cell(row, tensor.format().toString());
            row.append("<td>–</td>".repeat(5));
        } else {
            TensorStatistics statistics = measured.get().statistics();
            cell(row, Html.number(statistics.amax()));
            cell(row, tensor.format().toString());
            cell(row, Html.percent(statistics.fates().underflowFraction()));
            cell(row, Html.percent(statistics.fates().subnormalFraction()));
            cell(row, Html.percent(statistics.fates().overflowFraction()));
            cell(row, Html.number(statistics.sqnrDecibels()));
            row.append(
                    Html.fill(
                            "<td class=\"%s\">%s</td>",
                            css(statistics.verdict()), statistics.verdict().label()));
        }
        return row.append("</tr>\n").toString();
    }

    private static void cell(StringBuilder row, String html) {
        row.append("<td>").append(html).append("</td>");
    }
}
