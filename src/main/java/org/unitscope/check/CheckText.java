package org.unitscope.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unitscope.comparison.RunComparison;

/// A result as text for a terminal: what was checked, a line a rule, and of every broken rule where
/// it starts and which tensors break it.
public final class CheckText {
    private static final int SOME = 20;
    private static final int PLACES = 5;
    private static final int NUMBERS = 72;

    private final CheckResult result;
    private final boolean all;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private CheckText(CheckResult result, int columns, boolean all) {
        this.result = result;
        this.all = all;
        this.width = Math.clamp(columns - NUMBERS, 24, 60);
    }

    /// The lines.
    ///
    /// @param columns of the terminal
    /// @param all every tensor in place of the first of each rule
    public static List<String> lines(CheckResult result, int columns, boolean all) {
        return new CheckText(result, columns, all).lines();
    }

    private List<String> lines() {
        lines.addAll(head(result));
        lines.add("");
        for (RuleResult rule : result.rules()) {
            lines.add(ruleLine(rule));
        }
        for (RuleResult rule : result.rules()) {
            if (!rule.findings().isEmpty()) {
                addRule(rule);
            }
        }
        lines.add("");
        lines.add(result.sentence());
        return lines;
    }

    /// What was checked against what.
    static List<String> head(CheckResult result) {
        List<String> head = new ArrayList<>();
        Policy policy = result.policy();
        head.add("policy: %s (%s)".formatted(policy.name(), policy.source()));
        head.add(
                "run: %s (%s)"
                        .formatted(
                                RunComparison.title(result.checked().run()),
                                result.checked().run().source()));
        result.comparison()
                .ifPresent(found -> {
                    head.add(
                            "baseline: %s (%s), %d tensors aligned, %d not"
                                    .formatted(
                                            RunComparison.title(found.a()),
                                            found.a().source(),
                                            found.pairs().size(),
                                            found.unaligned().size()));
                    if (!found.differences().isEmpty()) {
                        head.add("they differ in " + String.join("; ", found.differences()));
                    }
                });
        if (!result.checked().withoutGraph().isEmpty()) {
            head.add("not traced upstream: " + result.checked().withoutGraph());
        }
        return head;
    }

    private static String ruleLine(RuleResult rule) {
        return String.format(
                        Locale.ROOT,
                        "%-8s  %s: %d of %d tensors fail%s%s",
                        rule.state(),
                        rule.rule().name(),
                        rule.failing(),
                        rule.matched().size(),
                        rule.absent() == 0 ? "" : ", %d are absent".formatted(rule.absent()),
                        rule.rule().reason().isEmpty() ? "" : "; " + rule.rule().reason())
                .stripTrailing();
    }

    private void addRule(RuleResult rule) {
        lines.add("");
        lines.add(
                "%s %s (%s)"
                        .formatted(
                                rule.rule().severity().label(),
                                rule.rule().name(),
                                rule.rule().where()));
        List<Origins.Origin> origins = Origins.of(rule.findings()).origins();
        origins.stream()
                .limit(all ? origins.size() : PLACES)
                .forEach(origin -> lines.add("  " + Origins.line(origin)));
        if (!all && origins.size() > PLACES) {
            lines.add("  ... %d of %d places".formatted(PLACES, origins.size()));
        }
        List<Finding> numbers =
                rule.findings().stream().filter(one -> one.tensor().isPresent()).toList();
        if (!numbers.isEmpty()) {
            lines.add(row("tensor", "", "quantity", "number", "limit", "format", "starts at"));
        }
        numbers.stream()
                .limit(all ? numbers.size() : SOME)
                .forEach(one -> lines.add(row(new FindingText(one, rule.rule().numbers()))));
        if (!all && numbers.size() > SOME) {
            lines.add("  ... %d of %d; all with --all, --json".formatted(SOME, numbers.size()));
        }
        rule.findings().stream()
                .filter(one -> one.tensor().isEmpty())
                .forEach(one ->
                        lines.add("  %s: %s".formatted(one.severity().label(), one.problem())));
    }

    private String row(FindingText one) {
        return row(
                one.tensor(),
                one.role(),
                one.quantity(),
                one.value(),
                one.limit(),
                one.format(),
                one.start());
    }

    private String row(String... cells) {
        String name = cells[0];
        String cut = name.length() > width ? "…" + name.substring(name.length() - width + 1) : name;
        return String.format(
                        Locale.ROOT,
                        "  %-" + width + "s %-2s %-20s %10s %-14s %-12s %s",
                        cut,
                        cells[1],
                        cells[2],
                        cells[3],
                        cells[4],
                        cells[5],
                        cells[6])
                .stripTrailing();
    }
}
