package org.unitscope.check;

import java.util.ArrayList;
import java.util.List;

/// A result as Markdown, for the summary of a pipeline or a pull request: the sentence, a table of
/// rules, and of every broken rule where it starts and the first tensors.
public final class CheckMarkdown {
    private static final int SOME = 50;
    private static final int PLACES = 10;

    private CheckMarkdown() {}

    /// The text, ended by a line break.
    public static String of(CheckResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("## Policy " + escaped(result.policy().name()) + " " + result.sentence());
        lines.add("");
        CheckText.head(result).forEach(line -> lines.add("* " + escaped(line)));
        lines.add("");
        lines.add("| rule | state | tensors | failing | absent | reason |");
        lines.add("| --- | --- | ---: | ---: | ---: | --- |");
        for (RuleResult rule : result.rules()) {
            lines.add(
                    row(
                            rule.rule().name(),
                            rule.state(),
                            Integer.toString(rule.matched().size()),
                            Long.toString(rule.failing()),
                            Long.toString(rule.absent()),
                            rule.rule().reason()));
        }
        result.rules().stream()
                .filter(rule -> !rule.findings().isEmpty())
                .forEach(rule -> addRule(rule, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void addRule(RuleResult rule, List<String> lines) {
        lines.add("");
        lines.add(
                "### %s (%s)"
                        .formatted(escaped(rule.rule().name()), rule.rule().severity().label()));
        lines.add("");
        Origins.of(rule.findings()).origins().stream()
                .limit(PLACES)
                .forEach(origin -> lines.add("* " + escaped(Origins.line(origin))));
        rule.findings().stream()
                .filter(one -> one.tensor().isEmpty())
                .forEach(one -> lines.add("* " + escaped(one.problem())));
        List<Finding> findings =
                rule.findings().stream().filter(one -> one.tensor().isPresent()).toList();
        if (findings.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("| tensor | role | quantity | number | limit | format | starts at |");
        lines.add("| --- | --- | --- | ---: | --- | --- | --- |");
        for (Finding finding : findings.subList(0, Math.min(SOME, findings.size()))) {
            FindingText cells = new FindingText(finding, rule.rule().numbers());
            lines.add(
                    row(
                            cells.tensor(),
                            cells.role(),
                            cells.quantity(),
                            cells.value(),
                            cells.limit(),
                            cells.format(),
                            cells.start()));
        }
        if (findings.size() > SOME) {
            lines.add("");
            lines.add("The first %d of %d.".formatted(SOME, findings.size()));
        }
    }

    private static String row(String... cells) {
        List<String> escaped = new ArrayList<>();
        for (String cell : cells) {
            escaped.add(escaped(cell));
        }
        return "| " + String.join(" | ", escaped) + " |";
    }

    /// As plain text: nothing in it is markup, and it stays on its line.
    private static String escaped(String text) {
        return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_<>|\\[\\]#~])", "\\\\$1");
    }
}
