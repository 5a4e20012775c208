package org.unitscope.report.page;

import java.util.List;
import org.unitscope.graph.Role;
import org.unitscope.report.Html;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.charts.ExponentMap;
import org.unitscope.report.charts.HeatmapChart;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;

/// A report as one page of well-formed XHTML that is HTML too.
public final class ReportPage {
    private ReportPage() {}

    /// The page with every row.
    public static String of(ReportData data, ChartTheme theme) {
        return of(data, theme, Integer.MAX_VALUE);
    }

    /// The page.
    ///
    /// @param mostRows no more rows of the full table than this
    public static String of(ReportData data, ChartTheme theme, int mostRows) {
        StringBuilder text = new StringBuilder();
        text.append(
                "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>");
        text.append(Html.escape(data.title())).append(": Unitscope report</title>\n<style>\n");
        text.append(PageStyle.of(theme)).append("</style></head>\n<body>\n");
        text.append(TitleSection.of(data));
        text.append(VerdictSection.of(data));
        contents(text, data);
        heatmaps(text, data, theme);
        exponentMaps(text, data, theme);
        for (RunSection run : data.runs()) {
            text.append(ProblemCards.of(run, data.isComparison(), theme));
        }
        data.comparisons().forEach(comparison -> text.append(ChangeSection.of(comparison)));
        text.append(AgreementSection.of(data, theme));
        text.append(FormatsSection.of(data));
        text.append(MethodSection.of(data));
        text.append(FullTable.of(data, mostRows));
        return text.append("</body></html>\n").toString();
    }

    private static void contents(StringBuilder text, ReportData data) {
        text.append("<nav aria-label=\"contents\">On this page: ");
        link(text, "scales", "scale of every tensor").append(", ");
        link(text, "exponents", "exponent maps").append(", ");
        for (RunSection run : data.runs()) {
            String of = data.isComparison() ? " of " + run.letter() : "";
            link(text, "worst-" + run.letter(), "worst tensors" + of).append(", ");
        }
        for (ComparisonSection comparison : data.comparisons()) {
            String letter = comparison.b().letter();
            link(text, "changes-" + letter, "wins and losses of " + letter).append(", ");
        }
        link(text, "agreement", "predicted against sampled").append(", ");
        link(text, "formats", "formats").append(", ");
        link(text, "method", "method and limits").append(", ");
        link(text, "again", "make it again").append(", ");
        link(text, "tensors", "all tensors").append("</nav>\n");
    }

    private static StringBuilder link(StringBuilder text, String id, String words) {
        return text.append(Html.fill("<a href=\"#%s\">%s</a>", id, words));
    }

    private static void heatmaps(StringBuilder text, ReportData data, ChartTheme theme) {
        text.append("<h2 id=\"scales\">Scale of every tensor</h2>\n");
        text.append(
                "<p class=\"note lead\">log2 of the scale (RMS): 0 is scale 1, blue is smaller, red is larger. Rows are places of the model in its order; the same place in repeated blocks is one row, its cells the blocks from first to last. Columns: A activation, W weight, gA and gW their gradients. Of several blocks the smallest and the largest number are printed. Hatched: no number.</p>\n");
        if (data.isComparison()) {
            for (ComparisonSection comparison : data.comparisons()) {
                figures(
                        text,
                        HeatmapChart.of(
                                comparison,
                                "heatmap-" + comparison.b().letter(),
                                HeatmapChart.ROWS_OF_A_PAGE,
                                theme));
            }
        } else {
            figures(
                    text,
                    HeatmapChart.of(
                            data.runs().getFirst(), "heatmap", HeatmapChart.ROWS_OF_A_PAGE, theme));
        }
        int places = HeatmapChart.places(data.runs().getFirst());
        if (places > HeatmapChart.MOST_ROWS) {
            text.append(
                    Html.fill(
                            "<p class=\"note\">%s more places are in the full table.</p>\n",
                            places - HeatmapChart.MOST_ROWS));
        }
    }

    private static void exponentMaps(StringBuilder text, ReportData data, ChartTheme theme) {
        text.append("<h2 id=\"exponents\">Exponent maps</h2>\n");
        List<RunSection> sampled =
                data.runs().stream().filter(run -> run.totals().sampled() > 0).toList();
        if (sampled.isEmpty()) {
            text.append("<p>Nothing was sampled: there are no elements to count.</p>\n");
            return;
        }
        text.append(
                "<p class=\"note lead\">Where the elements of every tensor lie, by octave of magnitude; the column 0 holds exact zeros. The bar above names the ranges of the format; at the right of a row stands the flushed share of its worst tensor, with a star where the row is judged against another format.</p>\n");
        for (Role role : List.of(Role.ACTIVATION, Role.ACTIVATION_GRADIENT)) {
            List<RunSection> shown = data.isComparison() ? data.runs() : sampled;
            // Two runs fit side by side; of more, each has its own.
            if (shown.size() <= 2) {
                figures(text, maps(shown, role, naming(data, role, ""), theme));
            } else {
                shown.forEach(run ->
                        figures(
                                text,
                                maps(List.of(run), role, naming(data, role, run.letter()), theme)));
            }
        }
    }

    private static ExponentMap.Naming naming(ReportData data, Role role, String letter) {
        return new ExponentMap.Naming("exponents-" + role.symbol() + letter, data.isComparison());
    }

    private static List<String> maps(
            List<RunSection> runs, Role role, ExponentMap.Naming naming, ChartTheme theme) {
        return ExponentMap.of(runs, role, naming, ExponentMap.ROWS_OF_A_PAGE, theme);
    }

    private static void figures(StringBuilder text, List<String> images) {
        images.forEach(image -> text.append("<figure>").append(image).append("</figure>\n"));
    }
}
