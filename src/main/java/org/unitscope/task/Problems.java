package org.unitscope.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects problems in the order found. A mistake in a repeated block is one mistake: a problem at
/// the same place whose sentence differs in numbers only is not added again.
public final class Problems {
    private final List<Problem> list = new ArrayList<>();
    private final Set<Problem> said = new HashSet<>();

    /// Adds a problem, unless it has been said.
    public void add(String where, String what) {
        if (said.add(new Problem(where, what.replaceAll("\\d+", "#")))) {
            list.add(new Problem(where, what));
        }
    }

    /// How many there are.
    public int size() {
        return list.size();
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /// All of them, in the order found.
    public List<Problem> list() {
        return List.copyOf(list);
    }
}
