package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Role;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;

/// The formats of the report, a column each: all constants that follow from their parameters, how
/// numbers are rounded to them, and which tensors are.
final class FormatsSection {
    private FormatsSection() {}

    static String of(ReportData data) {
        Set<TargetFormat> formats = new LinkedHashSet<>();
        data.runs().forEach(run -> run.formats().forEach(use -> formats.add(use.format())));
        List<String> heads = new ArrayList<>(List.of("<constant"));
        formats.forEach(format -> heads.add("<" + format.format().displayName()));
        HtmlTable table = new HtmlTable("formats", heads);
        row(table, "name", formats, TargetFormat::toString);
        facts(table, formats);
        row(table, "rounding and overflow", formats, format -> format.conversion().title());
        for (RunSection run : data.runs()) {
            String of = data.isComparison() ? " in " + run.letter() : "";
            row(table, "judged against it" + of, formats, format -> used(run, format, true));
            row(table, "rounded to it" + of, formats, format -> used(run, format, false));
        }
        return "<h2 id=\"formats\">Formats</h2>\n" + table.finish();
    }

    private static void row(
            HtmlTable table,
            String name,
            Set<TargetFormat> formats,
            Function<TargetFormat, String> value) {
        List<String> cells = new ArrayList<>(List.of(name));
        formats.stream().map(value).forEach(cells::add);
        table.row(cells);
    }

    private static void facts(HtmlTable table, Set<TargetFormat> formats) {
        Set<String> names = new LinkedHashSet<>();
        Map<TargetFormat, Map<String, String>> facts = new LinkedHashMap<>();
        for (TargetFormat format : formats) {
            Map<String, String> of = new LinkedHashMap<>();
            FormatFacts.of(format.format()).forEach(fact -> of.put(fact.name(), fact.text()));
            facts.put(format, of);
            names.addAll(of.keySet());
        }
        for (String name : names) {
            row(
                    table,
                    name,
                    formats,
                    format -> facts.getOrDefault(format, Map.of()).getOrDefault(name, "–"));
        }
    }

    private static String used(RunSection run, TargetFormat format, boolean judged) {
        return run.formats().stream()
                .filter(use -> use.format().equals(format))
                .map(use -> counts(judged ? use.judged() : use.rounded()))
                .findFirst()
                .orElse("none");
    }

    /// `12 A, 3 gA`; none.
    private static String counts(Map<Role, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getValue() + " " + entry.getKey().symbol())
                        .collect(Collectors.joining(", "));
    }
}
