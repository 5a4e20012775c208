package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.statistics.Verdict;

/// Pairs whose verdict changed in one way: the same place in repeated blocks, role and verdicts.
///
/// @param pairs in the order of the first run
public record ChangeGroup(VerdictChange change, List<TensorPair> pairs) {
    private static final Set<VerdictChange> WINS =
            Set.of(VerdictChange.FIXED, VerdictChange.IMPROVED);
    private static final Set<VerdictChange> LOSSES =
            Set.of(VerdictChange.BROKEN, VerdictChange.WORSE);

    /// Copies the list.
    public ChangeGroup {
        pairs = List.copyOf(pairs);
    }

    /// What became better: fixed before improved, the largest groups first.
    static List<ChangeGroup> wins(RunComparison comparison) {
        return of(comparison, WINS);
    }

    /// What became worse: broken before worse, the largest groups first.
    static List<ChangeGroup> losses(RunComparison comparison) {
        return of(comparison, LOSSES);
    }

    private static List<ChangeGroup> of(RunComparison comparison, Set<VerdictChange> changes) {
        List<TensorPair> changed =
                comparison.pairs().stream()
                        .filter(pair -> changes.contains(pair.verdictChange()))
                        .toList();
        List<ChangeGroup> groups = new ArrayList<>();
        PathPattern.groups(changed, ChangeGroup::place)
                .values()
                .forEach(pairs ->
                        groups.add(new ChangeGroup(pairs.getFirst().verdictChange(), pairs)));
        groups.sort(
                Comparator.comparing((ChangeGroup group) -> group.change)
                        .thenComparingInt(group -> -group.pairs.size()));
        return groups;
    }

    private static String place(TensorPair pair) {
        return PathPattern.of(pair.a().path())
                + " "
                + pair.role().symbol()
                + " "
                + pair.verdictChange()
                + label(pair, true)
                + label(pair, false);
    }

    private static String label(TensorPair pair, boolean first) {
        return (first ? pair.before() : pair.after()).verdict().map(Verdict::label).orElse("");
    }

    /// The pair whose flushed share changed the most, the first of equals.
    public TensorPair shown() {
        return pairs.stream().reduce((a, b) -> change(b) > change(a) ? b : a).orElseThrow();
    }

    private static double change(TensorPair pair) {
        return Math.abs(pair.flushedChange().orElse(0));
    }

    /// The place that all of them have in the first run.
    public String pattern() {
        String path = pairs.getFirst().a().path();
        return pairs.size() == 1 ? path : PathPattern.of(path);
    }
}
