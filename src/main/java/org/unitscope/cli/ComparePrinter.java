package org.unitscope.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.AlignedBy;
import org.unitscope.comparison.ChanceCounts;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.FlushedTotals;
import org.unitscope.comparison.MissingGradients;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.RunComparison.PairOrder;
import org.unitscope.comparison.ScaleState;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// Comparisons as text for a terminal: the runs, and for each that is compared the headline, the
/// largest differences, what was fixed and broken, and what is unaligned.
final class ComparePrinter {
    private static final int SOME = 20;
    private static final int NUMBERS = 62;

    private final List<RunComparison> comparisons;
    private final Asked asked;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    /// What the options say.
    ///
    /// @param role the only one to show, if one was named
    /// @param all every row in place of the first of each list
    record Asked(double tolerance, @Nullable Role role, PairOrder order, boolean all) {
        boolean shows(TensorRecord tensor) {
            return role == null || tensor.key().role() == role;
        }
    }

    ComparePrinter(List<RunComparison> comparisons, Asked asked, int columns) {
        this.comparisons = comparisons;
        this.asked = asked;
        this.width = Math.clamp(columns - NUMBERS, 20, 60);
    }

    List<String> lines() {
        addRun("A", comparisons.getFirst().a());
        for (int i = 0; i < comparisons.size(); i++) {
            addRun(letter(i), comparisons.get(i).b());
        }
        for (int i = 0; i < comparisons.size(); i++) {
            addComparison(letter(i), comparisons.get(i));
        }
        return lines;
    }

    private static String letter(int compared) {
        return Character.toString((char) ('B' + compared));
    }

    private void addRun(String letter, ComparedRun run) {
        FlushedTotals flushed = FlushedTotals.of(run.run());
        lines.add("%s: %s (%s)".formatted(letter, RunComparison.title(run), run.source()));
        lines.add(
                flushed.share().isEmpty()
                        ? "   no gradient was sampled"
                        : "   non-zero gradient values flushed to zero: %s; more than 1 %% in %d of %d gradient tensors"
                                .formatted(
                                        PairText.percent(flushed.share()),
                                        flushed.over(),
                                        flushed.tensors()));
    }

    private void addComparison(String letter, RunComparison comparison) {
        ComparisonCounts counts = comparison.counts(asked.tolerance());
        lines.add("");
        lines.add(
                "A → %s: fixed %d, broken %d, %ssame %d, unaligned %d"
                        .formatted(
                                letter,
                                counts.of(VerdictChange.FIXED),
                                counts.of(VerdictChange.BROKEN),
                                optional(
                                        counts,
                                        VerdictChange.IMPROVED,
                                        VerdictChange.WORSE,
                                        VerdictChange.NOT_JUDGED),
                                counts.of(VerdictChange.SAME),
                                counts.unaligned()));
        List<String> differences = comparison.differences();
        lines.add(
                differences.isEmpty()
                        ? "   asked the same of both"
                        : "   differ in " + String.join("; ", differences));
        lines.add("   " + alignedLine(counts, letter));
        lines.add("   " + scaleLine(counts));
        addMissing(letter, comparison);
        addChance(comparison);
        lines.add("");
        addTable(letter, comparison);
        addChanges(comparison, VerdictChange.FIXED);
        addChanges(comparison, VerdictChange.BROKEN);
        addUnaligned(letter, comparison.unaligned());
    }

    private void addMissing(String letter, RunComparison comparison) {
        MissingGradients first = MissingGradients.of(comparison.pairs(), true);
        MissingGradients second = MissingGradients.of(comparison.pairs(), false);
        if (first.share().isPresent() && second.share().isPresent()) {
            lines.add(
                    "   missing gradient values, flushed here or upstream: A lacks %s of %s's (over 1 %% in %d of %d tensors), %s lacks %s of A's (%d)"
                            .formatted(
                                    PairText.percent(first.share()),
                                    letter,
                                    first.over(),
                                    first.tensors(),
                                    letter,
                                    PairText.percent(second.share()),
                                    second.over()));
        }
    }

    private static String optional(ComparisonCounts counts, VerdictChange... changes) {
        return Arrays.stream(changes)
                .filter(change -> counts.of(change) > 0)
                .map(change -> change.label() + " " + counts.of(change) + ", ")
                .collect(Collectors.joining());
    }

    private static String alignedLine(ComparisonCounts counts, String letter) {
        String rules =
                Arrays.stream(AlignedBy.values())
                        .filter(rule -> counts.of(rule) > 0)
                        .map(rule -> counts.of(rule) + " by " + rule.label())
                        .collect(Collectors.joining(", "));
        return "%d tensors aligned%s; unaligned: %d only in A, %d only in %s"
                .formatted(
                        counts.aligned(),
                        rules.isEmpty() ? "" : " (" + rules + ")",
                        counts.onlyInFirst(),
                        counts.onlyInSecond(),
                        letter);
    }

    private String scaleLine(ComparisonCounts counts) {
        String states =
                Arrays.stream(ScaleState.values())
                        .filter(state ->
                                counts.of(state) > 0
                                        || state == ScaleState.WITHIN
                                        || state == ScaleState.OUTSIDE)
                        .map(state -> counts.of(state) + " " + state.label())
                        .collect(Collectors.joining(", "));
        long predicted =
                counts.aligned() - counts.measured() - counts.of(ScaleState.NOT_COMPARABLE);
        return "scale, tolerance %s octaves: %s%s"
                .formatted(
                        PairText.plain(asked.tolerance()),
                        states,
                        predicted > 0 ? "; %d of these as predicted".formatted(predicted) : "");
    }

    /// Which differences between seeds are chance.
    private void addChance(RunComparison comparison) {
        ChanceCounts chance = comparison.chance();
        if (chance.judged() == 0) {
            return;
        }
        lines.add(
                "   drawn independently: chance explains %d of %d differences (within %d standard errors)%s"
                        .formatted(
                                chance.within(),
                                chance.judged(),
                                ChanceCounts.LIMIT,
                                chance.beyond() > 0 ? ";" : ""));
        if (chance.beyond() > 0) {
            lines.add(
                    "   the other %d may be chance too: one draw's error knows nothing of weights upstream"
                            .formatted(chance.beyond()));
        }
    }

    private void addTable(String letter, RunComparison comparison) {
        List<TensorPair> rows =
                comparison.sorted(asked.order()).stream()
                        .filter(pair -> asked.shows(pair.a()))
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        lines.add(row("tensor", "", "RMS A", "RMS " + letter, "octaves", "flushed", "verdict"));
        limited(rows).forEach(pair -> lines.add(row(pair)));
        addMore(rows.size());
        lines.add("");
    }

    private <T> List<T> limited(List<T> rows) {
        return asked.all() ? rows : rows.subList(0, Math.min(SOME, rows.size()));
    }

    private void addMore(int rows) {
        if (!asked.all() && rows > SOME) {
            lines.add("... %d of %d; all with --all, --csv or --json".formatted(SOME, rows));
        }
    }

    private String row(TensorPair pair) {
        String mark = pair.isMeasured() || !pair.scale().isKnown() ? "" : "~";
        return row(
                PairText.name(pair),
                pair.role().symbol(),
                PairText.number(mark, pair.scale().before()),
                PairText.number(mark, pair.scale().after()),
                octaves(pair),
                PairText.flushed(pair),
                PairText.verdicts(pair));
    }

    private String octaves(TensorPair pair) {
        OptionalDouble delta = pair.scale().octaves();
        if (delta.isEmpty()) {
            return pair.scale().state(asked.tolerance()).label();
        }
        return String.format(Locale.ROOT, "%+.2f", delta.getAsDouble() + 0.0);
    }

    private String row(String... cells) {
        String name = cells[0];
        String cut = name.length() > width ? "…" + name.substring(name.length() - width + 1) : name;
        return String.format(
                        Locale.ROOT,
                        "%-" + width + "s %-3s %9s %9s %12s %19s  %s",
                        cut,
                        cells[1],
                        cells[2],
                        cells[3],
                        cells[4],
                        cells[5],
                        cells[6])
                .stripTrailing();
    }

    private void addChanges(RunComparison comparison, VerdictChange change) {
        List<TensorPair> rows =
                comparison.sorted(PairOrder.FLUSHED).stream()
                        .filter(pair -> pair.verdictChange() == change)
                        .filter(pair -> asked.shows(pair.a()))
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        lines.add("%s (%d)".formatted(change.label(), rows.size()));
        limited(rows).forEach(pair -> lines.add("  " + PairText.changeLine(pair)));
        addMore(rows.size());
        lines.add("");
    }

    private void addUnaligned(String letter, List<Unaligned> unaligned) {
        List<Unaligned> rows = unaligned.stream().filter(one -> asked.shows(one.tensor())).toList();
        if (rows.isEmpty()) {
            return;
        }
        lines.add("unaligned (%d)".formatted(rows.size()));
        limited(rows)
                .forEach(one ->
                        lines.add(
                                "  only in %s: %s, %s"
                                        .formatted(
                                                one.inFirst() ? "A" : letter,
                                                one.tensor().key(),
                                                one.reason())));
        addMore(rows.size());
        lines.add("");
    }
}
