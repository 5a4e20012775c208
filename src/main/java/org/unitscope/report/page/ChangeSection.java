package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.report.Html;
import org.unitscope.report.data.ChangeGroup;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.PathPattern;

/// What became better and what became worse from the first run to another, and the tensors that
/// only one of them has.
final class ChangeSection {
    private ChangeSection() {}

    static String of(ComparisonSection section) {
        String a = section.a().letter();
        String b = section.b().letter();
        StringBuilder text = new StringBuilder();
        text.append(
                Html.fill("<h2 id=\"changes-%s\">Wins and losses from %s to %s</h2>\n", b, a, b));
        text.append("<p class=\"lead\">").append(Html.escape(counts(section))).append("</p>\n");
        text.append("<h3>Wins</h3>\n").append(table(section, section.wins()));
        text.append("<h3>Losses</h3>\n").append(table(section, section.losses()));
        text.append(unaligned(section));
        return text.toString();
    }

    private static String counts(ComparisonSection section) {
        List<String> parts = new ArrayList<>();
        for (VerdictChange change : VerdictChange.values()) {
            parts.add(section.counts().of(change) + " " + change.label());
        }
        List<String> differences = section.comparison().differences();
        return "Of %s tensors that both have: %s. What was asked differently: %s."
                .formatted(
                        section.counts().aligned(),
                        String.join(", ", parts),
                        differences.isEmpty() ? "nothing" : String.join("; ", differences));
    }

    private static String table(ComparisonSection section, List<ChangeGroup> groups) {
        if (groups.isEmpty()) {
            return "<p>None.</p>\n";
        }
        String a = section.a().letter();
        String b = section.b().letter();
        HtmlTable table =
                new HtmlTable(
                        "changes",
                        List.of(
                                "<tensor",
                                "<role",
                                "tensors",
                                "<change",
                                "<verdict " + a,
                                "<verdict " + b,
                                "scale " + a,
                                "scale " + b,
                                "Δ octaves",
                                "flushed " + a,
                                "flushed " + b));
        groups.forEach(group -> table.rowOfHtml(row(group), ""));
        return table.finish()
                + "<p class=\"note\">The same places of repeated blocks are one row, with the numbers of the tensor whose flushed share changed the most.</p>\n";
    }

    private static List<String> row(ChangeGroup group) {
        TensorPair pair = group.shown();
        boolean better =
                group.change() == VerdictChange.FIXED || group.change() == VerdictChange.IMPROVED;
        return List.of(
                "<span class=\"path\">" + Html.escape(group.pattern()) + "</span>",
                pair.role().symbol(),
                Integer.toString(group.pairs().size()),
                (better ? "<span class=\"better\">✓ " : "<span class=\"worse\">✗ ")
                        + group.change().label()
                        + "</span>",
                Words.verdict(pair.before().verdict()),
                Words.verdict(pair.after().verdict()),
                Html.number(pair.scale().before()),
                Html.number(pair.scale().after()),
                Words.octaves(pair.scale().octaves()),
                share(pair.before().flushed()),
                share(pair.after().flushed()));
    }

    private static String share(OptionalDouble share) {
        return Html.escape(Words.percent(share));
    }

    private static String unaligned(ComparisonSection section) {
        RunComparison comparison = section.comparison();
        if (comparison.unaligned().isEmpty()) {
            return "";
        }
        HtmlTable table =
                new HtmlTable(
                        "changes", List.of("<tensor", "<role", "<only in", "tensors", "<why"));
        PathPattern.groups(comparison.unaligned(), ChangeSection::place)
                .values()
                .forEach(group -> {
                    Unaligned one = group.getFirst();
                    String path = one.tensor().path();
                    table.row(
                            List.of(
                                    group.size() == 1 ? path : PathPattern.of(path),
                                    one.tensor().key().role().symbol(),
                                    (one.inFirst() ? section.a() : section.b()).letter(),
                                    Integer.toString(group.size()),
                                    one.reason()));
                });
        return "<h3 id=\"unaligned-%s\">Unaligned tensors</h3>\n<details open=\"open\"><summary>%s tensors that the other run has no counterpart of</summary>\n%s</details>\n"
                .formatted(section.b().letter(), comparison.unaligned().size(), table.finish());
    }

    private static String place(Unaligned one) {
        return one.inFirst()
                + PathPattern.of(one.tensor().path())
                + " "
                + one.tensor().key().role().symbol()
                + PathPattern.of(one.reason());
    }
}
