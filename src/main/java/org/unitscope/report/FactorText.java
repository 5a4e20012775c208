package org.unitscope.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.factors.SampledMoments.Sampled;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Formula;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.transform.unitscaling.Constraint;

/// Derived factors as lines of text.
public final class FactorText {
    private static final int MOST_KINKS = 6;
    private static final String ROW = "  %-26s %s";

    private FactorText() {}

    /// The lines: the function, its moments with those sampled, the factors.
    public static List<String> of(DerivedFactors factors, SampledMoments sampled) {
        GaussianFactors ideal = factors.ideal();
        List<String> lines = new ArrayList<>();
        lines.add(
                "f(x) = %s%s, x ~ N(%s, %s²)"
                        .formatted(
                                factors.definition().formula(),
                                parameters(factors.definition().parameters()),
                                shortest(factors.mean()),
                                shortest(factors.deviation())));
        lines.add("");
        add(lines, "mean of f", ideal.mean(), sampled.mean());
        add(lines, "std of f", ideal.deviation(), sampled.deviation());
        add(lines, "RMS of f", ideal.rms(), sampled.rms());
        add(lines, "RMS of f'", ideal.slopeRms(), sampled.slopeRms());
        lines.add("");
        add(lines, "forward, 1 / std f", ideal.forward());
        add(lines, "forward by RMS, 1 / rms f", ideal.forwardRms());
        add(lines, "backward, 1 / rms f'", ideal.backward());
        lines.add("");
        lines.add("one factor for both passes, where a constraint ties them:");
        factors.tied()
                .forEach((constraint, value) ->
                        lines.add(
                                "  %-37s %s"
                                        .formatted(
                                                title(constraint),
                                                value instanceof Estimate.Refused
                                                        ? "none"
                                                        : text(value))));
        lines.add("");
        lines.add(kinks(factors.formula().kinks()));
        lines.add(
                "± is an estimate on the safe side; sampled: %d numbers, seed %d, ± one standard error"
                        .formatted(sampled.count(), sampled.seed()));
        lines.addAll(ideal.warnings());
        return lines;
    }

    private static String title(Constraint constraint) {
        return "%s (%s)".formatted(constraint.title(), constraint.word());
    }

    private static String parameters(Map<String, Double> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> ", " + entry.getKey() + " = " + shortest(entry.getValue()))
                .collect(Collectors.joining());
    }

    private static void add(List<String> lines, String what, Estimate estimate) {
        lines.add(ROW.formatted(what, text(estimate)));
    }

    private static void add(List<String> lines, String what, Estimate derived, Sampled sampled) {
        String check =
                derived instanceof Estimate.Known
                        ? String.format(
                                Locale.ROOT,
                                "   sampled %.6g ± %.1g",
                                sampled.value(),
                                sampled.standardError())
                        : "";
        lines.add(ROW.formatted(what, text(derived)) + check);
    }

    /// Ten digits with the error, or the reason why there is no number.
    public static String text(Estimate estimate) {
        return switch (estimate) {
            case Estimate.Known(double value, double error) ->
                    String.format(Locale.ROOT, "%-13s ± %.0e", digits(value, error), error);
            case Estimate.Refused(String reason) -> "none: " + reason;
        };
    }

    /// No more digits than are known; 0 where the error says no more.
    private static String digits(double value, double error) {
        return Math.abs(value) <= error ? "0" : String.format(Locale.ROOT, "%.10g", value);
    }

    private static String kinks(double... kinks) {
        if (kinks.length == 0) {
            return "f has no kinks, jumps or poles between -40 and 40";
        }
        String places =
                Arrays.stream(kinks)
                        .limit(MOST_KINKS)
                        .mapToObj(Formula::place)
                        .collect(Collectors.joining(", "));
        return "f may bend or jump at x = "
                + places
                + (kinks.length > MOST_KINKS ? " ... (%d places)".formatted(kinks.length) : "");
    }

    private static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
