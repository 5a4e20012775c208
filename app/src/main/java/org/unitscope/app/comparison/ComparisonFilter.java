package org.unitscope.app.comparison;

import java.util.Optional;
import java.util.Set;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// What is listed: words as in the main window, matched by either tensor of a pair, some roles, and
/// one change of the verdict if one was chosen.
record ComparisonFilter(TensorFilter words, Set<Role> roles, Optional<VerdictChange> change) {
    ComparisonFilter {
        roles = Set.copyOf(roles);
    }

    boolean matches(TensorPair pair) {
        boolean named = words.matches(pair.a()) || words.matches(pair.b());
        return named
                && roles.contains(pair.role())
                && change.map(wanted -> wanted == pair.verdictChange()).orElse(true);
    }

    /// A tensor without a counterpart has no change to be chosen by.
    boolean matches(Unaligned one) {
        return words.matches(one.tensor()) && roles.contains(one.tensor().key().role());
    }

    /// A row of both runs, among the pairs that are listed.
    boolean matches(MergedTensors merged, TensorRecord row) {
        return merged.pair(row)
                .map(this::matches)
                .orElseGet(() ->
                        change.isEmpty()
                                && merged.unaligned(row).filter(this::matches).isPresent());
    }
}
