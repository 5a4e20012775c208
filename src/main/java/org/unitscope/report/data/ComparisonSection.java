package org.unitscope.report.data;

import java.util.List;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.RunComparison;

/// What a report says of a run held against the first.
///
/// @param a the first run
/// @param b the run that is held against it
/// @param counts at [RunComparison#DEFAULT_TOLERANCE]
/// @param wins what became better from the first to the second
/// @param losses what became worse
public record ComparisonSection(
        RunSection a,
        RunSection b,
        RunComparison comparison,
        ComparisonCounts counts,
        List<ChangeGroup> wins,
        List<ChangeGroup> losses) {
    /// Copies the lists.
    public ComparisonSection {
        wins = List.copyOf(wins);
        losses = List.copyOf(losses);
    }

    static ComparisonSection of(RunSection a, RunSection b, RunComparison comparison) {
        return new ComparisonSection(
                a,
                b,
                comparison,
                comparison.counts(RunComparison.DEFAULT_TOLERANCE),
                ChangeGroup.wins(comparison),
                ChangeGroup.losses(comparison));
    }
}
