package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unitscope.report.Html;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.VerdictText;

/// The title block: what was run, with a column per run.
final class TitleSection {
    private static final int HASH = 16;

    private TitleSection() {}

    static String of(ReportData data) {
        String kind =
                data.isComparison()
                        ? "scales and number formats compared"
                        : "scales and number formats";
        List<List<String>> rows = new ArrayList<>();
        if (data.isComparison()) {
            add(rows, data, "run", run -> run.letter() + ": " + run.name());
        } else {
            add(rows, data, "run", RunSection::name);
        }
        add(rows, data, "model", TitleSection::model);
        add(
                rows,
                data,
                "scheme",
                run ->
                        run.run().spec().scheme().isEmpty()
                                ? "none, as in the file"
                                : run.run().spec().scheme());
        add(rows, data, "formats", run -> run.run().spec().formats());
        add(rows, data, "sizes", VerdictText::sizes);
        add(rows, data, "seed", run -> Long.toString(run.run().spec().seed()));
        add(
                rows,
                data,
                "tensors",
                run ->
                        "%s, of %s elements; %s sampled"
                                .formatted(
                                        run.totals().tensors(),
                                        Html.fill("%,d", run.totals().elements()),
                                        run.totals().sampled()));
        add(rows, data, "computed", RunSection::provenance);
        return "<h1>%s</h1>\n<p class=\"about\">Unitscope report: %s</p>\n%s"
                .formatted(Html.escape(data.title()), kind, HtmlTable.facts(rows));
    }

    private static String model(RunSection run) {
        String sha = run.run().spec().modelSha256();
        return "%s (SHA-256 %s…)"
                .formatted(
                        run.run().spec().model(), sha.substring(0, Math.min(HASH, sha.length())));
    }

    /// What is the same in all runs is said once.
    private static void add(
            List<List<String>> rows,
            ReportData data,
            String name,
            Function<RunSection, String> value) {
        List<String> cells = new ArrayList<>(List.of(name));
        data.runs().stream().map(value).forEach(cells::add);
        boolean same = cells.stream().skip(1).distinct().count() == 1;
        if (same && data.isComparison()) {
            rows.add(List.of(name, cells.get(1)));
        } else {
            rows.add(cells);
        }
    }
}
