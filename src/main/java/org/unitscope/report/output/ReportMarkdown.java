package org.unitscope.report.output;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.report.Html;
import org.unitscope.report.data.AdviceText;
import org.unitscope.report.data.ChangeGroup;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.RunTotals;
import org.unitscope.report.data.TensorProblem;
import org.unitscope.report.data.VerdictText;
import org.unitscope.statistics.Verdict;

/// A short form of a report for a comment on a change: verdict, counts, the worst tensors, wins and
/// losses, how to make it again.
public final class ReportMarkdown {
    private static final int LISTED = 10;

    private ReportMarkdown() {}

    /// The text of the file.
    public static String of(ReportData data) {
        StringBuilder text = new StringBuilder("# " + escaped(data.title()) + "\n\n");
        VerdictText.sentences(data)
                .forEach(sentence -> text.append("**").append(escaped(sentence)).append("**\n\n"));
        text.append(counts(data));
        for (RunSection run : data.runs()) {
            VerdictText.notAnalyzed(run)
                    .forEach(gap ->
                            text.append("\nNot analyzed in ")
                                    .append(escaped(run.name() + ": " + gap))
                                    .append("\n"));
        }
        data.runs().forEach(run -> text.append(worst(data, run)));
        data.comparisons().forEach(comparison -> text.append(changes(comparison)));
        text.append("\n```sh\n");
        data.runs().forEach(run -> text.append(run.command()).append("\n"));
        return text.append(data.command()).append("\n```\n").toString();
    }

    private static String counts(ReportData data) {
        List<String> head = new ArrayList<>(List.of(""));
        data.runs()
                .forEach(run ->
                        head.add(
                                data.isComparison()
                                        ? run.letter() + ": " + run.name()
                                        : run.name()));
        List<List<String>> rows = new ArrayList<>();
        add(rows, data, "judged", totals -> Long.toString(totals.judged()));
        add(rows, data, "not representable", t -> Long.toString(t.notRepresentable()));
        for (Verdict verdict : List.of(Verdict.OVERFLOW, Verdict.LOST, Verdict.AT_RISK)) {
            add(rows, data, verdict.label(), totals -> Long.toString(totals.of(verdict)));
        }
        add(rows, data, "largest flushed", t -> VerdictText.extreme(t.worstFlushed()));
        add(rows, data, "largest overflow", t -> VerdictText.extreme(t.worstOverflow()));
        return table(head, rows);
    }

    private static void add(
            List<List<String>> rows,
            ReportData data,
            String name,
            Function<RunTotals, String> value) {
        List<String> cells = new ArrayList<>(List.of(name));
        data.runs().forEach(run -> cells.add(value.apply(run.totals())));
        rows.add(cells);
    }

    private static String worst(ReportData data, RunSection run) {
        String of = data.isComparison() ? " of " + run.letter() : "";
        if (run.problems().isEmpty()) {
            return "\n## Worst tensors%s\n\nNone.\n".formatted(of);
        }
        List<List<String>> rows =
                run.worst().stream().limit(LISTED).map(ReportMarkdown::row).toList();
        return "\n## Worst tensors%s\n\n%s%s"
                .formatted(
                        of,
                        table(
                                List.of(
                                        "no.",
                                        "tensor",
                                        "role",
                                        "alike",
                                        "verdict",
                                        "flushed",
                                        "overflow",
                                        "advice"),
                                rows),
                        more(run.problems().size()));
    }

    private static String more(int all) {
        return all <= LISTED ? "" : "\nand %s more places\n".formatted(all - LISTED);
    }

    private static List<String> row(TensorProblem problem) {
        return List.of(
                Integer.toString(problem.rank()),
                problem.tensor().path(),
                problem.tensor().key().role().symbol(),
                Integer.toString(problem.alike().size()),
                problem.judgement().verdict().map(Verdict::label).orElse("–"),
                percent(problem.judgement().flushed()),
                percent(RunTotals.overflowShare(problem.tensor())),
                AdviceText.of(problem.advice(), problem.tensor()));
    }

    private static String changes(ComparisonSection section) {
        String title =
                "\n## From %s to %s\n\n".formatted(section.a().letter(), section.b().letter());
        List<String> parts = new ArrayList<>();
        for (VerdictChange change : VerdictChange.values()) {
            parts.add(section.counts().of(change) + " " + change.label());
        }
        parts.add(section.counts().unaligned() + " unaligned");
        return title
                + String.join(", ", parts)
                + ".\n"
                + groups("Wins", section.wins())
                + groups("Losses", section.losses());
    }

    private static String groups(String title, List<ChangeGroup> groups) {
        if (groups.isEmpty()) {
            return "\n" + title + ": none.\n";
        }
        return "\n%s:\n\n%s%s"
                .formatted(
                        title,
                        table(
                                List.of(
                                        "tensor", "role", "tensors", "change", "verdict",
                                        "flushed"),
                                groups.stream().limit(LISTED).map(ReportMarkdown::row).toList()),
                        more(groups.size()));
    }

    private static List<String> row(ChangeGroup group) {
        TensorPair pair = group.shown();
        return List.of(
                group.pattern(),
                pair.role().symbol(),
                Integer.toString(group.pairs().size()),
                group.change().label(),
                pair.before().verdict().map(Verdict::label).orElse("–")
                        + " → "
                        + pair.after().verdict().map(Verdict::label).orElse("–"),
                percent(pair.before().flushed()) + " → " + percent(pair.after().flushed()));
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? Html.percent(share.getAsDouble()) : "–";
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(head));
        text.append(line(head.stream().map(cell -> "---").toList()));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(ReportMarkdown::escaped)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /// Names come from model files: what has a meaning in Markdown or HTML is escaped.
    private static String escaped(String text) {
        return text.replaceAll("[\\r\\n]+", " ")
                .replaceAll("([\\\\`*_\\[\\]|#])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;");
    }
}
