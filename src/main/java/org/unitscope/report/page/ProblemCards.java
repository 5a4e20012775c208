package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.report.Html;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.charts.HistogramChart;
import org.unitscope.report.data.AdviceText;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.TensorProblem;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;

/// The worst tensors of a run, a card each: its elements against the ranges of its format, its
/// numbers, and what would help.
final class ProblemCards {
    private static final int WIDE = 400;
    private static final int TALL = 102;

    private ProblemCards() {}

    static String of(RunSection run, boolean named, ChartTheme theme) {
        String of = named ? " of " + run.letter() + " (" + run.name() + ")" : "";
        StringBuilder text = new StringBuilder();
        text.append("<h2 id=\"worst-").append(run.letter());
        text.append("\">Worst tensors");
        text.append(Html.escape(of)).append("</h2>\n");
        if (run.problems().isEmpty()) {
            return text.append("<p>None: every judged tensor is representable.</p>\n").toString();
        }
        text.append(
                Html.fill(
                        "<p class=\"note lead\">%s of %s places with a tensor that is not representable, the worst first: overflow, then lost, then at risk, and among them by the share that overflows, the flushed share of the energy, the flushed share of the elements. The same places of repeated blocks are one, shown by the worst of them. Bars: elements per octave, from below flushed, subnormal, normal, overflow; hatched ranges are lost.</p>\n",
                        run.worst().size(), run.problems().size()));
        run.worst().forEach(problem -> text.append(card(run, problem, theme)));
        return text.toString();
    }

    private static String card(RunSection run, TensorProblem problem, ChartTheme theme) {
        String id = anchor(run, problem);
        TensorRecord tensor = problem.tensor();
        String chart =
                HistogramChart.canDraw(tensor)
                        ? HistogramChart.of(tensor, id + "-chart", WIDE, TALL, theme)
                        : "<p class=\"note\">no bins to draw</p>";
        return "<div class=\"card\" id=\"%s\"><table><tbody><tr><td class=\"chart\">%s</td><td class=\"words\"><h3>%s. %s</h3>\n%s</td></tr></tbody></table></div>\n"
                .formatted(id, chart, problem.rank(), heading(problem), words(problem));
    }

    /// The id of a problem on the page, which its row of the full table links to.
    static String anchor(RunSection run, TensorProblem problem) {
        return run.letter() + "-problem-" + problem.rank();
    }

    private static String heading(TensorProblem problem) {
        String role = problem.tensor().key().role().symbol();
        return "<span class=\"path\">%s</span> %s: %s"
                .formatted(
                        Html.escape(problem.tensor().path()),
                        role,
                        Words.verdict(problem.judgement().verdict()));
    }

    private static String words(TensorProblem problem) {
        TensorRecord tensor = problem.tensor();
        StringBuilder text = new StringBuilder();
        text.append("<p class=\"note\">").append(Html.escape(about(problem))).append("</p>\n");
        text.append("<p>").append(Html.escape(numbers(tensor))).append("</p>\n");
        text.append("<p><b>")
                .append(Html.escape(AdviceText.of(problem.advice(), tensor)))
                .append("</b></p>\n");
        return text.toString();
    }

    private static String about(TensorProblem problem) {
        TensorRecord tensor = problem.tensor();
        List<String> parts = new ArrayList<>();
        parts.add(tensor.operator() + " " + tensor.shape());
        parts.add("judged against " + tensor.format().format().title());
        parts.add(
                tensor.appliedFormat()
                        .map(format -> "rounded to " + format.format().title())
                        .orElse("not rounded in this run"));
        if (problem.alike().size() > 1) {
            parts.add("the worst of %s at %s".formatted(problem.alike().size(), problem.pattern()));
        }
        return String.join(", ", parts);
    }

    private static String numbers(TensorRecord tensor) {
        Optional<Measurement> measured = tensor.measured();
        if (measured.isEmpty()) {
            return "Predicted: scale %s, flushed %s, overflow %s."
                    .formatted(
                            Html.number(Scales.predicted(tensor)),
                            Words.percent(tensor.forecast().underflow()),
                            Words.percent(tensor.forecast().overflow()));
        }
        var statistics = measured.get().statistics();
        var fates = statistics.fates();
        return "Scale %s (predicted %s), largest %s; flushed %s of the elements and %s of the energy, subnormal %s, overflow %s; SQNR %s dB."
                .formatted(
                        Html.number(Scales.sampled(tensor)),
                        Html.number(Scales.predicted(tensor)),
                        Html.number(statistics.amax()),
                        Html.percent(fates.underflowFraction()),
                        Html.percent(fates.flushedEnergyFraction()),
                        Html.percent(fates.subnormalFraction()),
                        Html.percent(fates.overflowFraction()),
                        Html.number(statistics.sqnrDecibels()));
    }
}
