package org.unitscope.report.page;

import java.util.List;
import org.unitscope.analysis.Prediction;
import org.unitscope.report.Html;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.charts.ScatterChart;
import org.unitscope.report.data.Agreement;
import org.unitscope.report.data.PathPattern;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;

/// Predicted against sampled scales: the scatter plot of each run, and what lies outside the band.
final class AgreementSection {
    private static final int LISTED = 40;

    private AgreementSection() {}

    static String of(ReportData data, ChartTheme theme) {
        StringBuilder text =
                new StringBuilder("<h2 id=\"agreement\">Predicted against sampled</h2>\n");
        List<RunSection> sampled =
                data.runs().stream().filter(run -> run.agreement().compared() > 0).toList();
        if (sampled.isEmpty()) {
            return text.append("<p>No tensor has both numbers: nothing was sampled.</p>\n")
                    .toString();
        }
        text.append("<table class=\"two\"><tbody>\n");
        for (int i = 0; i < sampled.size(); i += 2) {
            text.append("<tr>");
            for (RunSection run : sampled.subList(i, Math.min(i + 2, sampled.size()))) {
                text.append("<td>").append(chart(data, run, theme)).append("</td>");
            }
            text.append("</tr>\n");
        }
        text.append("</tbody></table>\n");
        sampled.forEach(run -> text.append(outside(data, run)));
        return text.toString();
    }

    private static String chart(ReportData data, RunSection run, ChartTheme theme) {
        Agreement agreement = run.agreement();
        return "<figure>%s<figcaption>%s%s of %s tensors lie within ±0.5 octaves%s.</figcaption></figure>"
                .formatted(
                        ScatterChart.of(run, "scatter-" + run.letter(), theme),
                        data.isComparison() ? run.letter() + ": " : "",
                        agreement.compared() - agreement.outside().size(),
                        agreement.compared(),
                        agreement.bothZero() == 0
                                ? ""
                                : "; %s are zero in both and have no place on the axes"
                                        .formatted(agreement.bothZero()));
    }

    private static String outside(ReportData data, RunSection run) {
        List<Agreement.Point> points = run.agreement().outside();
        if (points.isEmpty()) {
            return "";
        }
        HtmlTable table =
                new HtmlTable(
                        "changes",
                        List.of(
                                "<tensor",
                                "<role",
                                "tensors",
                                "predicted RMS",
                                "sampled RMS",
                                "Δ octaves",
                                "<basis of the prediction"));
        List<List<Agreement.Point>> places =
                List.copyOf(PathPattern.groups(points, AgreementSection::place).values());
        places.stream().limit(LISTED).forEach(place -> table.row(row(place)));
        String rest =
                places.size() <= LISTED
                        ? ""
                        : "<p class=\"note\">and %s more places, in the full table</p>\n"
                                .formatted(places.size() - LISTED);
        return "<h3>Outside the band%s</h3>\n%s%s<p class=\"note\">The same places of repeated blocks are one row, with the numbers of the one farthest off; a dash where a prediction of 0 leaves no number of octaves.</p>\n"
                .formatted(data.isComparison() ? " in " + run.letter() : "", table.finish(), rest);
    }

    private static String place(Agreement.Point point) {
        return PathPattern.of(point.tensor().path()) + " " + point.tensor().key().role().symbol();
    }

    /// The same places of repeated blocks, with the numbers of the one that is farthest off.
    private static List<String> row(List<Agreement.Point> place) {
        Agreement.Point point = place.getFirst();
        String path = point.tensor().path();
        return List.of(
                place.size() == 1 ? path : PathPattern.of(path),
                point.tensor().key().role().symbol(),
                Integer.toString(place.size()),
                Html.number(point.change().before()),
                Html.number(point.change().after()),
                Words.octaves(point.change().octaves()),
                basis(point.tensor().predicted()));
    }

    private static String basis(Prediction prediction) {
        return switch (prediction) {
            case Prediction.Known known -> known.basis().title();
            case Prediction.Unknown unknown -> unknown.reason();
        };
    }
}
