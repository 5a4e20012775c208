package org.unitscope.app.comparison;

import java.util.Optional;
import java.util.Set;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.comparison.TensorPair;
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

    boolean matches(TensorRecord unaligned) {
        return words.matches(unaligned) && roles.contains(unaligned.key().role());
    }
}
