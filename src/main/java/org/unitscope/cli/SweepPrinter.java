package org.unitscope.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.unitscope.graph.Role;
import org.unitscope.sweep.PowerLaw;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepRange;

/// Scale laws as text for a terminal: per role a table, the steepest laws first. Tensors that
/// differ by the number of their block only share a row, which shows the least and the greatest
/// number among them.
final class SweepPrinter {
    private static final int MOST_ROWS = 30;
    private static final int NUMBERS = 62;
    private static final String NONE = "-";

    private final ScaleLaws laws;
    private final int width;

    private SweepPrinter(ScaleLaws laws, int columns) {
        this.laws = laws;
        this.width = Math.clamp(columns - NUMBERS, 20, 60);
    }

    static void print(Console console, ScaleLaws laws) {
        new SweepPrinter(laws, console.columns()).lines().forEach(console.out()::println);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Role role : Role.values()) {
            Map<String, List<ScaleLaw>> groups = new LinkedHashMap<>();
            laws.laws().stream()
                    .filter(law -> law.key().role() == role)
                    .forEach(law ->
                            groups.computeIfAbsent(group(law.path()), g -> new ArrayList<>())
                                    .add(law));
            if (!groups.isEmpty()) {
                addRole(lines, role, groups);
            }
        }
        lines.addAll(summary());
        return lines;
    }

    private static String group(String path) {
        return path.replaceAll("(?<=^|\\.)\\d+(?=\\.)", "*");
    }

    private void addRole(List<String> lines, Role role, Map<String, List<ScaleLaw>> groups) {
        String largest = SweepRange.plain(laws.predicted().getLast().size());
        lines.add(
                row(
                        "%s (%s)".formatted(role.title(), role.symbol()),
                        "exponent",
                        "upper end",
                        "off fit",
                        "RMS at " + largest));
        groups.entrySet().stream()
                .sorted(
                        Comparator.comparingDouble((Map.Entry<String, List<ScaleLaw>> group) ->
                                -steepest(group.getValue())))
                .limit(MOST_ROWS)
                .forEach(group -> lines.add(row(group.getKey(), group.getValue())));
        if (groups.size() > MOST_ROWS) {
            lines.add(
                    "... the %d steepest of %d; all with --json or --csv"
                            .formatted(MOST_ROWS, groups.size()));
        }
        lines.add("");
    }

    private static double steepest(List<ScaleLaw> group) {
        return group.stream()
                .flatMap(law -> law.fit().stream())
                .mapToDouble(fit -> Math.abs(fit.exponent()))
                .max()
                .orElse(-1);
    }

    private String row(String name, List<ScaleLaw> group) {
        String counted = group.size() > 1 ? name + " (" + group.size() + ")" : name;
        double size = laws.predicted().getLast().size();
        List<Double> scales =
                group.stream()
                        .map(law -> law.points().getLast())
                        .filter(point -> point.size() == size)
                        .map(ScaleLaw.Point::rms)
                        .toList();
        boolean zero = group.stream().allMatch(law -> law.withoutFit().startsWith("zero at every"));
        return row(
                counted,
                zero ? "zero" : fitted(group, PowerLaw::exponent, "%+.3f"),
                fitted(group, PowerLaw::upperExponent, "%+.3f"),
                fitted(group, PowerLaw::deviation, "%.3f"),
                span(scales, "%.3g"));
    }

    private static String fitted(
            List<ScaleLaw> group, ToDoubleFunction<PowerLaw> value, String format) {
        return span(
                group.stream()
                        .flatMap(law -> law.fit().stream())
                        .map(value::applyAsDouble)
                        .toList(),
                format);
    }

    private static String span(List<Double> values, String format) {
        if (values.isEmpty()) {
            return NONE;
        }
        String least = text(values.stream().min(Double::compare).orElseThrow(), format);
        String most = text(values.stream().max(Double::compare).orElseThrow(), format);
        return least.equals(most) ? most : least + ".." + most;
    }

    /// Without the sign of a zero.
    private static String text(double value, String format) {
        String text = String.format(Locale.ROOT, format, value);
        return text.matches("[+-]0\\.0+") ? text.substring(1) : text;
    }

    private String row(String name, String exponent, String upper, String off, String rms) {
        String cut = name.length() > width ? "…" + name.substring(name.length() - width + 1) : name;
        return String.format(
                Locale.ROOT,
                "%-" + width + "s %14s %14s %12s %18s",
                cut,
                exponent,
                upper,
                off,
                rms);
    }

    private List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s: RMS ~ %s^exponent, fitted over %s; %d laws, sizes %s"
                        .formatted(
                                laws.model(),
                                laws.range().name(),
                                laws.predicted().stream()
                                        .map(point -> SweepRange.plain(point.size()))
                                        .collect(Collectors.joining(", ")),
                                laws.laws().size(),
                                laws.fixedSizes().entrySet().stream()
                                        .map(size ->
                                                size.getKey()
                                                        + "="
                                                        + SweepRange.plain(size.getValue()))
                                        .collect(Collectors.joining(" "))));
        lines.add(
                "off fit: octaves between the fit and the point farthest from it; upper end: exponent between the last two points");
        lines.addAll(laws.skippedInWords());
        if (laws.notPredicted() > 0) {
            lines.add(laws.notPredicted() + " tensors have no prediction, so no law");
        }
        return lines;
    }
}
