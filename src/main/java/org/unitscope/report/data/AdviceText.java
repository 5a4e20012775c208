package org.unitscope.report.data;

import java.util.stream.Collectors;
import org.unitscope.format.ScalarFormat;
import org.unitscope.report.Html;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.FormatFates.Bounded;
import org.unitscope.statistics.FormatFates.Estimate;
import org.unitscope.statistics.TensorStatistics;

/// An [Advice] as one sentence or two, plain text.
public final class AdviceText {
    private AdviceText() {}

    /// The sentence for the tensor that the advice is about.
    public static String of(Advice advice, TensorRecord tensor) {
        String format = tensor.format().format().title();
        return switch (advice.kind()) {
            case MULTIPLY -> multiply(advice, tensor);
            case TOO_WIDE -> tooWide(advice, tensor, format);
            case NOT_FINITE ->
                    "No factor helps: %s elements are infinite or NaN before rounding. Look upstream for where they arise."
                            .formatted(tensor.measured().orElseThrow().statistics().nonfinite());
            case NOT_SAMPLED ->
                    "Predicted, not sampled: there are no bins from which to derive a factor. Sample the model.";
            case NOT_TOLD ->
                    "The scale of %s follows the elements: bins do not tell what a factor would do."
                            .formatted(format);
            case NOT_ASKED -> "";
        };
    }

    private static String multiply(Advice advice, TensorRecord tensor) {
        int low = advice.factors().orElseThrow().low();
        int high = advice.factors().orElseThrow().high();
        String others =
                low == high
                        ? "no other power of two does"
                        : "any from 2^%s to 2^%s makes it representable".formatted(low, high);
        return "Multiply by 2^%s (%s): %s."
                .formatted(advice.shift(), others, changes(advice, tensor));
    }

    private static String tooWide(Advice advice, TensorRecord tensor, String format) {
        TensorStatistics statistics = tensor.measured().orElseThrow().statistics();
        String wider =
                advice.formats().isEmpty()
                        ? ""
                        : " As it is, it is representable in %s."
                                .formatted(
                                        advice.formats().stream()
                                                .map(ScalarFormat::title)
                                                .collect(Collectors.joining(", ")));
        return "No power of two makes it representable in %s: its values span %s octaves. Least is lost at 2^%s: %s.%s"
                .formatted(
                        format, span(statistics), advice.shift(), changes(advice, tensor), wider);
    }

    /// From the smallest to the largest magnitude.
    private static String span(TensorStatistics statistics) {
        double ratio = statistics.amax() / statistics.minNonzero().orElse(statistics.amax());
        return Html.fill("%.1f", StrictMath.log(ratio) / StrictMath.log(2));
    }

    private static String changes(Advice advice, TensorRecord tensor) {
        TensorStatistics before = tensor.measured().orElseThrow().statistics();
        FormatFates after = advice.after().orElseThrow();
        return "flushed %s, overflow %s, SQNR by the bins %s → %s dB"
                .formatted(
                        change(before.fates().underflowFraction(), after.underflow()),
                        change(before.fates().overflowFraction(), after.overflow()),
                        estimate(advice.before().orElseThrow().sqnrDecibels()),
                        estimate(after.sqnrDecibels()));
    }

    private static String change(double before, Bounded after) {
        String then =
                after.exact()
                        ? Html.percent(after.low())
                        : Html.percent(after.low()) + " to " + Html.percent(after.high());
        return before == 0 && after.exact() && after.low() == 0
                ? "0"
                : Html.percent(before) + " → " + then;
    }

    private static String estimate(Estimate after) {
        return (after.exact() ? "" : "~") + decibels(after.estimate());
    }

    private static String decibels(double value) {
        return Double.isFinite(value)
                ? Html.fill("%.1f", value)
                : Html.number(value).replace("NaN", "–");
    }
}
