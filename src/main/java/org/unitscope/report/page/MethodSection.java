package org.unitscope.report.page;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.unitscope.report.Html;
import org.unitscope.report.charts.Svg;
import org.unitscope.report.data.PathPattern;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.statistics.VerdictRule;

/// How the numbers were made, what they rest on, and how to make them again.
final class MethodSection {
    private MethodSection() {}

    static String of(ReportData data) {
        StringBuilder text =
                new StringBuilder("<h2 id=\"method\">Method, limits and assumptions</h2>\n");
        paragraphs().forEach(p -> text.append("<p>").append(p).append("</p>\n"));
        text.append("<h3>Laws of inputs and weights</h3>\n");
        laws(text, data);
        text.append("<h2 id=\"again\">Make it again</h2>\n");
        text.append("<p>The same runs give the same bytes.</p>\n<pre>");
        data.runs().forEach(run -> text.append(Html.escape(run.command())).append("\n"));
        return text.append(Html.escape(data.command())).append("</pre>\n").toString();
    }

    private static List<String> paragraphs() {
        VerdictRule rule = VerdictRule.DEFAULT;
        return List.of(
                "<b>Predicted</b> scales come from the moments of every tensor, propagated through the operators in both passes from the laws of inputs and weights at initialization; each rests on a basis that the tables name. They speak of the mean over seeds.",
                "<b>Sampled</b> numbers are of one training step, forward and backward, on one draw of weights and inputs from the seed; accumulation is in FP32. One run may differ from a prediction by chance; the standard error of a scale is estimated from the spread over its rows and columns and does not hold what a tensor inherits from weights drawn upstream.",
                "<b>Fates</b> are counted on the values before any rounding of the tensor, against the format it is judged by: flushed are non-zero values that become zero, subnormal those below the smallest normal value, overflow those beyond the rounding threshold.",
                "<b>Verdicts</b>: overflow if any value overflows or is not finite; lost if more than %s of the energy or %s of the values are flushed; at risk if more than %s of the values are flushed or less than %s octave is left to overflow; else representable. The limits are conventions, not laws."
                        .formatted(
                                limit(rule.lostEnergyFraction()),
                                limit(rule.lostValueFraction()),
                                limit(rule.riskValueFraction()),
                                Svg.number(rule.riskHeadroomOctaves())),
                "<b>Advice</b> is computed from the stored bins, eighths of octaves by sign. A factor of 2^k stands for any scale that multiplies the tensor before it is rounded and is divided out later; whether the model has room for one there, and what it does to other tensors, is not looked at here (see <code>unitscope plan</code>). Where a threshold cuts a bin, the upper bound of what is lost was taken.");
    }

    private static String limit(double share) {
        return Svg.number(100 * share) + " %";
    }

    private static void laws(StringBuilder text, ReportData data) {
        for (RunSection run : data.runs()) {
            Map<String, Set<String>> places = new TreeMap<>();
            collect(places, run.run().spec().inputLaws());
            collect(places, run.run().spec().weightLaws());
            if (data.isComparison()) {
                text.append("<p class=\"note\">").append(run.letter()).append("</p>\n");
            }
            HtmlTable table = new HtmlTable("changes", List.of("<law", "<inputs and weights"));
            places.forEach((law, paths) ->
                    table.row(List.of(law, paths.stream().collect(Collectors.joining(", ")))));
            text.append("<details><summary>").append(places.size()).append(" laws</summary>\n");
            text.append(table.finish()).append("</details>\n");
        }
    }

    private static void collect(Map<String, Set<String>> places, Map<String, String> laws) {
        laws.forEach((path, law) ->
                places.computeIfAbsent(law, key -> new TreeSet<>()).add(PathPattern.of(path)));
    }
}
